"""Six people book, move, cancel, drag, pin, hold and improve at random, all at once: the promises stand."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
from django.db import connection, connections, transaction

from kept.base.actors import SOFTWARE
from kept.base.refusals import Refused
from kept.business.examples import House, house
from kept.customers.examples import person
from kept.deliveries import actions, plans, queries, shelf
from kept.deliveries.examples import fleet, sofa
from kept.deliveries.models import DayPlan, Delivery, State, Stop, Vehicle
from kept.deliveries.routing import checker, search
from kept.deliveries.routing.plan import Held
from kept.deliveries.rules import LocalWindow
from kept.promises.models import Promise, Wish

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
DAYS = [date(2026, 3, 3) + timedelta(ahead) for ahead in range(2)]
WINDOWS = [LocalWindow(day, time(opens), time(opens + 4)) for day in DAYS for opens in (8, 12, 16)]
PEOPLE, MOVES = 6, 14
LITTLE = search.Effort(iterations=20, seconds=0.05)


@pytest.fixture
def store(fresh_database: None) -> House:
    found = house(now=NOW)
    fleet(found, now=NOW)
    return found


def guests(store: House, count: int, chance: random.Random) -> list[int]:
    return [
        sofa(
            person(f"Guest {n}", now=NOW),
            store,
            number=f"4{n:02}",
            place=(40.62 + chance.random() / 8, -73.99 + chance.random() / 8),
            minutes=chance.choice((25, 60, 150)),
            litres=900,
            now=NOW,
        ).pk
        for n in range(count)
    ]


def faults() -> list[checker.Fault]:
    depot = queries.get_depot()
    return [
        fault for plan in plans.load(depot, DAYS).values() for fault in checker.faults(plan, depot.travel)
    ]


def busy(seed: int, deliveries: list[int], store: House) -> tuple[int, list[checker.Fault]]:
    """One person's morning: how many of their moves were not refused, and what was wrong after any."""
    chance, done, wrong = random.Random(seed), 0, list[checker.Fault]()
    try:
        for _ in range(MOVES):
            try:
                chance.choices((at_the_desk, at_dispatch, by_the_worker), (6, 3, 2))[0](
                    deliveries, chance, store
                )
                done += 1
            except Refused:
                continue
            finally:
                wrong += faults()
    finally:
        connection.close()
    return done, wrong


def at_the_desk(deliveries: list[int], chance: random.Random, store: House) -> None:
    delivery = Delivery.objects.get(pk=chance.choice(deliveries))
    window, by = chance.choice(WINDOWS), store.representative.actor
    if chance.random() < 0.15:
        actions.cancel(delivery, reason="changed my mind", by=by, now=NOW)
    elif delivery.state == State.SCHEDULED:
        actions.reschedule(delivery, window, wish=Wish.CUSTOMER, by=by, now=NOW)
    else:
        actions.having_room(
            delivery, window, lambda room: actions.book(delivery, window, room=room, by=by, now=NOW), now=NOW
        )


def at_dispatch(deliveries: list[int], chance: random.Random, store: House) -> None:
    stop = Stop.objects.order_by("pk").filter(delivery__in=chance.sample(deliveries, 6)).first()
    if stop is None:
        return
    by, vehicle = store.dispatcher.actor, chance.choice(list(Vehicle.objects.all()))
    what = chance.random()
    if what < 0.5:
        actions.move_stop(stop, vehicle=vehicle, position=chance.randrange(4), by=by, now=NOW)
    elif what < 0.8:
        actions.pin(stop, chance.random() < 0.3, by=by, now=NOW)
    else:
        held = chance.choices((Held.NOTHING, Held.ORDER), (3, 1))[0]
        actions.hold(queries.get_depot(), chance.choice(DAYS), vehicle, held, by=by, now=NOW)


def by_the_worker(deliveries: list[int], chance: random.Random, store: House) -> None:
    actions.improve(queries.get_depot(), chance.choice(DAYS), effort=LITTLE, now=NOW)


