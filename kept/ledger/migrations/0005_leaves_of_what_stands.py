"""The tree begins, empty; entries that stand already get their leaves, to be sealed with the next ones."""

from hashlib import sha256

from django.db import migrations

from kept.ledger import rules

BATCH = 2_000


def give_leaves(apps, editor) -> None:
    tables = {name: apps.get_model("ledger", name) for name in ("Entry", "Leaf", "Tree")}
    tables["Tree"].objects.create(pk=1)
    last = 0
    while entries := list(tables["Entry"].objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        tables["Leaf"].objects.bulk_create(
            tables["Leaf"](entry_id=each.pk, hash=sha256(b"\x00" + leaf(each)).digest()) for each in entries
        )
        last = entries[-1].pk


def leaf(entry) -> bytes:
    return rules.leaf(kind=entry.kind, at=entry.at, hashed=entry.payload_hash)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_sealed_stays")]
    operations = [migrations.RunPython(give_leaves, migrations.RunPython.noop)]
