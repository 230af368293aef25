from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scorecards', '0007_last_look'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='counted',
            index=models.Index(fields=['name', 'reason', 'day', 'id'], name='counted_by_reason'),
        ),
    ]
