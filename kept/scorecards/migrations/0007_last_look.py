import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0009_told_by_version'),
        ('scorecards', '0006_count_anew_with_teams'),
    ]

    operations = [
        migrations.CreateModel(
            name='LastLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('told', models.JSONField()),
                ('people', models.BigIntegerField()),
                ('complaints', models.JSONField()),
                ('changes', models.JSONField()),
                ('policy', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policy')),
            ],
        ),
    ]
