"""An exit and everything that was done in it stays: the database refuses to delete its rows."""

from django.db import migrations

from kept.ledger.guards import Refuse


class Migration(migrations.Migration):
    dependencies = [("memberships", "0001_initial")]
    operations = [
        Refuse("memberships_cancellation", "DELETE", "an exit is never deleted"),
        Refuse("memberships_asking", "DELETE", "an asking is never deleted"),
        Refuse("memberships_step", "DELETE", "a step is never deleted"),
        Refuse("memberships_offershown", "DELETE", "an offer that was shown is never deleted"),
        Refuse("memberships_offershown", "UPDATE", "an offer that was shown never changes"),
    ]
