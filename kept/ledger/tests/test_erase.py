"""A person is erased: what was said goes, the record and every proof stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from kept.base.actors import Actor
from kept.ledger import actions, queries
from kept.ledger.models import Entry, Payload
from kept.ledger.rules import reading
from kept.ledger.tests.test_prove import holds
from kept.ledger.tests.writing import DAY, NOW, entries

OWNER = Actor("staff", 1)


@pytest.mark.django_db
def test_payload_and_salt_go_and_the_entries_stand() -> None:
    gone, stays = entries(2, customer=7), entries(1, customer=8)

    assert actions.erase([7], by=OWNER, now=NOW) == 2

    standing = Entry.objects.in_bulk()
    assert [queries.payload_of(standing[each.pk]) for each in gone] == [None, None]
    assert queries.payload_of(standing[stays[0].pk]) is not None


@pytest.mark.django_db
def test_an_entry_says_that_somebody_was_erased_and_not_who() -> None:
    entries(2, customer=7)
    actions.erase([7, 9], by=OWNER, now=NOW)

    entry = queries.entry_of("person.erased", "ledger")

    assert entry is not None
    assert queries.payload_of(entry) == {"by": "staff:1", "subject": "ledger", "payloads": 2}


@pytest.mark.django_db
def test_erasing_twice_removes_and_says_nothing_more() -> None:
    entries(1, customer=7)
    actions.erase([7], by=OWNER, now=NOW)

    assert actions.erase([7], by=OWNER, now=NOW + DAY) == 0
    assert Entry.objects.filter(kind="person.erased").count() == 1


@pytest.mark.django_db
def test_receipts_of_before_and_after_hold() -> None:
    written = entries(3, customer=7)
    before = reading.read(actions.prove(written, now=NOW))

    actions.erase([7], by=OWNER, now=NOW)

    assert holds(before)
    assert holds(reading.read(actions.prove(written, now=NOW + DAY)))
    assert Payload.objects.filter(customer=7).count() == 0


@pytest.mark.usefixtures("fresh_database")
def test_the_words_are_gone_from_the_database_s_file_too() -> None:
    secret = "we said it to Nora and to nobody else"
    actions.record("note", "x:1", by=OWNER, at=NOW, customer=7, words=secret)
    kept_in = Path(connection.settings_dict["NAME"])

    actions.erase([7], by=OWNER, now=NOW)

    assert queries.entry_of("note", "x:1") is not None
    if (
        connection.vendor == "sqlite"
    ):  # PostgreSQL keeps no file of its own to look into: VACUUM is its matter
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert secret.encode() not in kept_in.read_bytes()
