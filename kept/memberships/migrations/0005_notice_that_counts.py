"""The days of notice that count in an exit, beside its fee; and the guard that SQLite forgets by it."""

from django.db import migrations, models

from kept.ledger.guards import Refuse


class Migration(migrations.Migration):
    dependencies = [("memberships", "0004_consent_stays")]
    operations = [
        migrations.AddField("cancellation", "notice_days", models.PositiveIntegerField(default=0)),
        Refuse("memberships_cancellation", "DELETE", "an exit is never deleted"),
    ]
