"""Better plans, looked for from the plan that stands: nothing promised is ever lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.deliveries.routing import checker, insertion, search
from kept.deliveries.routing.insertion import Fit, Horizon, Window
from kept.deliveries.routing.plan import DayPlan, Errand, Route, Stop, Truck
from kept.deliveries.routing.search import Effort
from kept.deliveries.routing.travel import Plane

HOUR, MONDAY, DEPOT = 3600, date(2026, 3, 2), (10.0, 10.0)
SHORT = Effort(iterations=40)


def truck(key: int = 1, *, starts: int = 8, ends: int = 20, capacity: int = 1000) -> Truck:
    return Truck(key, DEPOT, starts * HOUR, ends * HOUR, (capacity,))


def driven(plan: DayPlan) -> int:
    """Driving seconds of a whole plan, leg by leg."""
    total = 0
    for route in plan.routes:
        places = [route.truck.home, *(stop.errand.place for stop in route.stops), route.truck.home]
        points = Plane().points(places)
        total += int(Plane().seconds(points[:-1], points[1:]).sum())
    return total


errands = st.builds(
    Errand,
    st.tuples(st.floats(0, 40), st.floats(0, 40)),
    st.integers(0, 5400),
    st.tuples(st.integers(0, 400)),
)
spans = st.tuples(st.integers(6 * HOUR, 21 * HOUR), st.integers(0, 4 * HOUR))
requests = st.lists(st.tuples(errands, spans), max_size=30)
fleets = st.lists(
    st.builds(truck, starts=st.integers(6, 10), ends=st.integers(14, 21), capacity=st.integers(200, 1500)),
    min_size=1,
    max_size=3,
).map(lambda trucks: [replace(each, key=key) for key, each in enumerate(trucks)])


def booked(trucks: list[Truck], asked: list[tuple[Errand, tuple[int, int]]]) -> DayPlan:
    """What insertion promises of these, in their order; each request's key is its number."""
    plan = DayPlan(MONDAY, tuple(Route(each) for each in trucks))
    for key, (errand, (starts, length)) in enumerate(asked):
        (answer,) = Horizon([plan], Plane()).ask(errand, [Window(MONDAY, starts, starts + length)])
        if isinstance(answer, Fit):
            plan = insertion.insert(plan, answer, errand, key=key)
    return plan


@settings(max_examples=40, deadline=None)
@given(fleets, requests)
def test_improving_drives_no_more_and_keeps_every_promise(
    trucks: list[Truck], asked: list[tuple[Errand, tuple[int, int]]]
) -> None:
    before = booked(trucks, asked)

    after = search.improve(before, Plane(), effort=SHORT)

    assert checker.faults(after, Plane()) == []
    assert checker.lost(before, after) == []
    assert len(after.stops) == len(before.stops)
    assert [route.truck for route in after.routes] == [route.truck for route in before.routes]
    if after is not before:
        assert driven(after) < driven(before)
        assert after.version == before.version + 1


@settings(max_examples=40, deadline=None)
@given(fleets, requests, errands, spans)
def test_room_is_made_only_where_every_promise_is_kept(
    trucks: list[Truck], asked: list[tuple[Errand, tuple[int, int]]], errand: Errand, span: tuple[int, int]
) -> None:
    before = booked(trucks, asked)
    stop = Stop(999, errand, span[0], sum(span))

    after = search.make_room(before, stop, Plane(), effort=SHORT)

    if after is not None:
        assert checker.faults(after, Plane()) == []
        assert checker.lost(before, after) == []
        assert {each.key for each in after.stops} == {each.key for each in before.stops} | {999}


def near(x: float, *, load: int = 100) -> Errand:
    return Errand((DEPOT[0] + x, DEPOT[1]), 30 * 60, (load,))


def stop(key: int, errand: Errand, earliest: int, latest: int) -> Stop:
    return Stop(key, errand, earliest * HOUR, latest * HOUR)


