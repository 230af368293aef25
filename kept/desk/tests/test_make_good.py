"""A missed window gives what was told: once a window, in full, whatever the clock or the order of things."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from kept.base.actors import SOFTWARE
from kept.base.money import Money
from kept.business.examples import House, house
from kept.complaints import examples
from kept.customers.examples import nora as nora_feldman
from kept.customers.models import Customer
from kept.desk import make_good, tell
from kept.policies import actions as policies
from kept.promises import actions as promises
from kept.promises.models import Promise, Wish

TOLD = datetime(2026, 2, 1, 14, tzinfo=UTC)
FACTS = {"minor": 3000, "currency": "USD", "days": 10}

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    return house(now=TOLD)


@pytest.fixture
def nora(store: House) -> Customer:
    """She was told: 30 back within 10 days if we miss the window."""
    customer = nora_feldman(now=TOLD)
    draft = policies.Draft(
        {"en": ("Delivery", "If we miss it, 30 comes back within 10 days.")},
        (policies.TermDraft("late_credit", "service", FACTS),),
    )
    policy = policies.write("late", location=store.location, occasions=[])
    version = policies.publish(policy, draft, by=SOFTWARE, now=TOLD)
    tell.by_phone(version, customer=customer, occasion="purchase", by=store.representative.actor, now=TOLD)
    return customer


def window(store: House, nora: Customer, start: str, hours: int = 4) -> Promise:
    return examples.promise_window(store, nora, starts_at=datetime.fromisoformat(start), hours=hours)


def given() -> list[tuple[Money | None, str]]:
    """Each sum that was promised, and the last instant by which."""
    made = Promise.objects.filter(kind="refund").select_related("location").order_by("pk")
    return [(one.amount, one.until.astimezone(one.location.zone).isoformat()) for one in made]


def ticks(*instants: datetime) -> None:
    """The clock, as it runs: what is overdue breaks, and what was told is promised."""
    for now in instants:
        promises.break_overdue(now=now)
        make_good.after_silence(now=now)
        make_good.again_if_late(now=now)


@pytest.mark.parametrize(
    ("start", "until"),
    [
        ("2026-03-05T20:00-05:00", "2026-03-16T00:00:00-04:00"),
        ("2026-03-07T20:00-05:00", "2026-03-18T00:00:00-04:00"),
        ("2026-03-08T00:00-05:00", "2026-03-19T00:00:00-04:00"),
        ("2026-10-31T20:00-04:00", "2026-11-11T00:00:00-05:00"),
        ("2026-11-01T00:00-04:00", "2026-11-12T00:00:00-05:00"),
        ("2026-10-22T08:00-04:00", "2026-11-02T00:00:00-05:00"),
    ],
    ids=[
        "until midnight",
        "until the midnight before the clocks go forward",
        "in the night in which they go forward",
        "until the midnight before they go back",
        "in the night in which they go back",
        "due on the day of 25 hours",
    ],
)
def test_a_lost_truck_gives_it_once_and_by_the_same_day(
    store: House, nora: Customer, start: str, until: str
) -> None:
    missed = window(store, nora, start)
    minute, hour = timedelta(minutes=1), timedelta(hours=1)

    ticks(missed.until, *(missed.until + after for after in (minute, 3 * hour, 24 * hour, 30 * hour)))

    assert given() == [(Money.of(30, "USD"), until)]


def test_a_truck_at_midnight_sharp_kept_it_and_one_second_later_missed_it(
    store: House, nora: Customer
) -> None:
    sharp = window(store, nora, "2026-03-05T20:00-05:00")
    late = window(store, nora, "2026-03-05T20:00-05:00")

    examples.arrive(sharp, sharp.until, by=store.driver)
    examples.arrive(late, late.until + timedelta(seconds=1), by=store.driver)
    for each in (sharp, late):
        make_good.make_good(each.pk, now=late.until + timedelta(seconds=1))

    assert given() == [(Money.of(30, "USD"), "2026-03-16T00:00:00-04:00")]


def test_two_windows_missed_one_after_the_other_give_it_twice(store: House, nora: Customer) -> None:
    first = window(store, nora, "2026-03-05T08:00-05:00")
    after = first.until + timedelta(hours=1)
    offer = promises.Offer(
        nora,
        store.location,
        "delivery_window",
        "Your sofa comes tomorrow",
        after + timedelta(days=1),
        starts_at=after + timedelta(hours=20),
    )
    second = promises.replace(first, offer, wish=Wish.OURS, by=store.dispatcher.actor, now=after)
    make_good.make_good(first.pk, now=after)

    ticks(second.until + timedelta(days=1), second.until + timedelta(days=2))

    assert [amount for amount, _until in given()] == [Money.of(30, "USD")] * 2
    assert {one.about for one in Promise.objects.filter(kind="refund")} == {
        f"promise:{first.pk}",
        f"promise:{second.pk}",
    }


@pytest.mark.parametrize("found_first", [True, False], ids=["the clock first", "the tap first"])
def test_a_tap_from_without_a_network_changes_nothing_once_it_was_given(
    store: House, nora: Customer, found_first: bool
) -> None:
    """The truck was there at 11:40; the phone says so two days later, or just before midnight."""
    missed = window(store, nora, "2026-03-05T08:00-05:00")
    came = promises.Happened("arrival", missed.until - timedelta(minutes=20), "driver", evidence="arrival:1")

    def clock() -> None:
        ticks(missed.until + timedelta(days=1))

    def tap() -> None:
        promises.record(missed, came, by=store.driver.actor, now=missed.until + timedelta(days=2))
        make_good.make_good(missed.pk, now=missed.until + timedelta(days=2))

    steps: list[Callable[[], None]] = [clock, tap] if found_first else [tap, clock]
    for step in steps:
        step()

    assert len(given()) == (1 if found_first else 0)


def test_found_only_weeks_later_it_is_late_from_the_first_day_on(store: House, nora: Customer) -> None:
    missed = window(store, nora, "2026-03-05T08:00-05:00")

    ticks(missed.until + timedelta(days=40))

    assert given() == [(Money.of(30, "USD"), "2026-03-16T00:00:00-04:00")]


def test_an_arrival_in_the_hour_that_is_there_twice_is_judged_by_its_instant(
    store: House, nora: Customer
) -> None:
    """From half past midnight until half past one, on the clock that is about to be set back."""
    missed = window(store, nora, "2026-11-01T00:30-04:00", hours=1)
    again = datetime.fromisoformat("2026-11-01T01:15-05:00")  # a quarter past one for the second time

    examples.arrive(missed, again, by=store.driver)
    make_good.make_good(missed.pk, now=again)

    assert [amount for amount, _until in given()] == [Money.of(30, "USD")]
