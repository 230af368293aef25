"""What was seen at the door is kept as the phone took it, once, and never changes."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kept.base.refusals import NotAllowed, NotFound
from kept.business.examples import House
from kept.customers.examples import nora
from kept.deliveries import actions
from kept.deliveries.actions import Seen, Tap
from kept.deliveries.actions.proofs import MOST_BYTES, MOST_PROOFS
from kept.deliveries.examples import Fleet, sofa
from kept.deliveries.models import Proof, Stop
from kept.deliveries.queries import door
from kept.deliveries.rules import LocalWindow
from kept.ledger.queries import entries_about, payload_of

MORNING = LocalWindow(date(2026, 3, 3), time(8), time(12))
AT_THE_DOOR = datetime(2026, 3, 3, 16, 40, tzinfo=UTC)
JPEG, PNG = b"\xff\xd8\xff\xe0 a door", b"\x89PNG\r\n\x1a\n a name"


@pytest.fixture
def stop(store: House, vans: Fleet, now: datetime) -> Stop:
    """A stop at which the truck stands."""
    delivery = sofa(nora(now=now), store, number="101", now=now)
    found = actions.book(delivery, MORNING, by=store.representative.actor, now=now)
    actions.publish(vans.depot, MORNING.day, by=store.dispatcher.actor, now=now)
    actions.mark_arrival(found, Tap(AT_THE_DOOR), by=store.driver.actor, now=AT_THE_DOOR)
    return found


def keep(stop: Stop, seen: Seen, store: House) -> Proof:
    return actions.keep_proof(stop, seen, by=store.driver.actor, now=AT_THE_DOOR)


def photo(content: bytes = JPEG, *, at: datetime = AT_THE_DOOR) -> Seen:
    return Seen(uuid4(), "photo", content, at)


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        pytest.param(JPEG, "image/jpeg", id="a photo"),
        pytest.param(PNG, "image/png", id="a drawing"),
        pytest.param(b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp", id="a small photo"),
    ],
)
def test_a_picture_is_kept_byte_for_byte_and_its_hash_stands_in_the_record(
    store: House, stop: Stop, content: bytes, content_type: str
) -> None:
    seen = Seen(uuid4(), "signature", content, AT_THE_DOOR, signed_by="Mrs Feldman")

    proof = keep(stop, seen, store)

    assert (bytes(proof.content), proof.content_type) == (content, content_type)
    said = payload_of(entries_about(f"proof:{proof.pk}").get()) or {}
    assert said["sha256"] == hashlib.sha256(content).hexdigest()
    assert (said["signed_by"], said["what"]) == ("Mrs Feldman", "signature")


def test_the_same_picture_sent_twice_is_kept_once(store: House, stop: Stop) -> None:
    seen = photo()

    assert keep(stop, seen, store) == keep(stop, seen, store)

    assert Proof.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"<svg onload=alert(1)>", "no picture", id="a drawing that runs"),
        pytest.param(b"%PDF-1.7", "no picture", id="a paper"),
        pytest.param(b"", "no picture", id="nothing"),
        pytest.param(JPEG + b" " * MOST_BYTES, "larger than 5 MB", id="too large"),
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_calls_itself(
    store: House, stop: Stop, content: bytes, words: str
) -> None:
    with pytest.raises(actions.NoProof, match=words):
        keep(stop, photo(content), store)

    assert not Proof.objects.exists()


def test_a_picture_from_before_the_truck_was_there_is_refused(
    store: House, vans: Fleet, now: datetime
) -> None:
    delivery = sofa(nora(now=now), store, number="101", now=now)
    ahead = actions.book(delivery, MORNING, by=store.representative.actor, now=now)

    with pytest.raises(actions.NoProof, match="Press Arrived first"):
        keep(ahead, photo(), store)


def test_a_picture_of_tomorrow_is_refused(store: House, stop: Stop) -> None:
    with pytest.raises(actions.UnlikelyTap, match="lies in the future"):
        keep(stop, photo(at=AT_THE_DOOR + timedelta(seconds=1)), store)


def test_a_stop_takes_so_many_pictures_and_no_more(store: House, stop: Stop) -> None:
    for _n in range(MOST_PROOFS):
        keep(stop, photo(), store)

    with pytest.raises(actions.NoProof, match="No more are kept"):
        keep(stop, photo(), store)


def test_a_kept_picture_can_be_neither_changed_nor_emptied_nor_deleted(store: House, stop: Stop) -> None:
    proof = Proof.objects.filter(pk=keep(stop, photo(), store).pk)

    for change in ({"content": PNG}, {"content": b"", "signed_by": ""}, {"sha256": "0" * 64}):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            proof.update(**change)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        proof.delete()


def test_the_desk_the_dispatcher_and_the_driver_of_that_stop_see_it_and_nobody_else(
    store: House, stop: Stop
) -> None:
    proof = keep(stop, photo(), store)
    stranger = store.second_representative
    stranger.role = "driver"
    stranger.save()

    for staff in (store.representative, store.dispatcher, store.manager, store.driver):
        assert bytes(door.get_proof_for(staff, proof.pk).content) == JPEG
    with pytest.raises(NotFound):
        door.get_proof_for(stranger, proof.pk)
    with pytest.raises(NotFound):
        door.get_proof_for(store.representative, proof.pk + 1)
    with pytest.raises(NotAllowed):
        door.unsettled_taps_for(store.driver)
    assert list(door.proofs_of(stop)) == list(door.proofs_of(stop.delivery)) == [proof]
