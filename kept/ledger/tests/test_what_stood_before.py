"""Entries that were written before there was a tree get their leaves, in the order in which they stand."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from kept.ledger import actions
from kept.ledger.audit import audit
from kept.ledger.models import Entry, Leaf
from kept.ledger.rules import leaf, merkle
from kept.ledger.tests.writing import NOW, entries
from kept.ledger.tree import Tiles

BEFORE = "0002"

INSERT = """
    INSERT INTO ledger_entry (kind, subject, "by", at, payload_hash)
    VALUES ('promise.kept', 'promise:7', 'clock', %s, %s)
"""


@pytest.mark.usefixtures("fresh_database")
def test_they_are_sealed_first_and_later_ones_after_them() -> None:
    call_command("migrate", "ledger", BEFORE, verbosity=0)
    with connection.cursor() as cursor:
        for each in range(3):
            cursor.execute(INSERT, [NOW, f"{each}" * 64])

    call_command("migrate", "ledger", verbosity=0)

    entries(1)
    assert actions.seal(now=NOW) == 4
    stood = [
        leaf(kind=each.kind, at=each.at, hashed=each.payload_hash) for each in Entry.objects.order_by("pk")
    ]
    assert Tiles().root(4) == merkle.root([merkle.leaf_hash(each) for each in stood])
    assert [row.number for row in Leaf.objects.order_by("pk")] == [0, 1, 2, 3]
    assert audit().faults == []
