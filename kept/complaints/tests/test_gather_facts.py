"""Every kind of fact flows from its rows into the case: calls, hand-overs, offers, money, statements."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.base.money import Money
from kept.business.examples import House
from kept.complaints import actions, casefile, evidence
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint
from kept.conversations import actions as conversations
from kept.conversations.models import Channel, Conversation
from kept.customers.models import Customer
from kept.memberships import actions as memberships
from kept.memberships import examples as gym
from kept.memberships.models import Membership
from kept.promises import actions as promises
from kept.promises.models import Promise

LATER = MORNING + timedelta(hours=1)
TOMORROW = MORNING + timedelta(days=1)


@pytest.fixture
def member(store: House, nora: Customer) -> Membership:
    club = gym.gym(store.location, now=MORNING - timedelta(days=200))
    return gym.member(club, nora, joined_at=MORNING - timedelta(days=150), now=MORNING)


@pytest.fixture
def call(store: House, nora: Customer) -> Conversation:
    return conversations.start(nora, channel=Channel.PHONE, by=store.representative.actor, now=MORNING)


def promised(store: House, nora: Customer, kind: str, **more: object) -> Promise:
    offer = promises.Offer(
        customer=nora,
        location=store.location,
        kind=kind,
        words="We said so",
        until=LATER,
        **more,  # type: ignore[arg-type]  # the fields of an offer
    )
    return promises.make(offer, by=store.representative.actor, now=MORNING)


def happened(promise: Promise, kind: str, store: House, **more: object) -> None:
    fact = promises.Happened(kind, LATER, "desk", **more)  # type: ignore[arg-type]  # the fields of a fact
    promises.record(promise, fact, by=store.representative.actor, now=LATER)


def complained(
    store: House, nora: Customer, *claims: actions.ClaimMade, call: Conversation | None = None
) -> Complaint:
    said = actions.Said(nora, store.location, "This is not what I was told", TOMORROW, conversation=call)
    return actions.open_complaint(said, claims, by=store.representative.actor, now=TOMORROW)


def kinds_of(complaint: Complaint) -> list[str]:
    return [fact.kind for fact in evidence.of_complaint(complaint).case.facts]


def test_calls_money_back_and_what_staff_said_flow_in(store: House, nora: Customer) -> None:
    call_back = promised(store, nora, "call_back")
    happened(call_back, "contact_attempt", store, reached=True)
    back = promised(store, nora, "refund", amount=Money.of("45", "USD"))
    happened(back, "refund", store, amount=Money.of("20", "USD"))
    said = promised(store, nora, "remedy", source="statement")

    complaint = complained(
        store, nora, actions.ClaimMade("conduct.wrong_information", about=(call_back, back, said))
    )

    case = evidence.of_complaint(complaint).case
    facts = {fact.kind: fact for fact in case.facts}
    assert set(facts) == {"contact_attempt", "refund", "statement"}
    assert (facts["contact_attempt"].reached, facts["refund"].amount) == (True, 2000)
    assert (facts["statement"].text, facts["statement"].promise) == ("We said so", f"promise:{said.pk}")


def test_hand_overs_and_offers_flow_in(
    store: House, nora: Customer, member: Membership, call: Conversation
) -> None:
    by = store.representative.actor
    asked = memberships.ask_to_leave(
        member, memberships.Asked(MORNING, "phone", conversation=call), by=by, now=MORNING
    )
    passed = conversations.Pass("She wants a manager.", to_staff=store.manager)
    conversations.hand_over(call, passed, by=by, now=LATER)
    memberships.show_offer(asked, "half the price", by=store.manager.actor, now=LATER)

    complaint = complained(store, nora, actions.ClaimMade("membership.pressured"), call=call)

    assert {"exit_asked", "handover", "offer_shown"} <= set(kinds_of(complaint))


@pytest.mark.parametrize("kind", ["billing.charged_twice", "billing.not_agreed", "membership.fee_disputed"])
def test_a_disputed_charge_brings_the_charges_of_the_last_year(
    store: House, nora: Customer, member: Membership, kind: str
) -> None:
    complaint = complained(store, nora, actions.ClaimMade(kind))

    assert kinds_of(complaint).count("charge") == member.charges.filter(at__lte=TOMORROW).count() > 0


def test_what_was_taken_in_addition_at_the_same_price_is_not_charged_twice(
    store: House, nora: Customer, member: Membership
) -> None:
    member.add_ons.update(minor=member.minor)
    gym.pay_month(member, now=TOMORROW + timedelta(days=31))

    complaint = complained(store, nora, actions.ClaimMade("billing.charged_twice"))
    complaint.at = TOMORROW + timedelta(days=32)

    case = evidence.of_complaint(complaint).case
    charges = [(fact.amount, fact.at, fact.what) for fact in case.facts][-2:]
    assert charges[0][:2] == charges[1][:2]
    assert casefile.judge(case).verdict != "service_failure"


def test_a_late_delivery_brings_no_charges(store: House, nora: Customer, member: Membership) -> None:
    complaint = complained(store, nora, actions.ClaimMade("delivery.late"))

    assert "charge" not in kinds_of(complaint)


def test_a_fee_that_nobody_agreed_to_is_judged_by_the_term_it_was_charged_by(
    store: House, nora: Customer
) -> None:
    joined = MORNING - timedelta(days=150)
    club = gym.gym(store.location, now=joined - timedelta(days=1))
    gym.told_properly(club.contract, nora, at=joined - timedelta(minutes=10))
    young = gym.member(club, nora, joined_at=joined, now=MORNING)
    by = store.representative.actor
    asked = memberships.ask_to_leave(young, memberships.Asked(MORNING, "phone"), by=by, now=MORNING)
    memberships.show_money(asked, memberships.Choice(membership=True), by=by, now=MORNING)
    memberships.confirm(asked, by=by, now=MORNING)

    case = evidence.of_complaint(complained(store, nora, actions.ClaimMade("billing.not_agreed"))).case

    assert [term.kind for term in case.terms] == ["money"]
    assert [fact.term for fact in case.facts if fact.term] == [case.terms[0].id]
    assert casefile.judge(case).verdict == "expectation_gap"