@pytest.mark.parametrize("seed", [1, 2])
def test_in_a_crowd_every_open_promise_has_its_stop_and_every_plan_keeps_them(
    store: House, seed: int
) -> None:
    deliveries = guests(store, 24, random.Random(seed))

    with ThreadPoolExecutor(PEOPLE) as people:
        done = list(people.map(lambda n: busy(seed * 100 + n, deliveries, store), range(PEOPLE)))

    assert [wrong for _, wrong in done] == [[]] * PEOPLE
    assert sum(moves for moves, _ in done) > PEOPLE * 3
    assert faults() == []
    assert set(Promise.objects.open().values_list("pk", flat=True)) == set(
        Stop.objects.values_list("promise_id", flat=True)
    )
    assert Delivery.objects.filter(state=State.SCHEDULED).count() == Stop.objects.count()


def test_what_is_remembered_of_a_day_is_never_older_than_its_rows(store: House) -> None:
    """Sixty changes by other people, each on a connection of its own: every quote after one knows of it."""
    chance = random.Random(3)
    *deliveries, asking = guests(store, 25, chance)
    asked = Delivery.objects.select_related("depot__location", "customer").get(pk=asking)

    for n in range(60):
        act = at_dispatch if n % 3 == 2 else at_the_desk
        elsewhere(partial(act, deliveries, chance, store))
        remembered = queries.quote(asked, now=NOW)
        with transaction.atomic():
            fresh = plans.read(queries.get_depot(), DAYS, fresh=True)
        assert {d: r.plan for d, r in plans.read(queries.get_depot(), DAYS).items()} == {
            day: read.plan for day, read in fresh.items()
        }
        shelf.forget()
        assert queries.quote(asked, now=NOW) == remembered

    assert Stop.objects.count() > 10


def test_a_truck_that_somebody_else_just_added_is_in_the_next_quote(store: House) -> None:
    (asking,) = guests(store, 1, random.Random(4))
    asked = Delivery.objects.select_related("depot__location", "customer").get(pk=asking)
    sunday = LocalWindow(date(2026, 3, 8), time(8), time(12))
    before = queries.quote(asked, now=NOW)

    def add() -> None:
        van = Vehicle(depot=queries.get_depot(), name="Sunday van", litres=9_000)
        actions.add_vehicle(van, weekdays=[6], hours=(time(8), time(18)), by=SOFTWARE, now=NOW)

    elsewhere(add)

    assert before.find(sunday) is None
    assert queries.quote(asked, now=NOW).find(sunday) is not None


def test_a_change_that_was_taken_back_is_not_remembered(store: House) -> None:
    (booking, asking) = guests(store, 2, random.Random(5))
    asked = Delivery.objects.select_related("depot__location", "customer").get(pk=asking)
    before = queries.quote(asked, now=NOW)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.book(Delivery.objects.get(pk=booking), WINDOWS[0], by=SOFTWARE, now=NOW)
        assert queries.quote(asked, now=NOW) != before
        raise ZeroDivisionError
    DayPlan.objects.filter(on=DAYS[0]).delete()
    DayPlan.objects.create(depot=queries.get_depot(), on=DAYS[0], version=1)

    assert queries.quote(asked, now=NOW) == before


def test_who_dies_in_the_middle_of_a_change_leaves_the_day_whole(store: House) -> None:
    deliveries = guests(store, 8, random.Random(6))
    for n, pk in enumerate(deliveries):
        actions.book(Delivery.objects.get(pk=pk), WINDOWS[n % 3], by=SOFTWARE, now=NOW)
    depot = queries.get_depot()
    read = plans.load(depot, DAYS)[DAYS[0]]
    better = search.improve(read, depot.travel)
    assert better is not read
    connections.close_all()
    if hasattr(connection, "close_pool"):
        connection.close_pool()

    child = os.fork()
    if child == 0:
        with transaction.atomic():
            read_at = read.version
            actions.adopt(depot, DAYS[0], better, read_version=read_at, because="", by=SOFTWARE, now=NOW)
            os._exit(9)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 9
    assert plans.load(depot, DAYS)[DAYS[0]] == read
    assert actions.adopt(
        depot, DAYS[0], better, read_version=read.version, because="improved", by=SOFTWARE, now=NOW
    )
    assert faults() == []


def elsewhere(act: Callable[[], object]) -> None:
    """Do it on another connection, as another process would; a refusal is an answer."""

    def go() -> None:
        try:
            act()
        except Refused:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(go).result()
