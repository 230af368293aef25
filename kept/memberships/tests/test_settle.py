"""What an exit owes is kept by facts: the receipt that was taken, the money that went back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kept.base.actors import CLOCK
from kept.base.money import Money
from kept.business.examples import House
from kept.memberships import actions, queries
from kept.memberships.actions.settle import AnotherPayment, NothingToPayBack
from kept.memberships.models import Cancellation, Membership
from kept.promises.models import Promise


@pytest.fixture
def left(membership: Membership, house: House, now: datetime) -> Cancellation:
    by = house.representative.actor
    cancellation = actions.ask_to_leave(membership, actions.Asked(now, "phone"), by=by, now=now)
    choice = actions.Choice(False, tuple(membership.add_ons.all()))
    actions.show_money(cancellation, choice, by=by, now=now)
    return actions.confirm(cancellation, by=by, now=now)


def outcome(promise: Promise | None) -> str:
    assert promise is not None
    return Promise.objects.get(pk=promise.pk).outcome


@pytest.mark.parametrize(
    ("seconds", "ended"),
    [
        pytest.param(2, "kept", id="in two seconds"),
        pytest.param(60, "kept", id="in the sixtieth second"),
        pytest.param(61, "broken", id="a second later"),
    ],
)
def test_a_receipt_is_kept_when_it_is_taken_within_a_minute(
    left: Cancellation, now: datetime, seconds: int, ended: str
) -> None:
    at = now + timedelta(seconds=seconds)

    actions.receipt_sent(left, at=at, evidence="outgoing:1", now=at)

    assert outcome(left.receipt_promise) == ended


def test_a_receipt_that_is_taken_twice_is_one(left: Cancellation, now: datetime) -> None:
    at = now + timedelta(seconds=5)
    first = actions.receipt_sent(left, at=at, evidence="outgoing:1", now=at)

    again = actions.receipt_sent(left, at=at + timedelta(hours=1), evidence="outgoing:2", by=CLOCK, now=at)

    assert again.receipt_at == first.receipt_at == at


def test_the_money_is_back_when_the_parts_reach_the_sum(
    left: Cancellation, house: House, now: datetime
) -> None:
    by, later = house.manager.actor, now + timedelta(days=2)

    actions.pay_back(left, Money.of("80.00", "USD"), at=later, reference="a", by=by, now=later)
    between = outcome(left.refund_promise)
    actions.pay_back(left, Money.of("1.30", "USD"), at=later, reference="b", by=by, now=later)

    assert between == ""
    assert outcome(left.refund_promise) == "kept"
    assert queries.balance(left.membership) == Money.of("0", "USD")


def test_a_reference_that_another_payment_has_is_not_taken_for_it_in_silence(
    left: Cancellation, house: House, now: datetime
) -> None:
    by = house.manager.actor
    actions.pay_back(left, Money.of("1.00", "USD"), at=now, reference="cash", by=by, now=now)

    with pytest.raises(AnotherPayment):
        actions.pay_back(left, Money.of("2.00", "USD"), at=now, reference="cash", by=by, now=now)


def test_the_same_reference_is_one_payment(left: Cancellation, house: House, now: datetime) -> None:
    by, half = house.manager.actor, Money.of("41.00", "USD")

    actions.pay_back(left, half, at=now, reference="a", by=by, now=now)
    actions.pay_back(left, half, at=now, reference="a", by=by, now=now)

    assert outcome(left.refund_promise) == ""
    assert queries.balance(left.membership) == Money.of("-40.30", "USD")


def test_money_that_comes_after_its_day_is_late(left: Cancellation, house: House, now: datetime) -> None:
    assert left.refund_promise is not None
    late = left.refund_promise.until + timedelta(seconds=1)

    actions.pay_back(left, left.refund, at=late, reference="a", by=house.manager.actor, now=late)

    assert outcome(left.refund_promise) == "broken"


def test_nothing_is_paid_back_where_nothing_is_owed(
    membership: Membership, house: House, now: datetime
) -> None:
    cancellation = actions.ask_to_leave(
        membership, actions.Asked(now, "phone"), by=house.representative.actor, now=now
    )

    with pytest.raises(NothingToPayBack):
        actions.pay_back(
            cancellation, Money.of("1", "USD"), at=now, reference="a", by=house.manager.actor, now=now
        )


def test_somebody_who_has_paid_his_month_owes_nothing(membership: Membership) -> None:
    assert queries.balance(membership) == Money.of("0", "USD")
