"""What the clock does about days: closes them when their hour has come, looks for better plans at night."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
import time_machine

from kept.business.examples import House
from kept.customers.examples import person
from kept.deliveries import actions, plans, queries, tasks
from kept.deliveries.examples import Fleet, sofa
from kept.deliveries.models import DayPlan, Stop
from kept.deliveries.routing.live import danger
from kept.deliveries.rules import LocalWindow
from kept.work.models import Job

TUESDAY, WEDNESDAY = date(2026, 3, 3), date(2026, 3, 4)
MORNING = LocalWindow(TUESDAY, time(8), time(12))
HALF_PAST_SEVEN = datetime(2026, 3, 3, 0, 30, tzinfo=UTC)  # on Monday evening in New York


@pytest.fixture
def stops(store: House, vans: Fleet, now: datetime) -> list[Stop]:
    found = []
    for n, place in enumerate(((40.70, -73.95), (40.62, -73.95), (40.71, -73.95), (40.63, -73.95))):
        delivery = sofa(person(f"Guest {n}", now=now), store, number=f"10{n}", place=place, now=now)
        found.append(actions.book(delivery, MORNING, by=store.representative.actor, now=now))
    return found


@pytest.mark.parametrize(
    ("at", "closed"),
    [
        pytest.param(datetime(2026, 3, 3, 0, 29, tzinfo=UTC), False, id="a minute before"),
        pytest.param(HALF_PAST_SEVEN, True, id="when its hour has come"),
        pytest.param(datetime(2026, 3, 3, 5, tzinfo=UTC), True, id="at midnight, when no worker ran before"),
        pytest.param(datetime(2026, 3, 4, 5, tzinfo=UTC), False, id="when the day is over"),
    ],
)
def test_the_clock_closes_a_day_twelve_hours_before_its_first_truck_leaves(
    stops: list[Stop], at: datetime, closed: bool
) -> None:
    with time_machine.travel(at, tick=False):
        tasks.close_days.func()

    plan = DayPlan.objects.get(on=TUESDAY)
    assert (plan.cut_off_at, plan.published_at) == ((at, at) if closed else (None, None))
    assert (plan.published_by == "clock") is closed


def test_a_closed_day_is_driven_in_an_order_that_a_slow_day_breaks_less_often(
    store: House, vans: Fleet, now: datetime
) -> None:
    depot, by = queries.get_depot(), store.representative.actor
    for n, opens in enumerate((8, 8, 8, 8, 8, 12)):
        place = (40.70 + 0.01 * n, -73.95)
        delivery = sofa(
            person(f"Guest {n}", now=now), store, number=f"20{n}", place=place, minutes=55, now=now
        )
        actions.book(delivery, LocalWindow(TUESDAY, time(opens), time(opens + 4)), by=by, now=now)
    before = plans.load(depot, [TUESDAY])[TUESDAY]
    late = sum(danger(route, depot.travel)[0] for route in before.routes)

    assert actions.calm(depot, TUESDAY, now=now)

    after = plans.load(depot, [TUESDAY])[TUESDAY]
    assert sum(danger(route, depot.travel)[0] for route in after.routes) < late
    assert {stop.key for stop in after.stops} == {stop.key for stop in before.stops}


def test_closing_twice_is_once_and_a_day_without_stops_needs_none(stops: list[Stop]) -> None:
    with time_machine.travel(HALF_PAST_SEVEN, tick=False):
        first, second = tasks.close_days.func(), tasks.close_days.func()

    assert (first, second) == (1, 0)
    assert not DayPlan.objects.filter(on=WEDNESDAY).exists()


def test_each_change_queues_one_look_and_only_the_latest_searches(stops: list[Stop]) -> None:
    depot = queries.get_depot()
    jobs = list(Job.objects.filter(path="kept.deliveries.tasks.improve_day").order_by("pk"))
    before = plans.load(depot, [TUESDAY])[TUESDAY]

    looked = [tasks.improve_day.func(*job.args) for job in jobs[:-1]]

    assert [job.args[-1] for job in jobs] == [1, 2, 3, 4]
    assert looked == [False] * 3
    assert plans.load(depot, [TUESDAY])[TUESDAY] == before
    tasks.improve_day.func(*jobs[-1].args)
    assert Stop.objects.filter(plan__on=TUESDAY).count() == 4


def test_at_night_each_day_ahead_is_looked_at_longer_and_by_day_none(stops: list[Stop]) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 7, tzinfo=UTC), tick=False):  # two in the morning
        by_night = tasks.improve_at_night.func()
    with time_machine.travel(datetime(2026, 3, 2, 15, tzinfo=UTC), tick=False):
        by_day = tasks.improve_at_night.func()

    assert (by_night, by_day) == (1, 0)
    (queued,) = Job.objects.filter(path="kept.deliveries.tasks.improve_longer")
    assert (queued.args, queued.priority) == ([queries.get_depot().pk, "2026-03-03"], -20)
