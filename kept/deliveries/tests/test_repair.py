"""Repairing a day: what is done stays, what can be kept is kept, and everybody else is called."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kept.deliveries.routing import checker, insertion
from kept.deliveries.routing.insertion import Fit, Horizon, Window
from kept.deliveries.routing.live import Progress, from_here
from kept.deliveries.routing.plan import DayPlan, Errand, Held, Route, Stop, Truck
from kept.deliveries.routing.repair import Repaired, repair
from kept.deliveries.routing.search import Effort
from kept.deliveries.routing.timing import begins
from kept.deliveries.routing.travel import Plane
from kept.deliveries.tests.test_insert import Town, seeds

HOUR, MINUTE = 3600, 60
MONDAY = date(2026, 3, 2)
WINDOWS = [Window(MONDAY, opens * HOUR, (opens + 4) * HOUR) for opens in (8, 12, 16)]
BRIEF = Effort(iterations=50)


def van(key: int, *, ends: int = 20) -> Truck:
    return Truck(key, (0.0, 0.0), 8 * HOUR, ends * HOUR, (1000,))


def visit(key: int, *, opens: float = 8, minutes: int = 20, hours: float = 4) -> Stop:
    """Ten minutes' drive from the depot."""
    errand = Errand((4.5 / 1.3, 0.0), minutes * MINUTE, (100,))
    return Stop(key, errand, round(opens * HOUR), round((opens + hours) * HOUR))


def mended(
    *routes: Route,
    now: float = 8,
    lost: int | None = None,
    late: dict[int, int] | None = None,
    **seen: Progress,
) -> Repaired:
    progress = {int(name.removeprefix("van")): each for name, each in seen.items()}
    return repair(
        DayPlan(MONDAY, routes),
        Plane(),
        lost={lost: round(now * HOUR)} if lost else {},
        late=late or {},
        progress=progress,
        now=round(now * HOUR),
        windows=WINDOWS,
        effort=BRIEF,
    )


def keys(repaired: Repaired) -> list[list[int]]:
    return [[stop.key for stop in route.stops] for route in repaired.plan.routes]


def test_what_a_lost_truck_does_not_bring_another_one_does() -> None:
    repaired = mended(Route(van(1), (visit(1), visit(2))), Route(van(2), (visit(3),)), lost=1)

    assert keys(repaired)[0] == []
    assert sorted(keys(repaired)[1]) == [1, 2, 3]
    assert repaired.without_place == ()
    assert repaired.plan.version == 1


def test_what_is_done_stays_where_it_was_done() -> None:
    done = Progress({1: round(8.2 * HOUR)}, {1: round(8.6 * HOUR)})

    repaired = mended(Route(van(1), (visit(1), visit(2))), Route(van(2)), now=9, lost=1, van1=done)

    assert keys(repaired) == [[1], [2]]
    assert repaired.plan.routes[0].done == 1


def test_a_truck_that_is_lost_later_makes_the_stops_before_that() -> None:
    stops = (visit(1), visit(2, opens=14))
    plan = DayPlan(MONDAY, (Route(van(1), stops), Route(van(2))))

    repaired = repair(plan, Plane(), lost={1: 12 * HOUR}, late={}, progress={}, now=8 * HOUR, effort=BRIEF)

    assert keys(repaired) == [[1], [2]]


def test_a_pin_does_not_outlive_its_truck() -> None:
    pinned = replace(visit(1), truck=1)

    repaired = mended(Route(van(1), (pinned,)), Route(van(2)), lost=1)

    assert repaired.plan.routes[1].stops == (replace(pinned, truck=None),)


def test_an_hour_late_is_mended_like_a_loss() -> None:
    stops = (visit(1, hours=0.5), visit(2, opens=10, hours=1))

    repaired = mended(Route(van(1), stops), Route(van(2)), late={1: 9 * HOUR})

    assert 1 in keys(repaired)[1]
    assert repaired.without_place == ()


def test_the_stop_that_a_truck_drives_to_is_not_taken_from_it() -> None:
    on_its_way = Progress({1: round(8.2 * HOUR)}, {1: round(8.5 * HOUR)})
    stops = (visit(1), visit(2), visit(3, opens=8, minutes=240, hours=0.6))

    repaired = mended(Route(van(1), stops), Route(van(2)), now=8.52, van1=on_its_way)

    assert keys(repaired)[0][:2] == [1, 2]
    assert [call.stop.key for call in repaired.without_place] == [3]


