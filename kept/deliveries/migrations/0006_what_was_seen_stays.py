"""A photo or a signature is evidence: it never changes, save that it is emptied when the person is erased.

SQLite cannot make a table anew that a trigger looks into: a later migration that does so with stops,
deliveries or customers sets this guard aside first, as 0004 did with the one of arrivals.
"""

from django.db import migrations

from kept.deliveries.migrations._proofs import EMPTYING
from kept.ledger.guards import Refuse


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_erased"), ("deliveries", "0005_taps_as_they_came")]
    operations = [
        Refuse("deliveries_proof", "UPDATE", "what was seen at the door never changes", f"NOT ({EMPTYING})"),
        Refuse("deliveries_proof", "DELETE", "what was seen at the door is never deleted"),
    ]
