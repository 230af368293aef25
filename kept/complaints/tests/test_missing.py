"""What was ours to write down and is missing decides for the customer, in the claim that it would decide."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest

from kept.business.examples import House
from kept.complaints import actions, casefile, evidence, examples, missing, slots
from kept.complaints.case import Case
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint, Verdict
from kept.customers.models import Customer
from kept.deliveries import actions as deliveries
from kept.deliveries.examples import fleet, sofa
from kept.deliveries.models import Proof
from kept.deliveries.rules import LocalWindow
from kept.memberships import examples as gym
from kept.orders.models import Order
from kept.policies.models import Version

NOW = MORNING + timedelta(hours=6)


@pytest.fixture
def sold(store: House, nora: Customer) -> None:
    """A sofa, of which nobody ever wrote an invoice."""
    fleet(store, now=MORNING - timedelta(days=10))
    sofa(nora, store, number="101", now=MORNING - timedelta(days=6))


def complained(store: House, nora: Customer, *claims: actions.ClaimMade) -> Complaint:
    said = actions.Said(nora, store.location, "That is not what I bought", NOW)
    return actions.open_complaint(said, claims, by=store.representative.actor, now=NOW)


def slots_of(complaint: Complaint) -> list[slots.Slot]:
    return [slot for found in slots.of_complaint(complaint).values() for slot in found]


def proposed(complaint: Complaint, store: House) -> dict[str, tuple[str, str]]:
    """By kind of claim the word that is proposed, and whom the doubt favours."""
    finding = actions.propose(complaint, by=store.representative.actor, now=NOW)
    verdicts: list[Verdict] = list(finding.verdicts.select_related("claim"))
    return {each.claim.kind: (each.proposed, each.favours) for each in verdicts}


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("kind", ["billing.wrong_amount", "product.not_as_described"])
def test_an_invoice_that_nobody_wrote_goes_to_the_customer(store: House, nora: Customer, kind: str) -> None:
    complaint = complained(store, nora, actions.ClaimMade(kind))

    assert proposed(complaint, store) == {kind: ("no_evidence", "customer")}


def test_of_a_sale_that_never_was_nothing_is_missing(store: House, nora: Customer) -> None:
    complaint = complained(store, nora, actions.ClaimMade("billing.wrong_amount"))

    assert proposed(complaint, store) == {"billing.wrong_amount": ("closed_without_finding", "")}


def test_a_pause_without_their_own_words_is_ours_to_show(store: House, nora: Customer) -> None:
    club = gym.gym(store.location, now=MORNING - timedelta(days=200))
    gym.member(club, nora, joined_at=MORNING - timedelta(days=150), now=MORNING)

    complaint = complained(store, nora, actions.ClaimMade("membership.wrong_freeze"))

    assert proposed(complaint, store) == {"membership.wrong_freeze": ("no_evidence", "customer")}


@pytest.mark.usefixtures("sold")
def test_it_says_nothing_of_another_claim(store: House, nora: Customer) -> None:
    window = examples.arrive(
        examples.promise_window(store, nora), MORNING + timedelta(hours=3), by=store.driver
    )
    late = actions.ClaimMade("delivery.late", about=(window,))
    complaint = complained(store, nora, late, actions.ClaimMade("billing.wrong_amount"))

    assert proposed(complaint, store) == {
        "delivery.late": ("expectation_gap", ""),
        "billing.wrong_amount": ("no_evidence", "customer"),
    }


@pytest.mark.usefixtures("sold")
def test_where_the_answer_rests_on_a_term_the_telling_decides(
    store: House, nora: Customer, delivery: Version
) -> None:
    resting = actions.Resting(delivery.terms.get(key="window"), MORNING - timedelta(days=3))
    complaint = complained(store, nora, actions.ClaimMade("billing.not_agreed", relies_on=(resting,)))

    assert proposed(complaint, store) == {"billing.not_agreed": ("not_told", "")}
    assert not any(slot.is_ours and slot.name in missing.NAMED for slot in slots_of(complaint))


def test_a_window_that_was_kept_and_told_decides_and_no_wish_is_missing(store: House, nora: Customer) -> None:
    window = examples.arrive(examples.promise_window(store, nora), MORNING, by=store.driver)
    complaint = complained(store, nora, actions.ClaimMade("delivery.wished_window_refused", about=(window,)))

    assert proposed(complaint, store) == {"delivery.wished_window_refused": ("expectation_gap", "")}
    assert not any(slot.is_ours for slot in slots_of(complaint))


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("gone", [{"placed_at": NOW - timedelta(days=500)}, {"cancelled_at": MORNING}])
def test_of_a_sale_of_long_ago_or_called_off_nothing_is_missing(
    store: House, nora: Customer, gone: dict[str, datetime]
) -> None:
    Order.objects.update(**gone)
    complaint = complained(store, nora, actions.ClaimMade("product.not_as_described"))

    assert proposed(complaint, store) == {"product.not_as_described": ("closed_without_finding", "")}


def test_a_photo_missing_of_one_delivery_says_nothing_of_another(store: House, nora: Customer) -> None:
    vans, claims = fleet(store, now=MORNING - timedelta(days=10)), []
    for number, hour in (("101", 8), ("102", 12)):
        booked = MORNING - timedelta(days=3)
        order = sofa(nora, store, number=number, now=booked)
        window = LocalWindow(date(2026, 3, 5), time(hour), time(hour + 4))
        stop = deliveries.book(order, window, by=store.representative.actor, now=booked)
        claims.append((stop, actions.ClaimMade("delivery.not_delivered", about=(stop.promise,))))
    deliveries.publish(vans.depot, window.day, by=store.dispatcher.actor, now=booked)
    for stop, _claim in claims:
        at = deliveries.Tap(stop.promise.starts_at or MORNING)
        deliveries.mark_arrival(stop, at, by=store.driver.actor, now=at.at)
        deliveries.finish(stop, "delivered", at, by=store.driver.actor, now=at.at)
    signed = {"key": uuid4(), "kind": Proof.Kind.SIGNATURE, "signed_by": "Nora", "by": "staff:1"}
    Proof.objects.create(stop=claims[0][0], content=b"", at=MORNING, recorded_at=MORNING, **signed)
    complaint = complained(store, nora, *(claim for _stop, claim in claims))

    finding = actions.propose(complaint, by=store.representative.actor, now=NOW)

    words = finding.verdicts.order_by("claim").values_list("proposed", flat=True)
    assert list(words) == ["expectation_gap", "no_evidence"]


@pytest.mark.usefixtures("sold")
def test_it_stands_in_the_file_and_opens_the_claim(store: House, nora: Customer) -> None:
    complaint = complained(store, nora, actions.ClaimMade("billing.wrong_amount"))

    gathered = evidence.of_complaint(complaint)

    (absent,) = [fact for fact in gathered.case.facts if fact.kind == "record_absent"]
    assert (absent.record, absent.should_exist, absent.claim) == ("invoice", True, "billing.wrong_amount")
    at = gathered.case.facts.index(absent)
    assert gathered.rows[f"facts[{at}]"] == f"claim:{complaint.claims.get().pk}"
    again = Case.model_validate_json(casefile.write(gathered.case))
    assert casefile.judge(again).claims[0].favours == "customer"
