"""What a missed window gives comes in working days where that was told, and again each time it is late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kept.base.actors import SOFTWARE
from kept.base.money import Money
from kept.business.examples import House, house
from kept.complaints import examples
from kept.customers.examples import nora
from kept.customers.models import Customer
from kept.desk import make_good, tell
from kept.outbox.models import Outgoing
from kept.policies import actions as policies
from kept.promises import actions as promises
from kept.promises.models import Promise
from kept.work.tests.at_once import at_once

TOLD = datetime(2026, 3, 1, 14, tzinfo=UTC)
MISSED = datetime(2026, 3, 6, 5, 1, tzinfo=UTC)  # just after the midnight of Thursday 5 March in New York
FACTS = {"minor": 3000, "currency": "EUR", "days": 10, "working": True, "again": True}


def missed_window(store: House, customer: Customer, **facts: Any) -> Promise:
    """A window told with its remedy, promised, and let pass in silence."""
    told = {**FACTS, **facts}
    draft = policies.Draft(
        {"en": ("Delivery", "If we miss it, 30 comes back within 10 working days, and again if late.")},
        (policies.TermDraft("late_credit", "service", {k: v for k, v in told.items() if v is not None}),),
    )
    policy = policies.write("late", location=store.location, occasions=[])
    version = policies.publish(policy, draft, by=SOFTWARE, now=TOLD)
    tell.by_phone(version, customer=customer, occasion="purchase", by=store.representative.actor, now=TOLD)
    window = examples.promise_window(store, customer)
    promises.break_overdue(now=MISSED)
    return window


@pytest.fixture
def store(db: None) -> House:
    return house(now=TOLD)


def given() -> list[Promise]:
    return list(Promise.objects.filter(kind="refund").order_by("pk"))


def pass_by(promise: Promise) -> datetime:
    """The clock after the promised day."""
    later = promise.until + timedelta(minutes=1)
    promises.break_overdue(now=later)
    return later


@pytest.mark.parametrize(
    ("working", "until"),
    [(True, "2026-03-18T00:00:00-04:00"), (None, "2026-03-16T00:00:00-04:00")],
    ids=["working days: Monday to Saturday here", "days"],
)
def test_the_days_that_were_told_run_from_the_day_of_the_window_not_from_when_it_was_found(
    store: House, working: bool | None, until: str
) -> None:
    missed_window(store, nora(now=TOLD), working=working)

    [promise] = make_good.after_silence(now=MISSED)

    assert promise.until == datetime.fromisoformat(until)


def test_late_money_is_owed_once_more_and_they_are_told(store: House) -> None:
    missed_window(store, nora(now=TOLD))
    [first] = make_good.after_silence(now=MISSED)
    later = pass_by(first)

    [second] = make_good.again_if_late(now=later)
    nothing = make_good.again_if_late(now=later)

    assert nothing == []
    assert (second.amount, second.about, second.source) == (first.amount, first.about, "policy")
    assert "the same sum comes once more" in Outgoing.objects.get().text
    assert make_good.after_silence(now=later) == []


def test_money_that_came_in_time_is_not_owed_again(store: House) -> None:
    missed_window(store, nora(now=TOLD))
    [first] = make_good.after_silence(now=MISSED)
    came = promises.Happened("refund", first.until, "till", amount=Money(3000, "EUR"))
    promises.record(first, came, by=store.manager.actor, now=first.until)

    assert make_good.again_if_late(now=pass_by(first)) == []


def test_where_nobody_told_them_so_it_is_not_owed_again(store: House) -> None:
    missed_window(store, nora(now=TOLD), again=None)
    [first] = make_good.after_silence(now=MISSED)

    assert make_good.again_if_late(now=pass_by(first)) == []


def test_it_does_not_go_on_for_ever(store: House) -> None:
    missed_window(store, nora(now=TOLD))
    make_good.after_silence(now=MISSED)

    for _time in range(9):
        make_good.again_if_late(now=pass_by(given()[-1]))

    assert len(given()) == 1 + make_good.MOST_AGAIN


def test_found_only_months_later_the_next_has_a_day_that_can_still_be_kept(store: House) -> None:
    missed_window(store, nora(now=TOLD))
    months_later = MISSED + timedelta(days=90)

    make_good.after_silence(now=MISSED)
    for _run in range(5):
        promises.break_overdue(now=months_later)
        make_good.again_if_late(now=months_later)

    assert [promise.until > months_later for promise in given()] == [False, True]


def test_a_slip_that_says_late_that_the_money_came_in_time_owes_nothing_more(store: House) -> None:
    missed_window(store, nora(now=TOLD))
    [first] = make_good.after_silence(now=MISSED)
    later = pass_by(first)
    came = promises.Happened("refund", first.until, "till", amount=Money(3000, "EUR"))
    promises.record(first, came, by=store.manager.actor, now=later)

    assert make_good.again_if_late(now=later) == []


def test_half_of_it_in_time_is_late(store: House) -> None:
    missed_window(store, nora(now=TOLD))
    [first] = make_good.after_silence(now=MISSED)
    for at, minor in ((first.until + timedelta(seconds=1), 2000), (first.until, 1000)):  # out of order
        came = promises.Happened("refund", at, "till", amount=Money(minor, "EUR"))
        promises.record(first, came, by=store.manager.actor, now=first.until + timedelta(seconds=2))

    assert len(make_good.again_if_late(now=pass_by(first))) == 1


def test_two_clocks_at_once_promise_it_once(fresh_database: None) -> None:
    store = house(now=TOLD)
    missed_window(store, nora(now=TOLD))
    [first] = make_good.after_silence(now=MISSED)
    later = pass_by(first)

    one, other = at_once(*[lambda: make_good.again_if_late(now=later)] * 2)

    assert [one, other].count([]) == 1
    assert len(given()) == 2
