"""The checker: a plan is right when somebody can drive it, and says in which way it is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kept.deliveries.routing import checker
from kept.deliveries.routing.plan import DayPlan, Errand, Held, Rest, Route, Stop, Truck
from kept.deliveries.routing.travel import Plane

HOUR, MINUTE = 3600, 60
MONDAY = date(2026, 3, 2)
HOME = (0.0, 0.0)
TEN_MINUTES_AWAY = (4.5 / 1.3, 0.0)  # 60 s and 120 s a kilometre of road, each way
VAN = Truck(1, HOME, 8 * HOUR, 20 * HOUR, (1000, 500))
LUNCH = Rest(12 * HOUR, 13 * HOUR, 30 * MINUTE)


def visit(key: int, *, opens: float = 8, closes: float = 20, minutes: int = 20, litres: int = 100) -> Stop:
    errand = Errand(TEN_MINUTES_AWAY, minutes * MINUTE, (litres, 50))
    return Stop(key, errand, round(opens * HOUR), round(closes * HOUR))


def faults(*routes: Route) -> list[str]:
    return [fault.what for fault in checker.faults(DayPlan(MONDAY, routes), Plane())]


@pytest.mark.parametrize(
    ("route", "what"),
    [
        pytest.param(Route(VAN, (visit(1, closes=8.1),)), "begins 240 s after its window", id="too late"),
        pytest.param(Route(VAN, (visit(1, opens=20),)), "is back 1800 s after the shift", id="home late"),
        pytest.param(Route(VAN, (visit(1, litres=1200),)), "carries 200 too much", id="too big"),
        pytest.param(
            Route(VAN, tuple(visit(key, litres=0) for key in range(11))),
            "carries 50 too much",
            id="too heavy",
        ),
        pytest.param(
            Route(VAN, (visit(1), visit(2)), reloads=(1,)), "is loaded 2 times", id="loaded once too often"
        ),
        pytest.param(
            Route(replace(VAN, loads=3), (visit(1), visit(2)), reloads=(2,)),
            "is loaded out of turn",
            id="loaded for nobody",
        ),
        pytest.param(Route(VAN, (visit(1),), done=2), "has done more stops than it has", id="done too many"),
        pytest.param(
            Route(VAN, (replace(visit(1), truck=2),)), "is pinned to another truck", id="on the wrong truck"
        ),
        pytest.param(
            Route(
                VAN, (replace(visit(1), errand=replace(visit(1).errand, skills=frozenset({"two people"}))),)
            ),
            "lacks two people",
            id="one person where two are needed",
        ),
        pytest.param(
            Route(VAN, (replace(visit(1, closes=8 + 1 / 6), pace=1.001),)),
            "begins 1 s after its window",
            id="the rush hour",
        ),
        pytest.param(
            Route(replace(VAN, pace=1.001), (visit(1, opens=19.5),)),
            "is back 1 s after the shift",
            id="the rush hour on the way home",
        ),
    ],
)
def test_a_plan_that_cannot_be_kept_says_why(route: Route, what: str) -> None:
    assert faults(route) == [what]


def test_a_second_load_makes_room_and_takes_the_way_home_and_the_loading() -> None:
    van = replace(VAN, loads=2, loading=15 * MINUTE)
    # At 8:10 with the first, home at 8:40, loaded at 8:55, with the second at 9:05.
    on_time, late = visit(2, closes=9 + 5 / 60, litres=900), visit(2, closes=9 + 4 / 60, litres=900)

    assert faults(Route(van, (visit(1, litres=900), on_time), reloads=(1,))) == []
    assert faults(Route(van, (visit(1, litres=900), late), reloads=(1,))) == ["begins 60 s after its window"]
    assert faults(Route(van, (visit(1, litres=900), on_time))) == ["carries 800 too much"]


@pytest.mark.parametrize(
    ("stops", "right"),
    [
        pytest.param([visit(1, opens=9, closes=10)], True, id="before: home long before noon"),
        pytest.param([visit(1, opens=13, closes=13.25)], True, id="at home, or waiting at the door"),
        pytest.param([visit(1, opens=12, closes=12.25)], True, id="behind a visit"),
        pytest.param([visit(1, opens=11, closes=12.5, minutes=90)], True, id="at noon to the second"),
        pytest.param([visit(1, opens=11.5, closes=11.75, minutes=91)], False, id="a visit across all of it"),
        pytest.param(
            [
                visit(1, opens=11.5, closes=11.5, minutes=60),
                visit(2, opens=12.5, closes=13 - 1 / HOUR, minutes=60),
            ],
            False,
            id="a second too few between two visits",
        ),
        pytest.param(
            [visit(1, opens=11.5, closes=11.5, minutes=60), visit(2, opens=12.5, closes=13, minutes=60)],
            True,
            id="the last second for both",
        ),
    ],
)
def test_a_break_needs_one_place_in_the_day(stops: list[Stop], right: bool) -> None:
    found = faults(Route(replace(VAN, rest=LUNCH), tuple(stops)))

    assert found == ([] if right else ["has no time for its break"])


def test_a_truck_that_stands_all_day_needs_no_time_for_anything() -> None:
    assert faults(Route(replace(VAN, rest=replace(LUNCH, seconds=23 * HOUR)))) == []


def test_what_is_done_is_not_late_any_more_but_still_takes_its_time() -> None:
    past, next_one = visit(1, opens=0, closes=1), visit(2, closes=8.5)

    assert faults(Route(VAN, (past, next_one))) == ["begins 25800 s after its window"]
    assert faults(Route(VAN, (past, next_one), done=1)) == []
    assert faults(Route(VAN, (past, visit(2, closes=8.4)), done=1)) == ["begins 360 s after its window"]


def test_nobody_is_visited_twice_and_no_truck_drives_two_routes() -> None:
    second = replace(VAN, key=2)

    assert faults(Route(VAN, (visit(1),)), Route(second, (visit(1),))) == ["planned twice"] * 2
    assert faults(Route(VAN, (visit(1),)), Route(VAN, (visit(2),))) == ["drives two routes"]


def test_a_stop_that_was_dropped_or_given_another_window_is_lost() -> None:
    before = DayPlan(MONDAY, (Route(VAN, (visit(1), visit(2), visit(3))),))
    after = DayPlan(MONDAY, (Route(VAN, (visit(3), visit(2, opens=9))),))

    assert checker.lost(before, after) == [1, 2]


ONE, TWO, THREE, NEW = visit(1), visit(2), visit(3), visit(4)


@pytest.mark.parametrize(
    ("held", "done", "after", "moved"),
    [
        pytest.param(Held.NOTHING, 0, (THREE, NEW, ONE, TWO), [], id="nothing is held"),
        pytest.param(Held.NOTHING, 1, (ONE, NEW, THREE, TWO), [], id="what comes after the done stops"),
        pytest.param(Held.NOTHING, 2, (TWO, ONE, THREE), [1, 2], id="a done stop moved"),
        pytest.param(Held.NOTHING, 1, (NEW, ONE, TWO, THREE), [1], id="somebody put before a done stop"),
        pytest.param(Held.ORDER, 0, (ONE, NEW, TWO, THREE), [], id="somebody put between"),
        pytest.param(Held.ORDER, 0, (ONE, THREE, TWO), [1, 2, 3], id="the order changed"),
        pytest.param(Held.ORDER, 0, (ONE, TWO), [1, 2, 3], id="one taken out"),
        pytest.param(Held.ALL, 0, (ONE, TWO, THREE), [], id="nothing changed"),
        pytest.param(
            Held.ALL, 0, (ONE, TWO, THREE, NEW), [1, 2, 3, 4], id="somebody put into a closed route"
        ),
    ],
)
def test_what_is_done_or_held_is_not_moved(
    held: Held, done: int, after: tuple[Stop, ...], moved: list[int]
) -> None:
    before = DayPlan(MONDAY, (Route(VAN, (ONE, TWO, THREE), held=held, done=done),))

    assert checker.moved_although_held(before, DayPlan(MONDAY, (Route(VAN, after),))) == moved


def test_a_done_stop_keeps_its_load() -> None:
    before = DayPlan(MONDAY, (Route(VAN, (ONE, TWO), reloads=(1,), done=2),))

    assert checker.moved_although_held(before, DayPlan(MONDAY, (Route(VAN, (ONE, TWO)),))) == [1, 2]
