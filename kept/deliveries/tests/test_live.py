"""The day of: what is said about a truck on its way is true as often as it claims to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kept.deliveries.routing import checker, live
from kept.deliveries.routing.live import Noise, Progress
from kept.deliveries.routing.plan import DayPlan, Errand, Rest, Route, Stop, Truck
from kept.deliveries.routing.timing import walks
from kept.deliveries.routing.travel import Plane

HOUR, MINUTE = 3600, 60
HOME = (0.0, 0.0)
VAN = Truck(1, HOME, 8 * HOUR, 20 * HOUR, (1000,))
LUNCH = Rest(12 * HOUR, 13 * HOUR, 30 * MINUTE)


def visit(key: int, *, opens: float = 8, closes: float = 20, km: float = 4.5) -> Stop:
    """Twenty minutes at a door, ten minutes' drive from the depot."""
    errand = Errand((km / 1.3, 0.0), 20 * MINUTE, (100,))
    return Stop(key, errand, round(opens * HOUR), round(closes * HOUR))


ROUTE = Route(VAN, (visit(1), visit(2, km=9), visit(3, km=4.5)))


def expect(route: Route, at: float, **seen: object) -> dict[int, live.Expected]:
    progress = Progress(**seen)  # type: ignore[arg-type]  # by name, as the tests spell them
    found = live.expect(route, Plane(), progress, round(at * HOUR))
    return {each.key: each for each in found}


def test_the_range_narrows_as_the_truck_comes_near() -> None:
    early = expect(ROUTE, 7)
    later = expect(ROUTE, 8.6, reached={1: round(8.2 * HOUR)}, left={1: round(8.5 * HOUR)})
    near = expect(
        ROUTE,
        9.3,
        reached={1: round(8.2 * HOUR), 2: round(8.7 * HOUR)},
        left={1: round(8.5 * HOUR), 2: round(9.2 * HOUR)},
    )

    widths = [each[3].high - each[3].low for each in (early, later, near)]
    assert widths[0] > widths[1] > widths[2]
    assert (len(early), len(later), len(near)) == (3, 2, 1)


def test_nobody_is_told_that_the_truck_came_before_now() -> None:
    overdue = expect(ROUTE, 11)

    assert all(each.low >= 11 * HOUR for each in overdue.values())
    assert overdue[1].at < overdue[2].at < overdue[3].at


def test_a_truck_waits_for_the_window_to_open() -> None:
    route = Route(VAN, (visit(1, opens=12, closes=16),))

    assert expect(route, 8)[1].low == 12 * HOUR


def test_an_announced_delay_moves_everybody_behind_it() -> None:
    route = Route(VAN, (visit(1, closes=9), visit(2, closes=12)))

    on_time, delayed = expect(route, 7.5), expect(route, 7.5, waits_until=10 * HOUR)

    assert on_time[1].late < 0.01 and delayed[1].late > 0.99 and delayed[2].late < 0.01
    assert delayed[1].low > 10 * HOUR


def test_a_second_load_and_the_break_take_their_time() -> None:
    van = replace(VAN, loads=2, loading=HOUR, rest=LUNCH)
    stops = (visit(1, opens=11.5), visit(2))

    plain, loaded = Route(VAN, stops), Route(van, stops, reloads=(1,))

    # Home at 12:00, loaded for an hour, half an hour's break, ten minutes' drive, instead of none.
    apart = expect(loaded, 8)[2].at - expect(plain, 8)[2].at
    assert 100 * MINUTE < apart < 130 * MINUTE


def test_a_truck_that_is_being_loaded_again_is_expected_soon() -> None:
    route = Route(replace(VAN, loads=2, loading=HOUR), (visit(1), visit(2)), reloads=(1,))

    soon = expect(route, 9.5, reached={1: round(8.2 * HOUR)}, left={1: round(8.5 * HOUR)})

    assert abs(soon[2].at - (9 * HOUR + 50 * MINUTE)) < 10 * MINUTE


