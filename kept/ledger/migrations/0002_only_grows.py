"""The ledger only grows: the database refuses to change or delete an entry, and to change a payload."""

from django.db import migrations

from kept.ledger.guards import Refuse


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        Refuse("ledger_entry", "UPDATE", "the ledger only grows"),
        Refuse("ledger_entry", "DELETE", "the ledger only grows"),
        Refuse("ledger_payload", "UPDATE", "a payload never changes"),
    ]
