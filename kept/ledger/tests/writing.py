"""Entries to be sealed, and what the tests of the ledger ask of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection

from kept.base.actors import CLOCK
from kept.ledger import actions
from kept.ledger.models import Entry, Leaf, Tree
from kept.ledger.rules import merkle

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def entries(count: int, *, at: datetime = NOW, customer: int | None = None) -> list[Entry]:
    """So many notes of what was said."""
    return [
        actions.record("note", f"x:{each}", by=CLOCK, at=at, customer=customer, words=f"we said {each}")
        for each in range(count)
    ]


def sealed_hashes() -> list[bytes]:
    """The sealed leaf hashes in order of their numbers, which have no gap and stand once each."""
    rows = list(Leaf.objects.exclude(number=None).order_by("number").values_list("number", "hash"))
    assert [number for number, _ in rows] == list(range(Tree.objects.get().size))
    return [bytes(hashed) for _, hashed in rows]


def root_of_leaves() -> bytes:
    return merkle.root(sealed_hashes())


def drop_guard(table: str, verb: str) -> None:
    """As somebody with the database's password would, before changing what must not change."""
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_refuses_{verb}{on}")