def test_who_waits_over_noon_has_had_their_break() -> None:
    route = Route(replace(VAN, rest=LUNCH), (visit(1), visit(2)))

    here = live.from_here(route, Plane(), Progress(waits_until=14 * HOUR), 11 * HOUR)

    assert here.truck.rest is None
    assert checker.faults(DayPlan(date(2026, 3, 2), (here,)), Plane()) == []


def test_a_slow_morning_makes_a_late_afternoon() -> None:
    stops = tuple(visit(key, km=4.5 * (1 + key % 2)) for key in range(1, 13))

    def morning(drive: int) -> dict[int, live.Expected]:
        """Six stops done by 11:30, so many minutes' drive apart; 5.5 were planned."""
        reached = {key: round(11.5 * HOUR) - (6 - key) * (20 + drive) * MINUTE for key in range(1, 7)}
        left = {key: at + 20 * MINUTE for key, at in reached.items()}
        return expect(Route(VAN, stops), 11.84, reached=reached, left=left)

    as_planned, slow = morning(10), morning(15)

    assert slow[12].at > as_planned[12].at + 5 * MINUTE


@pytest.mark.parametrize("done", [0, 3, 6])
def test_the_range_holds_as_often_as_it_says(done: int) -> None:
    chance, noise = np.random.default_rng(1), Noise()
    stops = tuple(
        Stop(key, Errand((key % 4 * 2.0, key % 3 * 2.0), 20 * MINUTE, (10,)), 8 * HOUR, 20 * HOUR)
        for key in range(1, 13)
    )
    route = Route(replace(VAN, rest=LUNCH), stops)
    inside = late = told = 0

    for _ in range(120):
        reached, left = drive(route, noise, chance)
        now = reached[done] + 5 * MINUTE if done else 7 * HOUR
        seen = Progress(
            {key: at for key, at in reached.items() if at <= now},
            {key: at for key, at in left.items() if at <= now},
        )
        for each in live.expect(route, Plane(), seen, now, noise):
            told += 1
            inside += each.low <= reached[each.key] <= each.high
            late += reached[each.key] > each.at

    assert abs(inside / told - live.SHARE) < 0.07
    assert abs(late / told - 0.5) < 0.1


def drive(route: Route, noise: Noise, chance: np.random.Generator) -> tuple[dict[int, int], dict[int, int]]:
    """A day as chance would have it: when the truck came to each stop, and left it."""

    def factor(deviation: float) -> float:
        variance = np.log1p(deviation**2)
        return float(np.exp(chance.normal(-variance / 2, np.sqrt(variance))))

    (walk,) = walks([route], Plane())
    day, clock = factor(noise.day), float(route.truck.starts)
    reached, left = {}, {}
    rest = route.truck.rest
    for stop, leg in zip(route.stops, walk.legs, strict=False):
        if rest and clock >= rest.earliest:
            clock, rest = clock + rest.seconds, None
        clock = max(clock + leg * day * factor(noise.legs), stop.earliest)
        reached[stop.key] = round(clock)
        clock += stop.errand.service * factor(noise.service)
        left[stop.key] = round(clock)
    return reached, left


def test_what_is_left_of_a_day_is_judged_like_any_other_plan() -> None:
    route = Route(replace(VAN, rest=LUNCH), (visit(1), visit(2, closes=9), visit(3, closes=10)))
    on_time = Progress({1: round(8.2 * HOUR)}, {1: round(8.4 * HOUR)})
    late = Progress({1: round(8.2 * HOUR)}, {1: round(9.9 * HOUR)})

    def faults(progress: Progress, now: float) -> list[int | None]:
        here = live.from_here(route, Plane(), progress, round(now * HOUR))
        return [fault.stop for fault in checker.faults(DayPlan(date(2026, 3, 2), (here,)), Plane())]

    assert faults(on_time, 8.5) == []
    assert faults(late, 10) == [3]  # nobody can change the stop that it is driving to
    assert faults(Progress(waits_until=10 * HOUR), 8) == [2, 3]
