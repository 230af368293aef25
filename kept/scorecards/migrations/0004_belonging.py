import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('business', '0004_complaints_within_days'),
        ('scorecards', '0003_report'),
    ]

    operations = [
        migrations.CreateModel(
            name='Belonging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(null=True)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='business.team')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('staff', 'since'), name='somebody_is_in_one_team_at_a_time'),
                    models.UniqueConstraint(condition=models.Q(('since__isnull', True)), fields=('staff',), name='somebody_begins_in_one_team'),
                ],
            },
        ),
    ]
