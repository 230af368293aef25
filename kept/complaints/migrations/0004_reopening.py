"""A complaint that was over is opened again, with the reason."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0003_settled_without_a_finding")]

    operations = [
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.CharField(choices=[('open', 'Open'), ('proposed', 'Proposed'), ('decided', 'Decided'), ('settled', 'Settled without a finding'), ('withdrawn', 'Withdrawn'), ('closed_without_finding', 'Closed without finding')], max_length=25)),
                ('because', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=40)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='reopening',
            name='complaint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='complaints.complaint'),
        ),
        migrations.AddConstraint(
            model_name='reopening',
            constraint=models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='a_reopening_has_a_reason'),
        ),
    ]
