"""What is written into the ledger, and that nobody can take it back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from kept.base.actors import CLOCK
from kept.ledger import actions, queries
from kept.ledger.models import Entry, Payload

NOW = datetime(2026, 3, 5, 11, 40, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_an_entry_says_what_happened_and_its_payload_hashes_to_it() -> None:
    entry = actions.record(
        "promise.kept", "promise:7", by=CLOCK, at=NOW, customer=3, because="in time", at_=NOW
    )

    assert queries.payload_of(entry) == {
        "by": "clock",
        "subject": "promise:7",
        "because": "in time",
        "at_": "2026-03-05T11:40:00+00:00",
    }
    assert queries.payload_is_genuine(entry) is True


def test_the_same_words_twice_never_have_the_same_hash() -> None:
    one = actions.record("note", "x:1", by=CLOCK, at=NOW, words="yes")
    two = actions.record("note", "x:1", by=CLOCK, at=NOW, words="yes")

    assert one.payload_hash != two.payload_hash


def test_an_erased_person_leaves_the_entry_standing() -> None:
    entry = actions.record("note", "x:1", by=CLOCK, at=NOW, customer=3, words="yes")

    Payload.objects.filter(customer=3).delete()

    entry = Entry.objects.get(pk=entry.pk)
    entry = Entry.objects.get(pk=entry.pk)
    assert queries.payload_of(entry) is None
    assert queries.payload_is_genuine(entry) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET kind = 'other'",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_payload SET customer = 9",
    ],
)
def test_the_database_itself_refuses_to_change_history(statement: str) -> None:
    actions.record("note", "x:1", by=CLOCK, at=NOW, words="yes")

    with pytest.raises(IntegrityError, match=r"only grows|never changes"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_float_is_refused_since_it_may_read_differently_tomorrow() -> None:
    with pytest.raises(TypeError, match="float"):
        actions.record("note", "x:1", by=CLOCK, at=NOW, amount=0.1)
