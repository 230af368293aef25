"""Money that was promised goes out once, by whoever may pay it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kept.base.money import Money
from kept.base.refusals import NotAllowed, NotFound, Refused
from kept.business.examples import House, house
from kept.business.models import Staff
from kept.customers.examples import nora
from kept.desk import exit as leaving
from kept.desk import pay_out
from kept.memberships import actions as memberships
from kept.memberships import examples as gyms
from kept.memberships.models import Payment
from kept.promises import actions as promises
from kept.promises.models import Fact, Promise
from kept.work.tests.at_once import at_once, refusals

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)


def promised(store: House) -> Promise:
    sum_ = Money.of(30, "USD")
    offer = promises.Offer(
        nora(now=NOW), store.location, "refund", "back", NOW + timedelta(days=3), amount=sum_
    )
    return promises.make(offer, by=store.manager.actor, now=NOW)


@pytest.mark.django_db
def test_the_refund_of_an_exit_is_paid_as_a_payment_of_that_exit() -> None:
    store = house(now=NOW - timedelta(days=400))
    gym = gyms.gym(store.location, now=NOW - timedelta(days=300))
    customer = nora(now=NOW - timedelta(days=200))
    membership = gyms.member(gym, customer, joined_at=NOW - timedelta(days=40), now=NOW)
    by = store.representative.actor
    done = leaving.confirm(
        leaving.show(membership, leaving.Wanted(memberships.Choice(True)), by=by, now=NOW), by=by, now=NOW
    )
    assert done.refund_promise is not None

    paid = pay_out.paid(done.refund_promise.pk, staff=store.manager, now=NOW)

    assert paid.outcome == "kept"
    assert Payment.objects.get(way="back").amount == done.refund


@pytest.mark.django_db
def test_only_money_is_paid_and_only_once() -> None:
    store = house(now=NOW)
    owed = promised(store)
    offer = promises.Offer(owed.customer, store.location, "remedy", "a chair", NOW + timedelta(days=3))
    other = promises.make(offer, by=store.manager.actor, now=NOW)

    pay_out.paid(owed.pk, staff=store.owner, now=NOW)

    with pytest.raises(Refused, match="paid already"):
        pay_out.paid(owed.pk, staff=store.owner, now=NOW)
    with pytest.raises(NotFound):
        pay_out.paid(other.pk, staff=store.owner, now=NOW)
    assert not pay_out.owing_for(store.owner, now=NOW).owing


@pytest.mark.django_db
def test_what_was_released_is_owed_no_more() -> None:
    store = house(now=NOW)
    owed = promised(store)

    promises.release(owed, reason="They gave it to charity.", by=store.manager.actor, now=NOW)

    assert not pay_out.owing_for(store.manager, now=NOW).owing


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["representative", "dispatcher", "driver"])
def test_others_neither_see_nor_pay(role: str) -> None:
    store = house(now=NOW)
    owed, who = promised(store), Staff.objects.filter(role=role)[0]

    with pytest.raises(NotAllowed):
        pay_out.owing_for(who, now=NOW)
    with pytest.raises(NotAllowed):
        pay_out.paid(owed.pk, staff=who, now=NOW)


def test_two_pay_the_same_sum_at_once(fresh_database: None) -> None:
    store = house(now=NOW)
    owed = promised(store)

    answers = at_once(
        lambda: pay_out.paid(owed.pk, staff=store.manager, now=NOW),
        lambda: pay_out.paid(owed.pk, staff=store.owner, now=NOW),
    )

    assert len(refusals(answers)) == 1
    assert Fact.objects.count() == 1