def test_a_route_in_order_takes_more_and_a_closed_one_does_not() -> None:
    in_order = mended(Route(van(1), (visit(1),)), Route(van(2), (visit(2),), held=Held.ORDER), lost=1)
    closed = mended(Route(van(1), (visit(1),)), Route(van(2), (visit(2),), held=Held.ALL), lost=1)

    assert sorted(keys(in_order)[1]) == [1, 2]
    assert keys(closed)[1] == [2]
    assert [call.stop.key for call in closed.without_place] == [1]


def test_whom_we_move_least_we_call_first_and_offer_the_nearest_true_window() -> None:
    full_till_four = Route(van(2), (visit(10, minutes=8 * 60, hours=0.2),))
    morning, noon, long_noon = (
        visit(1),
        visit(2, opens=12),
        visit(3, opens=12, minutes=30),
    )
    evening = visit(4, opens=19, hours=1, minutes=90)

    repaired = mended(Route(van(1), (morning, noon, long_noon, evening)), full_till_four, lost=1)

    calls = [(call.stop.key, call.instead and call.instead.earliest) for call in repaired.without_place]
    assert calls == [(4, 16 * HOUR), (3, 16 * HOUR), (2, 16 * HOUR), (1, 16 * HOUR)]
    assert [call.moved for call in repaired.without_place] == [3 * HOUR, 4 * HOUR, 4 * HOUR, 8 * HOUR]
    assert {call.truck for call in repaired.without_place} == {1}


def test_where_the_day_has_no_other_window_the_soonest_promise_is_called_first() -> None:
    repaired = mended(Route(van(1), (visit(1, opens=16), visit(2))), lost=1)

    assert [(call.stop.key, call.instead) for call in repaired.without_place] == [(2, None), (1, None)]


@settings(max_examples=60, deadline=None)
@given(seeds, st.integers(0, 12))
@example(233234, 5)  # a break that could have begun before the truck drives on
def test_nothing_gets_lost_and_whoever_keeps_a_place_is_met_in_time(seed: int, hours: int) -> None:
    monday, now = Town(seed).monday(), (7 + hours) * HOUR
    monday = replace(monday, routes=tuple(replace(route, done=0) for route in monday.routes))
    progress = {}
    for route in monday.routes:
        reached = {s.key: at for s, at in zip(route.stops, begins(route, Plane()), strict=False) if at <= now}
        left = {s.key: reached[s.key] + s.errand.service for s in route.stops if s.key in reached}
        progress[route.truck.key] = Progress(reached, {key: at for key, at in left.items() if at <= now})
    lost = monday.routes[0].truck.key

    repaired = repair(
        monday, Plane(), lost={lost: now}, late={}, progress=progress, now=now, windows=WINDOWS, effort=BRIEF
    )

    after = repaired.plan
    called = [call.stop.key for call in repaired.without_place]
    assert sorted([*called, *(s.key for s in after.stops)]) == sorted(s.key for s in monday.stops)
    for route in after.routes:
        seen = progress[route.truck.key]
        assert {s.key for s in route.stops[: route.done]} >= set(seen.reached)
        here = from_here(route, Plane(), seen, now)
        if route.truck.key != lost and here.stops[here.done :]:
            assert checker.faults(DayPlan(MONDAY, (here,)), Plane()) == []


def test_a_full_day_of_ten_trucks_is_mended_within_a_second() -> None:
    plan = DayPlan(MONDAY, tuple(Route(van(key)) for key in range(1, 11)))
    town = Town(1)
    for key in range(200):
        errand = Errand(town.errand().place, 15 * MINUTE, (20,))
        for answer in Horizon([plan], Plane()).ask(errand, WINDOWS):
            if isinstance(answer, Fit):
                plan = insertion.insert(plan, answer, errand, key=key)
                break
    assert len(plan.stops) > 100

    started = time.process_time()
    repaired = repair(plan, Plane(), lost={1: 8 * HOUR}, late={}, progress={}, now=8 * HOUR, windows=WINDOWS)

    assert time.process_time() - started < 1.2  # a second, and a little for a machine that is busy
    assert len(repaired.plan.stops) + len(repaired.without_place) == len(plan.stops)
