"""Evidence slot by slot: filled, empty, or ours to keep and not kept; each piece opens its ledger entry."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.test.utils import CaptureQueriesContext

from kept.business.examples import House
from kept.complaints import actions, examples, queries, slots
from kept.complaints.examples import MORNING
from kept.complaints.fields import CLAIM_KINDS
from kept.complaints.models import Complaint, Verdict
from kept.complaints.slots import Slot, State
from kept.complaints.slots.slot import NAMES
from kept.conversations import actions as conversations
from kept.conversations.models import Channel
from kept.customers.models import Customer
from kept.deliveries import actions as deliveries
from kept.deliveries.examples import Fleet, fleet, sofa
from kept.deliveries.models import Stop
from kept.deliveries.rules import LocalWindow
from kept.ledger.queries import entries_about
from kept.memberships import actions as memberships
from kept.memberships import examples as gym
from kept.policies.models import Version
from kept.promises import actions as promises
from kept.promises.models import NOT_OURS, Promise

NOON = MORNING + timedelta(hours=4)
EVENING = MORNING + timedelta(hours=10)


@pytest.fixture
def vans(store: House) -> Fleet:
    return fleet(store, now=MORNING - timedelta(days=10))


@pytest.fixture
def stop(store: House, nora: Customer, vans: Fleet) -> Stop:
    """The sofa's stop of Thursday 8 to 12, booked three days before."""
    booked = MORNING - timedelta(days=3)
    window = LocalWindow(date(2026, 3, 5), time(8), time(12))
    found = deliveries.book(
        sofa(nora, store, number="101", now=booked), window, by=store.representative.actor, now=booked
    )
    deliveries.publish(vans.depot, window.day, by=store.dispatcher.actor, now=booked)
    return found


def complained(store: House, promise: Promise, kind: str, version: Version | None = None) -> Complaint:
    made = examples.complain(store, promise, version, at=EVENING, kind=kind)
    return queries.get_complaint(made.pk)


def slots_of(complaint: Complaint) -> dict[str, Slot]:
    (found,) = slots.of_complaint(complaint).values()
    return {slot.name: slot for slot in found}


def test_every_claim_kind_has_its_slots() -> None:
    assert set(slots.SLOTS) == set(CLAIM_KINDS)
    assert len(set(slots.SLOTS.values())) == len(CLAIM_KINDS)


def test_a_sofa_in_its_window_fills_the_slots_that_decide(
    store: House, nora: Customer, delivery: Version
) -> None:
    promise = examples.promise_window(store, nora)
    examples.arrive(promise, NOON, by=store.driver)
    examples.tell_twice(delivery, nora, store, booked_at=promise.made_at)

    found = slots_of(complained(store, promise, "delivery.late", delivery))

    assert {name for name, slot in found.items() if slot.state is State.FILLED} == {
        "promised",
        "told",
        "arrival",
    }
    assert [piece.words for piece in found["told"].pieces] == [
        "How we deliver, version 1, on the invoice",
        "How we deliver, version 1, spoken, by our own note",
    ]
    assert not any(slot.is_ours for slot in found.values())


def test_time_place_photo_and_signature_come_from_the_drivers_phone(store: House, stop: Stop) -> None:
    by, at = store.driver.actor, MORNING + timedelta(hours=1)
    deliveries.mark_arrival(stop, deliveries.Tap(at, latitude=40.68919, longitude=-73.94421), by=by, now=at)
    name = deliveries.Seen(uuid4(), "signature", b"\x89PNG\r\n\x1a\n", at, signed_by="Mrs Feldman")
    deliveries.keep_proof(stop, name, by=by, now=at)

    found = slots_of(complained(store, stop.promise, "delivery.late"))

    assert [piece.words for piece in found["place"].pieces] == ["40.68919, -73.94421"]
    assert [piece.words for piece in found["signature"].pieces] == ["Mrs Feldman"]
    assert (found["photo"].state, found["arrival"].pieces[0].at) == (State.EMPTY, at)


def test_every_version_of_a_promise_stands_there_with_whose_wish_it_was(store: House, nora: Customer) -> None:
    first = examples.promise_window(store, nora)
    moved = promises.Offer(
        customer=nora,
        location=store.location,
        kind="delivery_window",
        words="Your sofa comes between 12 and 16",
        starts_at=NOON,
        until=EVENING,
    )
    second = promises.replace(first, moved, wish="ours", by=store.representative.actor, now=MORNING)

    found = slots_of(complained(store, second, "delivery.late"))

    assert [piece.words for piece in found["promised"].pieces] == [
        "Your sofa comes between 8 and 12; replaced at our wish",
        "Your sofa comes between 12 and 16",
    ]


def test_an_arrival_that_nobody_wrote_down_is_ours(store: House, nora: Customer) -> None:
    promise = examples.promise_window(store, nora)

    found = slots_of(complained(store, promise, "delivery.late"))

    assert found["arrival"].is_ours


def test_a_record_that_was_never_ours_is_empty_and_says_so(store: House, nora: Customer) -> None:
    promise = examples.promise_window(store, nora)
    theirs = promises.Happened("record_absent", None, NOT_OURS, never=True, evidence="their camera")
    promises.record(promise, theirs, by=store.representative.actor, now=EVENING)

    complaint = complained(store, promise, "delivery.late")

    assert slots_of(complaint)["arrival"].state is State.EMPTY
    assert slots_of(complaint)["arrival"].because
    finding = actions.propose(complaint, by=store.representative.actor, now=EVENING)
    assert (finding.verdicts.get().proposed, finding.verdicts.get().favours) == ("no_evidence", "nobody")


