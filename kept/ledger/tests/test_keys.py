"""The keys that sign: made once, kept encrypted, handed over, or lost and replaced for all to see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from kept.base.actors import Actor
from kept.ledger import actions, queries
from kept.ledger.models import Key
from kept.ledger.rules import notes
from kept.ledger.tests.writing import DAY, NOW, entries

pytestmark = pytest.mark.django_db

OWNER = Actor("staff", 1)


def test_one_key_signs_every_checkpoint() -> None:
    for day in range(3):
        actions.checkpoint(now=NOW + day * DAY)

    [key] = queries.public_keys()
    assert key.handover == ""


def test_the_secret_half_is_not_in_the_database() -> None:
    actions.checkpoint(now=NOW)

    key = Key.objects.get()

    assert key.secret.startswith("gAAAA")  # Fernet: encrypted and signed
    assert "gAAAA" not in repr(key)


def test_the_old_key_hands_over_to_the_new_one_and_both_sign_that() -> None:
    actions.checkpoint(now=NOW)

    new = actions.rotate(by=OWNER, now=NOW + DAY)

    old, handed = queries.public_keys()
    for signer in (old.vkey, new.vkey):
        read = notes.Handover.parse(notes.opened(handed.handover, [signer]))
        assert (str(read.old), str(read.new), read.at) == (old.vkey, new.vkey, NOW + DAY)
    assert Key.objects.get(vkey=old.vkey).retired_at == NOW + DAY
    entry = queries.entry_of("ledger.key_rotated", f"key:{new.pk}")
    assert entry is not None
    assert queries.payload_of(entry) == {"by": "staff:1", "subject": f"key:{new.pk}", "vkey": new.vkey}


def test_after_the_handover_the_new_key_alone_signs() -> None:
    actions.checkpoint(now=NOW)
    new = actions.rotate(by=OWNER, now=NOW + DAY)
    old = queries.public_keys()[0].vkey

    note = actions.checkpoint(now=NOW + DAY).note

    assert notes.opened(note, [new.vkey])
    with pytest.raises(notes.NotSigned):
        notes.opened(note, [old])


def test_a_key_of_another_secret_says_what_to_do_and_signs_nothing(settings: Settings) -> None:
    actions.checkpoint(now=NOW)
    entries(1)
    settings.SECRET_KEY = "another " * 8

    with pytest.raises(actions.KeyLocked, match="kept ledger rotate --lost"):
        actions.checkpoint(now=NOW + DAY)
    with pytest.raises(actions.KeyLocked):
        actions.rotate(by=OWNER, now=NOW + DAY)

    assert Key.objects.count() == 1


def test_a_lost_key_is_replaced_without_a_handover_and_an_entry_says_so(settings: Settings) -> None:
    actions.checkpoint(now=NOW)
    settings.SECRET_KEY = "another " * 8

    new = actions.replace_lost_key(by=OWNER, now=NOW + DAY)

    assert [key.handover for key in queries.public_keys()] == ["", ""]
    assert queries.entry_of("ledger.key_replaced", f"key:{new.pk}") is not None
    assert notes.opened(actions.checkpoint(now=NOW + DAY).note, [new.vkey])
    assert notes.Vkey.parse(new.vkey).name == queries.origin()


def test_a_key_that_is_not_lost_is_not_replaced() -> None:
    actions.checkpoint(now=NOW)

    with pytest.raises(actions.KeyNotLost, match="kept ledger rotate"):
        actions.replace_lost_key(by=OWNER, now=NOW)

    assert Key.objects.get().retired_at is None


def test_a_key_is_not_handed_over_while_the_clock_runs_behind() -> None:
    actions.checkpoint(now=NOW)

    with pytest.raises(actions.ClockRanBack):
        actions.rotate(by=OWNER, now=NOW - DAY)

    assert len(queries.public_keys()) == 1


def test_what_the_old_key_signed_by_a_clock_a_little_ahead_was_signed_in_its_turn() -> None:
    signed = actions.checkpoint(now=NOW)

    actions.rotate(by=OWNER, now=NOW - timedelta(seconds=30))

    handed = queries.public_keys()[-1].handover
    assert notes.Handover.parse(notes.text_of(handed)).at == signed.at


def test_whoever_waited_while_a_key_was_handed_over_signs_after_it() -> None:
    actions.checkpoint(now=NOW)
    entries(1)

    actions.rotate(by=OWNER, now=NOW + timedelta(seconds=50))
    point = actions.checkpoint(now=NOW + timedelta(seconds=20))

    assert point.at == NOW + timedelta(seconds=50)
