"""A truck's day minute by minute: it waits for windows, rests, loads again, follows what happened."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kept.deliveries.routing import checker
from kept.deliveries.routing.plan import DayPlan, Errand, Rest, Route, Stop, Truck
from kept.deliveries.routing.travel import Plane
from kept.deliveries.timetable import Doing, Span, timetable

HOUR, MINUTE = 3600, 60
TRAVEL = Plane()
HOME = (0.0, 0.0)
DAY = date(2026, 3, 3)


def stop(key: int, x: float, opens: int, closes: int, *, service: int = 20 * MINUTE) -> Stop:
    return Stop(key, Errand((x, 0.0), service, (10,)), opens, closes)


def truck(*, rest: Rest | None = None, loads: int = 1, loading: int = 30 * MINUTE) -> Truck:
    return Truck(1, HOME, 8 * HOUR, 18 * HOUR, (100,), rest=rest, loads=loads, loading=loading)


def doings(spans: tuple[Span, ...]) -> list[str]:
    return [span.doing.value for span in spans]


def served(spans: tuple[Span, ...]) -> dict[int | None, int]:
    return {span.stop: span.starts for span in spans if span.doing is Doing.SERVE}


def test_a_truck_without_stops_does_nothing() -> None:
    assert timetable(Route(truck()), TRAVEL) == ()


def test_a_window_that_is_not_open_yet_is_waited_for() -> None:
    route = Route(truck(), (stop(7, 2, 9 * HOUR, 12 * HOUR),))

    spans = timetable(route, TRAVEL)

    assert doings(spans) == ["drive", "wait", "serve", "drive"]
    assert served(spans) == {7: 9 * HOUR}


def test_what_is_done_follows_without_a_gap_from_the_start_of_the_shift() -> None:
    rest = Rest(11 * HOUR, 13 * HOUR, 30 * MINUTE)
    stops = tuple(stop(key, key, 8 * HOUR, 17 * HOUR) for key in range(1, 9))

    spans = timetable(Route(truck(rest=rest, loads=2), stops, reloads=(4,)), TRAVEL)

    assert spans[0].starts == 8 * HOUR
    assert all(a.ends == b.starts for a, b in pairwise(spans))
    assert doings(spans).count("rest") == 1 and doings(spans).count("load") == 1


def test_a_break_is_taken_while_the_truck_would_wait_anyway() -> None:
    rest = Rest(10 * HOUR, 13 * HOUR, 30 * MINUTE)
    stops = (stop(1, 1, 8 * HOUR, 9 * HOUR), stop(2, 1, 12 * HOUR, 16 * HOUR))

    spans = timetable(Route(truck(rest=rest), stops), TRAVEL)

    (taken,) = (span for span in spans if span.doing is Doing.REST)
    assert taken.starts >= 10 * HOUR and taken.ends <= 12 * HOUR
    assert served(spans)[2] == 12 * HOUR


def test_a_break_goes_where_it_makes_nobody_late() -> None:
    rest = Rest(9 * HOUR, 12 * HOUR, HOUR)
    tight = stop(2, 1, 9 * HOUR, 9 * HOUR + 30 * MINUTE)
    route = Route(truck(rest=rest), (stop(1, 1, 8 * HOUR, 9 * HOUR), tight, stop(3, 1, 10 * HOUR, 14 * HOUR)))

    spans = timetable(route, TRAVEL)

    assert served(spans)[2] <= 9 * HOUR + 30 * MINUTE
    assert doings(spans).index("rest") > doings(spans).index("serve")


def test_the_rest_of_the_day_follows_from_when_the_truck_was_there() -> None:
    route = Route(truck(), (stop(1, 1, 8 * HOUR, 12 * HOUR), stop(2, 2, 8 * HOUR, 12 * HOUR)), done=1)

    spans = timetable(route, TRAVEL, came={1: 10 * HOUR})

    assert served(spans)[1] == 10 * HOUR
    assert served(spans)[2] > 10 * HOUR + 20 * MINUTE


ASKED = st.lists(st.tuples(st.sampled_from([8, 10, 12]), st.integers(-8, 8)), min_size=1, max_size=7)


@given(ASKED.map(sorted), st.booleans())
def test_where_the_checker_finds_no_fault_nobody_is_served_after_their_window(
    asked: list[tuple[int, int]], rests: bool
) -> None:
    rest = Rest(11 * HOUR, 13 * HOUR, 30 * MINUTE) if rests else None
    stops = tuple(stop(key, x, opens * HOUR, (opens + 4) * HOUR) for key, (opens, x) in enumerate(asked))
    route = Route(truck(rest=rest), stops)
    sound = not checker.faults(DayPlan(DAY, (route,)), TRAVEL)

    spans = timetable(route, TRAVEL)

    late = [each.key for each in stops if served(spans)[each.key] > each.latest]
    assert not (sound and late)
    assert not sound or spans[-1].ends <= 18 * HOUR
