"""Six people book, move and cancel at random, all at once: whatever happens, the promises stand."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection

from kept.base.refusals import Refused
from kept.business.examples import House, house
from kept.customers.examples import person
from kept.deliveries import actions, plans, queries
from kept.deliveries.examples import fleet, sofa
from kept.deliveries.models import Delivery, State, Stop
from kept.deliveries.routing import checker
from kept.deliveries.rules import LocalWindow
from kept.promises.models import Promise, Wish

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
DAYS = [date(2026, 3, 3) + timedelta(ahead) for ahead in range(2)]
WINDOWS = [LocalWindow(day, time(opens), time(opens + 4)) for day in DAYS for opens in (8, 12, 16)]
PEOPLE, MOVES = 6, 12


@pytest.fixture
def store(fresh_database: None) -> House:
    found = house(now=NOW)
    fleet(found, now=NOW)
    return found


def busy(seed: int, deliveries: list[int], store: House) -> int:
    """One person's morning; returns how many of their moves were not refused."""
    chance, done = random.Random(seed), 0
    try:
        for _ in range(MOVES):
            delivery = Delivery.objects.get(pk=chance.choice(deliveries))
            try:
                move(delivery, chance, store)
                done += 1
            except Refused:
                continue
    finally:
        connection.close()
    return done


def move(delivery: Delivery, chance: random.Random, store: House) -> None:
    window, by = chance.choice(WINDOWS), store.representative.actor
    what = chance.random()
    if what < 0.15:
        actions.cancel(delivery, reason="changed my mind", by=by, now=NOW)
    elif delivery.state == State.SCHEDULED:
        actions.reschedule(delivery, window, wish=Wish.CUSTOMER, by=by, now=NOW)
    else:
        actions.book(delivery, window, by=by, now=NOW)


@pytest.mark.parametrize("seed", [1, 2])
def test_in_a_crowd_every_open_promise_has_its_stop_and_every_plan_keeps_them(
    store: House, seed: int
) -> None:
    chance = random.Random(seed)
    deliveries = [
        sofa(
            person(f"Guest {n}", now=NOW),
            store,
            number=f"4{n:02}",
            place=(40.62 + chance.random() / 8, -73.99 + chance.random() / 8),
            minutes=chance.choice((25, 60, 150)),
            litres=900,
            now=NOW,
        ).pk
        for n in range(24)
    ]

    with ThreadPoolExecutor(PEOPLE) as people:
        done = list(people.map(lambda n: busy(seed * 100 + n, deliveries, store), range(PEOPLE)))

    depot = queries.get_depot()
    assert [checker.faults(plan, depot.travel) for plan in plans.load(depot, DAYS).values()] == [[], []]
    assert sum(done) > PEOPLE * 3
    assert set(Promise.objects.open().values_list("pk", flat=True)) == set(
        Stop.objects.values_list("promise_id", flat=True)
    )
    assert Delivery.objects.filter(state=State.SCHEDULED).count() == Stop.objects.count()
