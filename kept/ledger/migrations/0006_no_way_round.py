"""No way round the triggers: REPLACE and TRUNCATE remove rows without asking those that refuse DELETE."""

from django.db import migrations

from kept.ledger.guards import RefuseGoingRound

GROWS = "the ledger only grows"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_leaves_of_what_stands")]
    operations = [
        RefuseGoingRound("ledger_entry", GROWS, ["id"]),
        RefuseGoingRound("ledger_payload", "a payload never changes", ["entry_id"]),
        RefuseGoingRound("ledger_leaf", GROWS, ["entry_id"], ["number"]),
        RefuseGoingRound("ledger_tree", GROWS, ["id"]),
        RefuseGoingRound("ledger_tile", GROWS, ["id"], ["level", "index"]),
        RefuseGoingRound("ledger_checkpoint", GROWS, ["id"]),
        RefuseGoingRound("ledger_key", GROWS, ["id"], ["vkey"]),
        RefuseGoingRound("ledger_fork", GROWS, ["id"]),
    ]
