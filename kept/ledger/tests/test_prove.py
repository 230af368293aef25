"""Receipts and bundles: each entry leads to the signed root, whatever else is in the ledger."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries, Settings

from kept.base.actors import CLOCK, Actor
from kept.ledger import actions, queries
from kept.ledger.models import Checkpoint, Entry
from kept.ledger.rules import merkle, notes, proofs, reading
from kept.ledger.rules.verify import verify
from kept.ledger.tests.writing import DAY, NOW, entries

OWNER = Actor("staff", 1)


def point_of(receipt: proofs.Receipt) -> notes.Checkpoint:
    return notes.Checkpoint.parse(notes.opened(receipt.checkpoint, [key.vkey for key in receipt.keys]))


def holds(receipt: proofs.Receipt) -> bool:
    """Whether each entry says what was hashed, and leads to the signed root."""
    point = point_of(receipt)
    return all(
        each.says_what_was_sealed() is not False
        and merkle.root_of_inclusion(each.leaf_hash, each.number, point.size, each.proof) == point.root
        for each in receipt.entries
    )


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 2, 3, 7, 256, 257, 700])
def test_every_entry_of_a_receipt_leads_to_the_signed_root(size: int) -> None:
    written = entries(size)
    asked = [written[place] for place in {0, size // 2, size - 1}]

    receipt = reading.read(actions.prove(asked, now=NOW))

    assert [each.number for each in receipt.entries] == sorted({0, size // 2, size - 1})
    assert holds(receipt)


@pytest.mark.django_db
def test_what_was_written_a_moment_ago_is_sealed_into_its_receipt() -> None:
    actions.prove(entries(3), now=NOW)

    receipt = reading.read(actions.prove(entries(1), now=NOW))

    assert point_of(receipt).size == 4
    assert receipt.entries[0].payload == {"by": "clock", "subject": "x:0", "words": "we said 0"}


@pytest.mark.django_db
def test_a_receipt_shows_nothing_of_anybody_else() -> None:
    [mine] = entries(1, customer=1)
    actions.record("note", "customer:2", by=CLOCK, at=NOW, customer=2, words="a secret of somebody else")

    assert b"secret" not in actions.prove([mine], now=NOW)


@pytest.mark.django_db
def test_the_words_go_with_it_and_a_case_or_files_make_it_a_bundle() -> None:
    words = proofs.Words("windows", 3, "en", "Windows", "We come within 4 hours.", "")
    words = proofs.Words(**{**vars(words), "sha256": words.hashed()})
    written = entries(1)

    receipt = reading.read(actions.prove(written, words=[words], now=NOW))
    bundle = reading.read(
        actions.prove(written, case={"claims": []}, files=[proofs.File("photo.jpg", "a" * 64)], now=NOW)
    )

    assert receipt.words == (words,)
    assert not receipt.is_bundle
    assert bundle.case == {"claims": []}
    assert bundle.files == (proofs.File("photo.jpg", "a" * 64),)


@pytest.mark.django_db
def test_receipts_of_different_days_can_be_compared() -> None:
    for day in range(6):
        entries(70)
        actions.checkpoint(now=NOW + day * DAY)
        entries(5)
        actions.checkpoint(now=NOW + day * DAY)

    receipt = reading.read(actions.prove(entries(1), now=NOW + 6 * DAY))

    new = point_of(receipt)
    before = [notes.Checkpoint.parse(notes.text_of(each.checkpoint)) for each in receipt.earlier]
    assert [old.at for old in before] == [NOW + day * DAY for day in (0, 3, 4, 5)]
    for old, each in zip(before, receipt.earlier, strict=True):
        merkle.check_consistency(old.size, new.size, old.root, new.root, each.consistency)


@pytest.mark.django_db
def test_a_receipt_names_every_key_and_how_it_came_to_sign() -> None:
    written = entries(1)
    actions.checkpoint(now=NOW)
    actions.rotate(by=OWNER, now=NOW)

    receipt = reading.read(actions.prove(written, now=NOW))

    assert receipt.keys == queries.public_keys()
    assert receipt.keys[1].handover
    assert holds(receipt)


@pytest.mark.django_db
def test_an_erased_person_s_entry_still_leads_to_the_root() -> None:
    written = entries(3, customer=7)
    actions.erase([7], by=OWNER, now=NOW)

    receipt = reading.read(actions.prove(written, now=NOW))

    assert [each.payload for each in receipt.entries] == [None, None, None]
    assert holds(receipt)


@pytest.mark.django_db
def test_an_entry_that_is_not_in_the_ledger_is_not_proven() -> None:
    entries(1)

    with pytest.raises(LookupError, match="not in the ledger"):
        actions.prove([Entry(pk=4711)], now=NOW)


@pytest.mark.django_db
def test_many_entries_cost_no_more_queries_than_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    written = entries(900)
    actions.prove(written[:1], now=NOW)

    with django_assert_max_num_queries(40) as for_one:
        actions.prove(written[:1], now=NOW)
    with django_assert_max_num_queries(40) as for_many:
        actions.prove(written[::3], now=NOW)

    assert len(for_many) == len(for_one)


@pytest.mark.usefixtures("fresh_database")
def test_many_who_ask_at_once_get_receipts_of_one_ledger(settings: Settings) -> None:
    raw: list[bytes] = []

    def ask(who: int) -> None:
        try:
            raw.extend(actions.prove(entries(3, customer=who), now=NOW) for _ in range(5))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    receipts = [reading.read(each, name=f"receipt {number}") for number, each in enumerate(raw)]
    notes_kept = reading.witnessed(settings.WITNESS.read_bytes())
    assert len(receipts) == 20
    assert verify(*receipts, now=NOW, witness=notes_kept).ok
    assert notes_kept == list(Checkpoint.objects.order_by("pk").values_list("note", flat=True))
