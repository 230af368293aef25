"""What is at stake is read from what the claims are about; what a person writes down stands beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.base.money import Money
from kept.business.examples import House
from kept.complaints import actions, evidence, examples, stakes
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint
from kept.customers.models import Customer
from kept.deliveries.examples import one_depot, sofa
from kept.memberships import examples as gyms
from kept.memberships.models import Charge
from kept.promises import actions as promises
from kept.promises.models import Promise

NOW = MORNING + timedelta(hours=6)


def usd(amount: int | str) -> Money:
    return Money.of(amount, "USD")


@pytest.fixture
def brought(store: House, nora: Customer) -> Promise:
    """The sofa of an order, in its window."""
    one_depot(store, now=MORNING - timedelta(days=20))
    delivery = sofa(nora, store, number="7", now=MORNING - timedelta(days=10))
    window = examples.promise_window(store, nora, about=f"delivery:{delivery.pk}")
    return examples.arrive(window, MORNING + timedelta(hours=2), by=store.driver)


def price_of(promise: Promise) -> Money | None:
    return stakes.price([promise])


@pytest.mark.parametrize("kind", ["delivery.damaged", "delivery.not_delivered", "product.defective"])
def test_where_the_goods_are_in_question_it_is_their_price(store: House, brought: Promise, kind: str) -> None:
    found = stakes.of(examples.complain(store, brought, at=NOW, kind=kind))

    assert found is not None
    assert (found.amount, found.because) == (price_of(brought), "the price of the order")


@pytest.mark.parametrize("kind", ["delivery.late", "conduct.rude", "access.unreachable"])
def test_where_no_money_is_in_question_nothing_is_at_stake(store: House, brought: Promise, kind: str) -> None:
    assert stakes.of(examples.complain(store, brought, at=NOW, kind=kind)) is None


def test_what_was_written_down_stands_with_the_records_beside_it(store: House, brought: Promise) -> None:
    complaint = examples.complain(store, brought, at=NOW, kind="delivery.damaged", at_stake=usd(40))

    found = stakes.of(complaint)

    assert found is not None and found.by_record is not None
    assert (found.amount, found.because) == (usd(40), "as it was written down")
    assert found.by_record.amount == price_of(brought)


def test_a_small_sum_written_down_spares_nobody_the_second_person(store: House, brought: Promise) -> None:
    complaint = examples.complain(store, brought, at=NOW, kind="product.worn", at_stake=usd(1))
    by = store.representative.actor
    verdict = actions.propose(complaint, by=by, now=NOW).verdicts.get()

    decided = actions.overrule(verdict, "expectation_gap", because="As shown", by=by, now=NOW)

    assert decided.second_needed


def test_nothing_written_down_makes_less_of_the_money_that_we_promised(store: House, nora: Customer) -> None:
    offer = promises.Offer(
        nora, store.location, "refund", "back", MORNING - timedelta(days=1), amount=usd(300)
    )
    owed = promises.make(offer, by=store.manager.actor, now=MORNING - timedelta(days=9))
    complaint = examples.complain(store, owed, at=NOW, kind="billing.refund_late", at_stake=usd(1))

    found = stakes.of(complaint)

    assert found is not None
    assert (found.amount, found.because) == (usd(300), "the money that we promised")


def left(store: House, nora: Customer, kind: str) -> tuple[Complaint, list[Charge]]:
    """A member of a gym, charged month by month, who complains of this."""
    gym = gyms.gym(store.location, now=MORNING - timedelta(days=300))
    membership = gyms.member(gym, nora, joined_at=MORNING - timedelta(days=40), now=NOW - timedelta(hours=1))
    said = actions.Said(nora, store.location, "You charged me.", NOW)
    complaint = actions.open_complaint(
        said, (actions.ClaimMade(kind),), by=store.representative.actor, now=NOW
    )
    return complaint, list(Charge.objects.filter(membership=membership).order_by("at", "pk"))


@pytest.mark.parametrize(
    "kind", ["billing.not_agreed", "billing.charged_twice", "membership.unexpected_renewal"]
)
def test_a_disputed_charge_is_the_one_that_was_made_last(store: House, nora: Customer, kind: str) -> None:
    complaint, charges = left(store, nora, kind)

    found = stakes.of(complaint)

    assert found is not None and charges
    assert (found.amount, found.because) == (charges[-1].amount, "what was charged last")


def test_of_several_claims_the_dearest_counts(store: House, nora: Customer, brought: Promise) -> None:
    complaint = examples.complain(store, brought, at=NOW, kind="delivery.late")
    damaged = actions.ClaimMade("delivery.damaged", about=(brought,))
    claim = actions.add_claim(complaint, damaged, by=store.representative.actor, now=NOW)

    assert stakes.amount_of(complaint) == price_of(brought)
    actions.withdraw_claim(claim, by=store.representative.actor, now=NOW)
    assert stakes.amount_of(Complaint.objects.get(pk=complaint.pk)) is None


def test_the_case_is_judged_with_it_and_a_verdict_against_them_waits_for_a_second(
    store: House, brought: Promise
) -> None:
    complaint = examples.complain(store, brought, at=NOW, kind="product.worn")
    price = price_of(brought)
    verdict = actions.propose(complaint, by=store.representative.actor, now=NOW).verdicts.get()

    decided = actions.overrule(
        verdict, "expectation_gap", because="As shown", by=store.representative.actor, now=NOW
    )

    assert price is not None and usd(100) < price
    assert evidence.of_complaint(complaint).case.complaint.at_stake == price.minor
    assert decided.second_needed and Complaint.objects.get().closed_at is None
