from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scorecards', '0004_belonging'),
    ]

    operations = [
        migrations.AddField(
            model_name='counted',
            name='team',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name='counted',
            index=models.Index(fields=['name', 'team', 'day', 'id'], name='counted_by_team'),
        ),
    ]
