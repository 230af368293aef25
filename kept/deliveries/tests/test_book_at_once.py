"""Two, and eight, people book the last place at the same moment: exactly one gets it, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from threading import Barrier

import pytest
from django.db import connection

from kept.business.examples import House, house
from kept.customers.examples import person
from kept.deliveries import actions, plans, queries
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.models import DayPlan, Delivery, Stop
from kept.deliveries.routing import checker
from kept.deliveries.rules import LocalWindow
from kept.promises.models import Promise, Wish

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
TUESDAY = date(2026, 3, 3)
MORNING = LocalWindow(TUESDAY, time(8), time(12))
NOON = LocalWindow(TUESDAY, time(12), time(16))


@pytest.fixture
def store(fresh_database: None) -> House:
    return house(now=NOW)


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Do all of it at the same moment, each on a connection of its own; a refusal is an answer."""
    start = Barrier(len(acts))

    def go(act: Callable[[], object]) -> object:
        try:
            start.wait(timeout=20)
            return act()
        except (actions.NoLongerFree, actions.NotBookable) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(go, acts))


def waiting(store: House, count: int, *, minutes: int) -> list[Delivery]:
    return [
        sofa(person(f"Guest {n}", now=NOW), store, number=f"30{n}", minutes=minutes, now=NOW)
        for n in range(count)
    ]


def booking(delivery: Delivery, window: LocalWindow, store: House) -> Callable[[], object]:
    return lambda: actions.book(delivery, window, by=store.representative.actor, now=NOW)


def promises_stand() -> bool:
    depot = queries.get_depot()
    return checker.faults(plans.load(depot, [TUESDAY])[TUESDAY], depot.travel) == []


@pytest.mark.parametrize("people", [2, 8])
def test_the_last_place_goes_to_exactly_one(store: House, people: int) -> None:
    van("Van 1", one_depot(store, now=NOW), store, hours=(time(8), time(13)), now=NOW)
    deliveries = waiting(store, people, minutes=200)

    answers = at_once([booking(delivery, MORNING, store) for delivery in deliveries])

    assert sum(isinstance(answer, Stop) for answer in answers) == 1
    assert sum(isinstance(answer, actions.NoLongerFree) for answer in answers) == people - 1
    assert Promise.objects.count() == Stop.objects.count() == 1
    assert DayPlan.objects.get(on=TUESDAY).version == 1
    assert promises_stand()


def test_the_same_delivery_booked_by_two_people_is_promised_once(store: House) -> None:
    van("Van 1", one_depot(store, now=NOW), store, now=NOW)
    (delivery,) = waiting(store, 1, minutes=20)

    answers = at_once([booking(delivery, MORNING, store), booking(delivery, NOON, store)])

    assert sorted(type(answer).__name__ for answer in answers) == ["NotBookable", "Stop"]
    assert Promise.objects.count() == 1


def test_two_who_swap_their_days_at_once_both_get_through(store: House) -> None:
    van("Van 1", one_depot(store, now=NOW), store, now=NOW)
    first, second = waiting(store, 2, minutes=20)
    wednesday = LocalWindow(date(2026, 3, 4), time(8), time(12))
    by = store.representative.actor
    actions.book(first, MORNING, by=by, now=NOW)
    actions.book(second, wednesday, by=by, now=NOW)

    answers = at_once(
        [
            lambda: actions.reschedule(first, wednesday, wish=Wish.CUSTOMER, by=by, now=NOW),
            lambda: actions.reschedule(second, MORNING, wish=Wish.CUSTOMER, by=by, now=NOW),
        ]
    )

    assert all(isinstance(answer, Stop) for answer in answers)
    assert Stop.objects.count() == 2


def test_eight_at_once_into_an_empty_day_break_no_promise(store: House) -> None:
    van("Van 1", one_depot(store, now=NOW), store, hours=(time(8), time(18)), now=NOW)
    deliveries = waiting(store, 8, minutes=70)

    answers = at_once([booking(each, (MORNING, NOON)[n % 2], store) for n, each in enumerate(deliveries)])

    booked = sum(isinstance(answer, Stop) for answer in answers)
    assert booked == Stop.objects.count() == DayPlan.objects.get(on=TUESDAY).version
    assert booked >= 6
    assert promises_stand()


def test_two_taps_at_the_same_moment_are_one_arrival(store: House) -> None:
    van("Van 1", one_depot(store, now=NOW), store, now=NOW)
    (delivery,) = waiting(store, 1, minutes=20)
    stop = actions.book(delivery, MORNING, by=store.representative.actor, now=NOW)
    at = datetime(2026, 3, 3, 16, tzinfo=UTC)

    def tap() -> object:
        return actions.mark_arrival(stop, actions.Tap(at), by=store.driver.actor, now=at)

    first, second = at_once([tap, tap])

    assert first == second
    assert Promise.objects.get().outcome == "kept"
    assert Promise.objects.get().facts.count() == 1