def test_a_delivery_said_to_be_made_without_photo_or_signature_is_ours(store: House, stop: Stop) -> None:
    by, at = store.driver.actor, MORNING + timedelta(hours=1)
    deliveries.mark_arrival(stop, deliveries.Tap(at), by=by, now=at)
    deliveries.finish(stop, "delivered", deliveries.Tap(at), by=by, now=at)

    found = slots_of(complained(store, stop.promise, "delivery.not_delivered"))

    assert found["photo"].is_ours
    assert found["visit"].state is State.FILLED


def test_damage_at_the_door_is_evidence_and_decides(store: House, stop: Stop) -> None:
    by, at = store.driver.actor, MORNING + timedelta(hours=1)
    deliveries.mark_arrival(stop, deliveries.Tap(at), by=by, now=at)
    deliveries.finish(stop, "damaged", deliveries.Tap(at), note="A leg is broken", by=by, now=at)

    complaint = complained(store, stop.promise, "delivery.damaged")

    (piece,) = slots_of(complaint)["inspection"].pieces
    assert piece.words.endswith("A leg is broken")
    verdict = actions.propose(complaint, by=store.representative.actor, now=EVENING).verdicts.get()
    assert (verdict.proposed, piece.row in verdict.evidence) == ("service_failure", True)


def test_the_exit_log_shows_askings_offers_hand_overs_and_money(store: House, nora: Customer) -> None:
    complaint = leaving(store, nora, "membership.pressured")

    found = slots_of(complaint)

    assert [piece.words for piece in found["offers"].pieces] == ["half the price"]
    assert found["asked"].state is State.FILLED
    assert found["confirmed"].is_ours


def leaving(store: House, nora: Customer, *kinds: str) -> Complaint:
    """She has been a member for long, asked to leave on the phone, and was shown an offer."""
    by = store.representative.actor
    club = gym.gym(store.location, now=MORNING - timedelta(days=200))
    member = gym.member(club, nora, joined_at=MORNING - timedelta(days=150), now=MORNING)
    talk = conversations.start(nora, channel=Channel.PHONE, by=by, now=MORNING)
    asked = memberships.Asked(MORNING, "phone", conversation=talk)
    exit_ = memberships.ask_to_leave(member, asked, by=by, now=MORNING)
    memberships.show_offer(exit_, "half the price", by=by, now=NOON)
    made = actions.open_complaint(
        actions.Said(nora, store.location, "They would not let me go", EVENING, conversation=talk),
        tuple(actions.ClaimMade(kind) for kind in kinds),
        by=by,
        now=EVENING,
    )
    return queries.get_complaint(made.pk)


def test_every_piece_opens_an_entry_of_the_ledger(store: House, nora: Customer, stop: Stop) -> None:
    by, at = store.driver.actor, MORNING + timedelta(hours=1)
    deliveries.mark_arrival(stop, deliveries.Tap(at, latitude=40.6, longitude=-73.9), by=by, now=at)
    deliveries.keep_proof(stop, deliveries.Seen(uuid4(), "photo", b"\xff\xd8\xff", at), by=by, now=at)
    deliveries.finish(stop, "damaged", deliveries.Tap(at), by=by, now=at)
    complaint = leaving(store, nora, *CLAIM_KINDS)
    for claim in complaint.claims.all():
        claim.about.set([stop.promise])

    pieces = {
        piece
        for found in slots.of_complaint(queries.get_complaint(complaint.pk)).values()
        for slot in found
        for piece in slot.pieces
    }

    kinds = {piece.row.partition(":")[0] for piece in pieces}
    assert {"promise", "fact", "arrival", "visit", "proof", "asking", "offershown", "charge"} <= kinds
    silent = {piece.row for piece in pieces if piece.entry and not entries_about(piece.entry).exists()}
    assert silent == set()


def test_all_kinds_together_ask_no_more_than_some_kinds(
    store: House, nora: Customer, django_assert_max_num_queries: CaptureQueriesContext
) -> None:
    complaint = leaving(store, nora, *CLAIM_KINDS)

    with django_assert_max_num_queries(28):  # type: ignore[operator]  # the fixture is a function
        found = slots.of_complaint(complaint)

    assert len(found) == len(CLAIM_KINDS)
    assert {slot.name for each in found.values() for slot in each} == set(NAMES)


def proposed(complaint: Complaint, store: House) -> Verdict:
    return actions.propose(complaint, by=store.representative.actor, now=EVENING).verdicts.get()


def test_the_slots_are_filled_where_the_records_stand(
    store: House, nora: Customer, delivery: Version, django_assert_max_num_queries: CaptureQueriesContext
) -> None:
    promise = examples.promise_window(store, nora)
    examples.arrive(promise, NOON, by=store.driver)
    examples.tell_twice(delivery, nora, store, booked_at=promise.made_at)
    complaint = complained(store, promise, "delivery.late", delivery)

    verdict = proposed(complaint, store)

    assert verdict.proposed == "expectation_gap"
    complaint = queries.get_complaint(complaint.pk)
    with django_assert_max_num_queries(10):  # type: ignore[operator]  # the fixture is a function
        assert slots.slots_filled(complaint)


def test_a_gap_of_ours_is_fair_only_if_the_doubt_goes_to_the_customer(
    store: House, nora: Customer, django_assert_max_num_queries: CaptureQueriesContext
) -> None:
    complaint = complained(store, examples.promise_window(store, nora), "delivery.late")

    verdict = proposed(complaint, store)

    assert (verdict.proposed, verdict.favours) == ("no_evidence", "customer")
    complaint = queries.get_complaint(complaint.pk)
    with django_assert_max_num_queries(0):  # type: ignore[operator]  # the fixture is a function
        assert slots.slots_filled(complaint)
    actions.overrule(verdict, "expectation_gap", because="I think so.", by=store.manager.actor, now=EVENING)
    assert not slots.slots_filled(queries.get_complaint(complaint.pk))