ZIGZAG = DayPlan(
    MONDAY,
    (
        Route(
            truck(),
            tuple(
                stop(key, near(x), 8, 20) for key, x in enumerate([1.0, 9.0, 2.0, 8.0, 3.0, 7.0, 4.0, 6.0])
            ),
        ),
    ),
)


def test_a_route_that_runs_to_and_fro_is_straightened() -> None:
    after = search.improve(ZIGZAG, Plane(), effort=SHORT)

    there_and_back = driven(
        replace(
            ZIGZAG,
            routes=(
                replace(
                    ZIGZAG.routes[0], stops=tuple(sorted(ZIGZAG.stops, key=lambda each: each.errand.place))
                ),
            ),
        )
    )
    assert driven(after) <= there_and_back


def test_the_same_plan_effort_and_seed_find_the_same() -> None:
    assert search.improve(ZIGZAG, Plane(), effort=SHORT) == search.improve(ZIGZAG, Plane(), effort=SHORT)


def test_a_window_that_insertion_refuses_is_found_by_moving_a_stop_to_the_other_truck() -> None:
    """The short truck could do with the small stop, but the small stop sits where only the large one fits."""
    large, small = truck(1, capacity=1000), truck(2, capacity=300)
    before = DayPlan(MONDAY, (Route(large, (stop(1, near(1.0, load=300), 8, 20),)), Route(small)))
    wanted = stop(2, near(1.5, load=900), 8, 20)
    (answer,) = Horizon([before], Plane()).ask(wanted.errand, [Window(MONDAY, 8 * HOUR, 20 * HOUR)])
    assert not isinstance(answer, Fit)

    after = search.make_room(before, wanted, Plane(), effort=SHORT)

    assert after is not None
    assert [[each.key for each in route.stops] for route in after.routes] == [[2], [1]]


def test_no_room_is_found_where_none_can_be() -> None:
    long = Errand((11.0, 10.0), 5 * HOUR, (1,))
    full = DayPlan(MONDAY, (Route(truck(), (stop(1, long, 8, 20), stop(2, long, 8, 20))),))

    assert search.make_room(full, stop(3, long, 8, 20), Plane(), effort=SHORT) is None


def test_a_plan_that_became_late_is_mended_when_the_other_truck_has_time() -> None:
    """A shift was cut: the first truck cannot do both any more, and the second stands idle."""
    short, idle = truck(1, ends=12), truck(2)
    morning = tuple(stop(key, Errand((11.0, 10.0), 2 * HOUR, (10,)), 8, 18) for key in (1, 2))
    late = DayPlan(MONDAY, (Route(short, morning), Route(idle)))
    assert checker.faults(late, Plane())

    after = search.improve(late, Plane(), effort=Effort(iterations=200))

    assert checker.faults(after, Plane()) == []
    assert checker.lost(late, after) == []


def test_a_plan_that_nothing_can_mend_stays_as_it_is() -> None:
    stops = tuple(stop(key, near(1.0), 18, 20) for key in (1, 2))
    hopeless = DayPlan(MONDAY, (Route(truck(ends=9), stops),))

    assert search.improve(hopeless, Plane(), effort=SHORT) is hopeless
    assert search.make_room(hopeless, stop(3, near(1.0), 8, 9), Plane(), effort=SHORT) is None


def test_a_day_without_trucks_is_left_alone() -> None:
    empty = DayPlan(MONDAY)

    assert search.improve(empty, Plane()) is empty
    assert search.make_room(empty, stop(1, near(1.0), 8, 12), Plane()) is None


def test_a_search_ends_when_its_seconds_are_used_up() -> None:
    assert search.improve(ZIGZAG, Plane(), effort=Effort(iterations=10**9, seconds=0)) is ZIGZAG
    with pytest.raises(ValueError, match="negative"):
        Effort(iterations=-1)
