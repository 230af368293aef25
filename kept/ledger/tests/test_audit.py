"""The database against itself: whatever somebody with its password changed is found and named."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection

from kept.base.actors import Actor
from kept.ledger import actions, audit
from kept.ledger.models import Checkpoint, Entry
from kept.ledger.rules import notes
from kept.ledger.tests.writing import DAY, NOW, drop_guard, entries

pytestmark = pytest.mark.django_db

OWNER = Actor("staff", 1)


def filled() -> None:
    """Three days with a checkpoint each, a tile and a half, two erased, one entry waiting."""
    for day in range(3):
        entries(130, customer=day)
        actions.checkpoint(now=NOW + day * DAY)
    actions.erase([1], by=OWNER, now=NOW + 3 * DAY)
    actions.rotate(by=OWNER, now=NOW + 3 * DAY)
    actions.checkpoint(now=NOW + 3 * DAY)
    entries(1)


def test_a_ledger_that_nobody_touched_has_no_faults() -> None:
    filled()

    found = audit.audit()

    assert found.faults == []
    assert (found.sealed, found.waiting, found.erased, found.checkpoints) == (392, 1, 130, 4)


def test_an_empty_ledger_has_no_faults() -> None:
    assert audit.audit() == audit.Audit()


@pytest.mark.parametrize(
    ("guard", "statement", "words"),
    [
        pytest.param(
            "ledger_entry update",
            "UPDATE ledger_entry SET kind = 'other' "
            "WHERE id = (SELECT entry_id FROM ledger_leaf WHERE number = 7)",
            r"Entry 7 \(other\) is not the one",
            id="an entry edited",
        ),
        pytest.param(
            "ledger_entry update",
            "UPDATE ledger_entry SET at = '2020-01-01 00:00:00+00' "
            "WHERE id = (SELECT entry_id FROM ledger_leaf WHERE number = 7)",
            r"Entry 7 .* is not the one",
            id="an entry back-dated",
        ),
        pytest.param(
            "ledger_payload update",
            "UPDATE ledger_payload SET body = salt "
            "WHERE entry_id = (SELECT entry_id FROM ledger_leaf WHERE number = 7)",
            r"Entry 7 .* says something else",
            id="its words changed",
        ),
        pytest.param(
            "ledger_leaf delete",
            "DELETE FROM ledger_leaf WHERE number = 7",
            r"Of the entries numbered 0 to 391, 1 are gone",
            id="a leaf removed",
        ),
        pytest.param(
            "ledger_leaf delete",
            "DELETE FROM ledger_leaf WHERE number IS NULL",
            r"1 entries have no leaf",
            id="a waiting leaf removed",
        ),
        pytest.param(
            "ledger_leaf update",
            "UPDATE ledger_leaf SET number = CASE number WHEN 7 THEN 9007 ELSE 7 END WHERE number IN (7, 8)",
            r"are gone",
            id="entries reordered",
        ),
        pytest.param(
            "ledger_tile delete",
            "DELETE FROM ledger_tile WHERE level = 1",
            r"Tile 1/0 is gone",
            id="a tile gone",
        ),
        pytest.param(
            "ledger_tile update",
            'UPDATE ledger_tile SET hashes = substr(hashes, 33) WHERE level = 0 AND "index" = 1',
            r"Tile 0/1 is not made of its leaves",
            id="a tile changed",
        ),
        pytest.param(
            "ledger_checkpoint update",
            "UPDATE ledger_checkpoint SET size = size - 1 WHERE size = 260",
            r"The checkpoint over 259 leaves .* was signed over other entries",
            id="a checkpoint changed",
        ),
        pytest.param(
            "ledger_checkpoint update",
            "UPDATE ledger_checkpoint SET size = 1000000 WHERE size = 260",
            r"signed over more entries than there are",
            id="a checkpoint over what is not there",
        ),
        pytest.param(
            "ledger_checkpoint update",
            "UPDATE ledger_checkpoint SET note = replace(note, 'time 2026', 'time 2025') WHERE size = 260",
            r"The checkpoint over 260 leaves .* is not signed",
            id="a note changed",
        ),
    ],
)
def test_whatever_was_changed_is_named(guard: str, statement: str, words: str) -> None:
    filled()
    table, verb = guard.split()
    drop_guard(table, verb)
    with connection.cursor() as cursor:
        cursor.execute(statement)

    found = audit.audit()

    assert any(re.search(words, fault) for fault in found.faults), found.faults


def test_a_ledger_rewritten_from_an_entry_on_disagrees_with_the_witness_file() -> None:
    filled()
    point = notes.Checkpoint("127.0.0.1:8040/ledger", 392, b"7" * 32, NOW + 3 * DAY)
    with settings.WITNESS.open("a") as file:
        file.write(notes.Signer(point.origin, b"s" * 32).sign(point.text()) + "\n")

    assert audit.audit().faults == [
        "The witness file holds a checkpoint over 392 entries that this database has not."
    ]


def test_many_faults_are_counted_and_the_first_hundred_named() -> None:
    filled()
    drop_guard("ledger_entry", "update")
    Entry.objects.update(kind="other")

    found = audit.audit()

    assert (found.count, len(found.faults)) == (393, audit.MOST_FAULTS)
    assert Checkpoint.objects.count() == found.checkpoints
