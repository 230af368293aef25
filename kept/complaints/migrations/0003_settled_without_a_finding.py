"""A complaint may be settled by agreement, without a finding."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0002_closing_is_a_verdict")]

    operations = [
        migrations.RemoveConstraint(
            model_name='complaint',
            name='complaint_that_is_over_says_since_when',
        ),
        migrations.AlterField(
            model_name='complaint',
            name='state',
            field=models.CharField(choices=[('open', 'Open'), ('proposed', 'Proposed'), ('decided', 'Decided'), ('settled', 'Settled without a finding'), ('withdrawn', 'Withdrawn'), ('closed_without_finding', 'Closed without finding')], default='open', max_length=25),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state__in', ['open', 'proposed'])), models.Q(('closed_at__isnull', False), ('state__in', ['decided', 'settled', 'withdrawn', 'closed_without_finding'])), _connector='OR'), name='complaint_that_is_over_says_since_when'),
        ),
    ]
