"""One decided complaint in ten is judged again, blind."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0004_reopening")]

    operations = [
        migrations.CreateModel(
            name='SecondLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chosen_at', models.DateTimeField()),
                ('word', models.CharField(blank=True, choices=[('rule_breach', 'A rule was broken'), ('service_failure', 'We failed'), ('no_evidence', 'No evidence'), ('not_told', 'Not told'), ('conduct', 'Conduct'), ('expectation_gap', 'Expectation gap'), ('closed_without_finding', 'Nothing to find')], max_length=25)),
                ('because', models.CharField(blank=True, max_length=500)),
                ('looked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='secondlook',
            name='looked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secondlook',
            name='verdict',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='second_look', to='complaints.verdict'),
        ),
        migrations.AddConstraint(
            model_name='secondlook',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('looked_at__isnull', True), ('looked_by__isnull', True), ('word', '')), models.Q(models.Q(('word', ''), _negated=True), ('looked_at__isnull', False), ('looked_by__isnull', False)), _connector='OR'), name='a_second_look_is_somebodys'),
        ),
    ]
