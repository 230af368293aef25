"""What is sealed stays: the database refuses to change a leaf, a tile, a checkpoint, a key or a fork notice."""

from django.db import migrations

from kept.ledger.guards import Refuse


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_the_tree")]
    operations = [
        Refuse("ledger_leaf", "DELETE", "the ledger only grows"),
        Refuse(
            "ledger_leaf",
            "UPDATE",
            "a leaf gets its number once and never changes",
            when="OLD.number IS NOT NULL OR NEW.number IS NULL"
            " OR NEW.entry_id <> OLD.entry_id OR NEW.hash <> OLD.hash",
        ),
        Refuse("ledger_tree", "DELETE", "the ledger only grows"),
        Refuse("ledger_tree", "UPDATE", "the ledger only grows", when="NEW.size < OLD.size"),
        Refuse("ledger_tile", "DELETE", "the ledger only grows"),
        Refuse(
            "ledger_tile",
            "UPDATE",
            "a tile only grows at its end",
            when='NEW.level <> OLD.level OR NEW."index" <> OLD."index"'
            " OR substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes",
        ),
        Refuse("ledger_checkpoint", "DELETE", "the ledger only grows"),
        Refuse(
            "ledger_checkpoint",
            "UPDATE",
            "a checkpoint never changes",
            when="OLD.timestamp IS NOT NULL OR NEW.size <> OLD.size OR NEW.root <> OLD.root"
            " OR NEW.at <> OLD.at OR NEW.note <> OLD.note",
        ),
        Refuse("ledger_key", "DELETE", "the ledger only grows"),
        Refuse(
            "ledger_key",
            "UPDATE",
            "a key never changes",
            when="OLD.retired_at IS NOT NULL OR NEW.vkey <> OLD.vkey OR NEW.secret <> OLD.secret"
            " OR NEW.made_at <> OLD.made_at OR NEW.handover <> OLD.handover",
        ),
        Refuse("ledger_fork", "DELETE", "the ledger only grows"),
        Refuse("ledger_fork", "UPDATE", "a fork notice never changes"),
    ]
