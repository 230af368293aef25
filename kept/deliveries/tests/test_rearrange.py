"""Stops without a place find one where trucks, skills, pins, loads, breaks and what is done allow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kept.deliveries.routing import checker, search
from kept.deliveries.routing.plan import DayPlan, Errand, Held, Rest, Route, Stop, Truck
from kept.deliveries.routing.search import Effort
from kept.deliveries.routing.travel import Place, Plane

MONDAY, HOUR, HOME = date(2026, 3, 2), 3600, (10.0, 10.0)
SHORT = Effort(iterations=200)
LIFT = frozenset({"lift"})


def truck(key: int = 1, *, home: Place = HOME, ends: int = 20, litres: int = 1000, **extra: object) -> Truck:
    return Truck(key, home, 8 * HOUR, ends * HOUR, (litres, 500), **extra)  # type: ignore[arg-type]


def stop(
    key: int,
    x: float = 1.0,
    *,
    between: tuple[float, float] = (8, 20),
    minutes: int = 30,
    load: tuple[int, int] = (100, 10),
    skills: frozenset[str] = frozenset(),
    **extra: object,
) -> Stop:
    errand = Errand((HOME[0] + x, HOME[1]), 60 * minutes, load, skills)
    earliest, latest = (int(HOUR * hour) for hour in between)
    return Stop(key, errand, earliest, latest, **extra)  # type: ignore[arg-type]


def day(*routes: Route) -> DayPlan:
    return DayPlan(MONDAY, routes)


def keys(plan: DayPlan) -> list[list[int]]:
    return [[each.key for each in route.stops] for route in plan.routes]


def test_a_stop_that_needs_a_lift_rides_with_the_crew_that_has_one() -> None:
    empty = day(Route(truck(1)), Route(truck(2, skills=LIFT)))

    after, without = search.rearrange(empty, [stop(7, skills=LIFT)], Plane(), effort=SHORT)

    assert (keys(after), without) == ([[], [7]], [])


def test_a_stop_that_needs_what_no_crew_has_stays_without_a_place() -> None:
    heavy = stop(7, skills=LIFT)

    after, without = search.rearrange(day(Route(truck())), [heavy, stop(8)], Plane(), effort=SHORT)

    assert (keys(after), without) == ([[8]], [heavy])


def test_a_pinned_stop_stays_on_its_truck_and_others_make_way() -> None:
    """Both would rather be driven by the large truck, which has room for one."""
    large, small = truck(1, litres=300), truck(2, litres=100)
    before = day(Route(large, (stop(1, load=(100, 10)), stop(2, load=(100, 10), truck=1))), Route(small))

    after = search.make_room(before, stop(3, load=(200, 10)), Plane(), effort=SHORT)

    assert after is not None
    assert sorted(map(sorted, keys(after))) == [[1], [2, 3]]
    assert 2 in keys(after)[0]


def test_what_a_dispatcher_holds_is_left_as_it_is() -> None:
    to_and_fro = tuple(stop(key, x) for key, x in enumerate([1.0, 9.0, 2.0, 8.0]))
    for held in (Held.ORDER, Held.ALL):
        before = day(Route(truck(1), to_and_fro, held=held), Route(truck(2, litres=100)))

        after, without = search.rearrange(before, [stop(8), stop(9)], Plane(), effort=SHORT)

        assert keys(after)[0] == [0, 1, 2, 3]
        assert len(keys(after)[1]) == len(without) == 1
        assert search.improve(before, Plane(), effort=SHORT) is before


def test_where_everything_is_held_nothing_finds_a_place() -> None:
    before = day(Route(truck(), (stop(1),), held=Held.ALL))

    assert search.rearrange(before, [stop(2)], Plane()) == (before, [stop(2)])
    assert search.make_room(before, stop(2), Plane()) is None
    assert search.make_room(day(), stop(2), Plane()) is None


def test_what_is_done_stays_first_and_the_rest_is_driven_from_there() -> None:
    """The truck stands far out, so that the way on begins with the stop that is far out as well."""
    route = Route(truck(), (stop(1, 20.0), stop(2, 1.0), stop(3, 19.0)), done=1)

    after = search.improve(day(route), Plane(), effort=SHORT)

    assert keys(after) == [[1, 3, 2]]


def test_a_truck_on_its_way_takes_no_more_than_its_load_leaves_room_for() -> None:
    on_the_road = Route(truck(litres=250), (stop(1), stop(2)), done=2)

    after, without = search.rearrange(day(on_the_road), [stop(3)], Plane(), effort=SHORT)

    assert (keys(after), without) == ([[1, 2]], [stop(3)])


def test_a_truck_that_may_be_loaded_twice_goes_home_for_the_second_load() -> None:
    before = day(Route(truck(litres=250, loads=2, loading=HOUR), (stop(1), stop(2))))

    after, without = search.rearrange(before, [stop(3), stop(4), stop(5)], Plane(), effort=SHORT)

    assert len(without) == 1
    assert [len(trip) for trip in after.routes[0].trips] == [2, 2]
    assert checker.faults(after, Plane()) == []


def test_loading_takes_its_time() -> None:
    """With three hours in the yard the second load is not back by noon."""
    loaded_slowly = Route(truck(ends=12, litres=100, loads=2, loading=3 * HOUR), (stop(1),))

    assert search.make_room(day(loaded_slowly), stop(2), Plane(), effort=SHORT) is None


def test_a_break_is_kept_free() -> None:
    """Three visits of two hours and ways of minutes fill a shift of seven hours; with a break, two do."""
    noon = Rest(11 * HOUR, 13 * HOUR, HOUR)
    visits = [stop(key, minutes=120) for key in range(3)]
    for rest, most in ((None, 3), (noon, 2)):
        before = day(Route(truck(ends=15, rest=rest)))

        after, without = search.rearrange(before, visits, Plane(), effort=SHORT)

        assert len(after.stops) == most
        assert len(without) == 3 - most


def test_a_slow_hour_is_reckoned_with() -> None:
    """Forty minutes each way on an empty road: at twice the time the truck is not back within two hours."""
    far = stop(1, 24.0, between=(8, 9), minutes=10)
    before = day(Route(truck(ends=10)))

    assert search.make_room(before, far, Plane(), effort=SHORT) is not None
    assert search.make_room(before, replace(far, pace=2.0), Plane(), effort=SHORT) is None
    slow_home = day(Route(truck(ends=10, pace=2.5)))
    assert search.make_room(slow_home, far, Plane(), effort=SHORT) is None


def test_of_two_that_cannot_both_be_kept_the_one_that_weighs_more_is() -> None:
    before = day(Route(truck(litres=100)))
    lesser, greater = stop(1), stop(2)

    after, without = search.rearrange(before, [lesser, greater], Plane(), prizes=[1, 3], effort=SHORT)

    assert (keys(after), without) == ([[2]], [lesser])


def test_nothing_is_added_to_a_day_that_breaks_promises_already() -> None:
    late = day(Route(truck(), (stop(1, between=(8, 8)),)))

    assert search.rearrange(late, [stop(2)], Plane(), effort=SHORT) == (late, [stop(2)])


rests = st.none() | st.builds(
    lambda at, span, length: Rest(at * HOUR, (at + span) * HOUR, length * 60),
    st.integers(9, 13),
    st.integers(1, 3),
    st.integers(15, 60),
)
trucks = st.builds(
    truck,
    st.just(0),
    home=st.sampled_from([HOME, HOME, (13.0, 9.0)]),
    ends=st.integers(12, 20),
    litres=st.integers(200, 800),
    skills=st.sampled_from([frozenset(), LIFT]),
    rest=rests,
    loads=st.integers(1, 3),
    loading=st.sampled_from([0, 900]),
    pace=st.sampled_from([1.0, 1.0, 1.37]),
)
stops = st.builds(
    stop,
    st.just(0),
    st.floats(-8, 8),
    between=st.sampled_from([(8, 20), (8, 12), (12, 16), (9.5, 10.5), (16, 19)]),
    minutes=st.integers(5, 60),
    load=st.tuples(st.integers(0, 300), st.integers(0, 200)),
    skills=st.sampled_from([frozenset(), frozenset(), LIFT]),
    truck=st.sampled_from([None, None, None, 0, 1]),
    pace=st.sampled_from([1.0, 1.0, 1.21]),
)


def numbered(each: Sequence[Stop]) -> list[Stop]:
    return [replace(stop, key=key) for key, stop in enumerate(each)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(trucks, min_size=1, max_size=3),
    st.lists(stops, max_size=16).map(numbered),
    st.lists(st.tuples(st.integers(0, 4), st.sampled_from(Held)), min_size=3, max_size=3),
)
def test_whatever_the_trucks_and_stops_are_no_promise_is_broken_and_nothing_fixed_moves(
    fleet: list[Truck], wanted: list[Stop], fixed: list[tuple[int, Held]]
) -> None:
    empty = day(*(Route(replace(each, key=key)) for key, each in enumerate(fleet)))
    morning, left = search.rearrange(empty, wanted[::2], Plane(), effort=SHORT)
    held = [
        replace(route, held=what, done=min(done, len(route.stops)))
        for route, (done, what) in zip(morning.routes, fixed, strict=False)
    ]
    before = replace(morning, routes=tuple(held))

    filled, without = search.rearrange(before, wanted[1::2], Plane(), effort=SHORT)
    after = search.improve(filled, Plane(), effort=SHORT)

    for plan in (morning, filled, after):
        assert checker.faults(plan, Plane()) == []
    assert {each.key for each in after.stops} | {each.key for each in left + without} == set(
        range(len(wanted))
    )
    assert checker.lost(before, after) == []
    for old, new in zip(before.routes, after.routes, strict=True):
        assert old.truck == new.truck
        assert new.stops[: old.done] == old.stops[: old.done]
        assert old.held is Held.NOTHING or new == old
