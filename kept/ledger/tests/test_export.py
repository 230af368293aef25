"""The whole ledger as a file: every sealed entry in order, and enough to compute the signed root from it."""

from __future__ import annotations

import io
import tracemalloc
from collections import deque
from collections.abc import Callable

import pytest

from kept.base.actors import Actor
from kept.ledger import actions, queries
from kept.ledger.rules import merkle, notes, proofs, reading
from kept.ledger.tests.writing import DAY, NOW, entries

pytestmark = pytest.mark.django_db


def exported() -> proofs.Ledger:
    read = reading.opened(io.BytesIO(b"".join(queries.export())))
    assert isinstance(read, proofs.Ledger)
    return read


def test_the_entries_lead_to_the_newest_root() -> None:
    entries(1_203)
    actions.checkpoint(now=NOW)
    entries(2)  # not sealed yet

    ledger = exported()

    listed = list(ledger.entries)
    newest = notes.Checkpoint.parse(notes.opened(ledger.checkpoints[-1], [key.vkey for key in ledger.keys]))
    assert [each.number for each in listed] == list(range(1_203))
    assert merkle.root([each.leaf_hash for each in listed]) == newest.root
    assert all(each.says_what_was_sealed() for each in listed)


def test_an_erased_person_s_entries_have_no_payload() -> None:
    entries(2, customer=7)
    actions.erase([7], by=Actor("staff", 1), now=NOW)
    actions.checkpoint(now=NOW)

    assert [each.says_what_was_sealed() for each in exported().entries] == [None, None, True]


def test_it_names_the_first_checkpoint_of_each_day_and_the_newest() -> None:
    points = []
    for step in range(6):
        entries(1)
        points.append(actions.checkpoint(now=NOW + step * DAY / 3))

    assert list(exported().checkpoints) == [points[0].note, points[2].note, points[5].note]


def test_without_a_checkpoint_there_is_nothing_to_export() -> None:
    entries(1)

    assert list(queries.export()) == []


def test_a_ledger_three_times_as_large_takes_no_more_memory() -> None:
    entries(2 * queries.PAGE)
    actions.checkpoint(now=NOW)
    most_memory_of_an_export()  # what is read for the first time stays
    small = most_memory_of_an_export()
    entries(4 * queries.PAGE)
    actions.checkpoint(now=NOW)

    grown = most_memory_of_an_export() - small
    assert grown < most_memory_of(lambda: list(queries.export())) / 3


def most_memory_of_an_export() -> int:
    return most_memory_of(lambda: deque(queries.export(), maxlen=0))


def most_memory_of(read: Callable[[], object]) -> int:
    """The bytes that were held at the most while it was read."""
    tracemalloc.start()
    read()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most
