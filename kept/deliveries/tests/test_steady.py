"""After the last booking: the same promises in an order that a slow day breaks less often."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings

from kept.deliveries.routing import checker, live
from kept.deliveries.routing.live import Progress
from kept.deliveries.routing.plan import DayPlan, Errand, Held, Route, Stop, Truck
from kept.deliveries.routing.repair import reorder
from kept.deliveries.routing.steady import steady
from kept.deliveries.routing.travel import Plane
from kept.deliveries.tests.test_insert import Town, seeds

HOUR, MINUTE = 3600, 60
MONDAY = date(2026, 3, 2)


def van(key: int) -> Truck:
    return Truck(key, (0.0, 0.0), 8 * HOUR, 20 * HOUR, (1000,))


def visit(key: int, *, closes: float = 12, hours: float = 1) -> Stop:
    """Ten minutes' drive from the depot."""
    errand = Errand((4.5 / 1.3, 0.0), round(hours * HOUR), (100,))
    return Stop(key, errand, 8 * HOUR, round(closes * HOUR))


def risk(route: Route) -> float:
    return live.danger(route, Plane())[0]


def keys(plan: DayPlan) -> list[list[int]]:
    return [[stop.key for stop in route.stops] for route in plan.routes]


def test_the_longest_visit_comes_last_for_only_its_begin_was_promised() -> None:
    long_first = (visit(1, hours=2.5), visit(2, closes=11, hours=0.5))

    calmer = steady(DayPlan(MONDAY, (Route(van(1), long_first),)), risk, Plane())

    assert keys(calmer) == [[2, 1]]
    assert calmer.version == 1


def test_a_truck_with_time_takes_over_from_one_without() -> None:
    full = (visit(1), visit(2), visit(3), visit(4))

    calmer = steady(DayPlan(MONDAY, (Route(van(1), full), Route(van(2)))), risk, Plane())

    assert len(calmer.routes[1].stops) > 0
    assert sum(map(risk, calmer.routes)) < 0.1 * risk(Route(van(1), full))


def test_what_is_held_done_or_pinned_stays() -> None:
    full = (visit(1), visit(2), visit(3), visit(4))
    held = DayPlan(MONDAY, (Route(van(1), full, held=Held.ORDER), Route(van(2))))
    done = DayPlan(MONDAY, (Route(van(1), full, done=4), Route(van(2))))

    assert steady(held, risk, Plane()) is held
    assert steady(done, risk, Plane()) is done


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_no_promise_is_lost_or_broken_for_a_calmer_day(seed: int) -> None:
    monday = Town(seed).monday()

    calmer = steady(monday, risk, Plane(), seconds=0.1)

    assert checker.faults(calmer, Plane()) == []
    assert checker.lost(monday, calmer) == []
    assert checker.moved_although_held(monday, calmer) == []
    assert sum(map(risk, calmer.routes)) <= sum(map(risk, monday.routes))


def test_on_the_road_a_late_truck_turns_to_who_is_in_danger_with_what_it_carries() -> None:
    on_its_way = Progress({1: round(8.2 * HOUR)}, {1: round(9.9 * HOUR)})
    stops = (visit(1), visit(2, closes=20), visit(3, closes=20), visit(4, closes=11.8))
    plan = DayPlan(MONDAY, (Route(van(1), stops), Route(van(2))))

    mended = reorder(plan, Plane(), progress={1: on_its_way}, now=10 * HOUR)

    assert keys(mended) == [[1, 2, 4, 3], []]
