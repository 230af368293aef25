"""What is at stake is read from what the claims are about; what a person writes down stands beside it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db.models import Max

from kept.base.money import Money
from kept.business.examples import House
from kept.complaints import actions, evidence, examples, stakes
from kept.complaints.examples import MORNING
from kept.complaints.models import Complaint
from kept.customers.models import Customer
from kept.deliveries.examples import one_depot, sofa
from kept.ledger.models import Entry
from kept.ledger.queries import payload_of
from kept.memberships import actions as memberships
from kept.memberships import examples as gyms
from kept.memberships.models import Charge, Membership
from kept.orders.models import Line
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


def test_what_we_promised_beside_spares_nobody_the_second_person(
    store: House, nora: Customer, brought: Promise
) -> None:
    back = promises.make(
        promises.Offer(nora, store.location, "refund", "Fee back", MORNING, amount=usd(30)),
        by=store.representative.actor,
        now=MORNING - timedelta(days=1),
    )
    said = actions.Said(nora, store.location, "Nothing came", NOW, at_stake=usd(10))
    claims = (
        actions.ClaimMade("delivery.not_delivered", about=(brought,)),
        actions.ClaimMade("billing.refund_late", about=(back,)),
    )

    complaint = actions.open_complaint(said, claims, by=store.representative.actor, now=NOW)

    assert (stakes.amount_of(complaint), stakes.most_of(complaint)) == (usd(30), price_of(brought))


def left(store: House, nora: Customer, kind: str) -> tuple[Complaint, list[Charge]]:
    """A member of a gym, charged month by month, who complains of this."""
    gym = gyms.gym(store.location, now=MORNING - timedelta(days=300))
    membership = gyms.member(gym, nora, joined_at=MORNING - timedelta(days=40), now=NOW - timedelta(hours=1))
    said = actions.Said(nora, store.location, "You charged me.", NOW)
    complaint = actions.open_complaint(
        said, (actions.ClaimMade(kind),), by=store.representative.actor, now=NOW
    )
    return complaint, list(Charge.objects.filter(membership=membership).order_by("at", "pk"))


def charge(membership: Membership, minor: int, *, at: datetime) -> Charge:
    """A period that was charged at this instant."""
    starts_on = Charge.objects.filter(membership=membership).aggregate(last=Max("ends_on"))["last"]
    return Charge.objects.create(
        membership=membership,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=30),
        minor=minor,
        currency="USD",
        at=at,
        by="clock",
    )


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


def test_what_is_charged_after_they_complained_changes_neither_the_sum_nor_its_case(
    store: House, nora: Customer
) -> None:
    complaint, charges = left(store, nora, "membership.unexpected_renewal")
    before = evidence.of_complaint(complaint).case.complaint.at_stake

    for later in (timedelta(0), timedelta(minutes=1)):  # one of them is back-dated to the very instant
        charge(charges[-1].membership, 99_900, at=NOW + later)

    assert stakes.amount_of(Complaint.objects.get()) == charges[-1].amount
    assert evidence.of_complaint(Complaint.objects.get()).case.complaint.at_stake == before


def test_what_leaving_cost_ends_with_the_complaint_and_what_is_given_back_does_not(
    store: House, nora: Customer
) -> None:
    gym = gyms.gym(store.location, now=MORNING - timedelta(days=300))
    membership = gyms.member(gym, nora, joined_at=MORNING - timedelta(days=40), now=NOW - timedelta(hours=1))
    memberships.ask_to_leave(
        membership, memberships.Asked(MORNING, "phone"), by=store.representative.actor, now=MORNING
    )
    for hours, minor in ((1, 4_900), (9, 7_000)):
        charge(membership, minor, at=MORNING + timedelta(hours=hours))

    def since(until: datetime | None) -> Money | None:
        return stakes.charged_on_leaving([], nora, kind="period", asked=NOW, currency="USD", until=until)

    assert (since(NOW), since(None)) == (usd(49), usd(119))


def test_of_several_deliveries_the_dearest_counts_whichever_is_newest(store: House, nora: Customer) -> None:
    one_depot(store, now=MORNING - timedelta(days=20))
    windows = []
    for number, times in (("7", 1), ("8", 3), ("9", 2)):
        delivery = sofa(nora, store, number=number, now=MORNING - timedelta(days=10))
        delivery.order.lines.update(quantity=times)
        windows.append(examples.promise_window(store, nora, about=f"delivery:{delivery.pk}"))
    said = actions.Said(nora, store.location, "All is damaged.", NOW)
    claim = actions.ClaimMade("delivery.damaged", about=tuple(windows))

    complaint = actions.open_complaint(said, (claim,), by=store.representative.actor, now=NOW)

    assert stakes.amount_of(complaint) == price_of(windows[1])
    assert stakes.price([]) is None


def test_an_order_that_grew_afterwards_is_at_stake_as_it_was(store: House, brought: Promise) -> None:
    complaint = examples.complain(store, brought, at=NOW, kind="delivery.damaged")
    before = price_of(brought)

    Line.objects.update(quantity=5)

    assert price_of(brought) != before
    assert stakes.amount_of(Complaint.objects.get(pk=complaint.pk)) == before


def test_the_ledger_says_what_was_at_stake_when_the_claim_was_made(store: House, brought: Promise) -> None:
    complaint = examples.complain(store, brought, at=NOW, kind="delivery.damaged")

    said = payload_of(Entry.objects.get(kind="claim.made", subject=f"claim:{complaint.claims.get().pk}"))
    price = price_of(brought)

    assert said is not None and price is not None
    assert (said["at_stake"], said["at_stake_of"]) == (price.minor, "goods")


def test_a_claim_of_before_sums_were_kept_is_read_from_the_record(store: House, brought: Promise) -> None:
    complaint = examples.complain(store, brought, at=NOW, kind="delivery.damaged")

    complaint.claims.update(at_stake_minor=None, at_stake_of="")

    assert stakes.amount_of(Complaint.objects.get(pk=complaint.pk)) == price_of(brought)
