"""Cheapest insertion: what it accepts keeps every promise, what it refuses has a true reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.deliveries.routing import checker, insertion
from kept.deliveries.routing.insertion import Fit, NoFit, Why, Window
from kept.deliveries.routing.plan import DayPlan, Errand, Route, Stop, Truck
from kept.deliveries.routing.travel import GreatCircle, Plane

HOUR = 3600
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
OFFSETS = {MONDAY: 0, TUESDAY: 24 * HOUR}
DEPOT = (10.0, 10.0)


def truck(
    key: int = 1, *, day: date = MONDAY, starts: int = 8, ends: int = 20, capacity: int = 1000
) -> Truck:
    return Truck(key, DEPOT, OFFSETS[day] + starts * HOUR, OFFSETS[day] + ends * HOUR, (capacity,))


def window(earliest: int, latest: int, *, day: date = MONDAY) -> Window:
    return Window(day, OFFSETS[day] + earliest * HOUR, OFFSETS[day] + latest * HOUR)


def plan(*trucks: Truck, day: date = MONDAY) -> DayPlan:
    return DayPlan(day, tuple(Route(each) for each in trucks or (truck(day=day),)))


def ask(plans: list[DayPlan], errand: Errand, *windows: Window) -> list[Fit | NoFit]:
    return insertion.Horizon(plans, Plane()).ask(errand, windows)


def book(plan: DayPlan, errand: Errand, wanted: Window, *, key: int) -> DayPlan:
    (answer,) = ask([plan], errand, wanted)
    assert isinstance(answer, Fit)
    return insertion.insert(plan, answer, errand, key=key)


NEAR = Errand((11.0, 10.0), 20 * 60, (100,))

errands = st.builds(
    Errand,
    st.tuples(st.floats(0, 40), st.floats(0, 40)),
    st.integers(0, 5400),
    st.tuples(st.integers(0, 400)),
)
windows = st.builds(
    lambda day, starts, length: Window(day, OFFSETS[day] + starts, OFFSETS[day] + starts + length),
    st.sampled_from([MONDAY, TUESDAY]),
    st.integers(6 * HOUR, 21 * HOUR),
    st.integers(0, 4 * HOUR),
)
requests = st.lists(st.tuples(errands, st.lists(windows, min_size=1, max_size=4)), max_size=40)


@settings(max_examples=60, deadline=None)
@given(requests)
def test_no_accepted_stop_is_ever_broken_by_a_later_one(
    wishes: list[tuple[Errand, list[Window]]],
) -> None:
    plans = {day: plan(truck(1, day=day), truck(2, day=day, starts=10), day=day) for day in OFFSETS}

    for key, (errand, asked) in enumerate(wishes):
        for answer in ask(list(plans.values()), errand, *asked):
            if isinstance(answer, Fit):
                before = plans[answer.window.day]
                after = insertion.insert(before, answer, errand, key=key)
                plans[answer.window.day] = after

                assert checker.faults(after, Plane()) == []
                assert checker.lost(before, after) == []
                break


@settings(max_examples=60, deadline=None)
@given(requests, errands, windows)
def test_the_cheapest_place_is_the_one_that_trying_every_place_finds(
    wishes: list[tuple[Errand, list[Window]]], errand: Errand, wanted: Window
) -> None:
    plans = {day: plan(truck(1, day=day), truck(2, day=day, capacity=500), day=day) for day in OFFSETS}
    for key, (earlier, asked) in enumerate(wishes):
        answer = ask(list(plans.values()), earlier, asked[0])[0]
        if isinstance(answer, Fit):
            plans[answer.window.day] = insertion.insert(plans[answer.window.day], answer, earlier, key=key)
    stop = Stop(999, errand, wanted.earliest, wanted.latest)
    today = plans[wanted.day]

    (found,) = ask(list(plans.values()), errand, wanted)

    tried = [
        today.with_stop(stop, truck=route.truck.key, position=position)
        for route in today.routes
        for position in range(len(route.stops) + 1)
    ]
    possible = [driven(each) - driven(today) for each in tried if not checker.faults(each, Plane())]
    if isinstance(found, Fit):
        assert found.extra == min(possible)
        assert not checker.faults(insertion.insert(today, found, errand, key=999), Plane())
    else:
        assert possible == []


def driven(plan: DayPlan) -> int:
    """Driving seconds of a whole plan, leg by leg."""
    total = 0
    for route in plan.routes:
        places = [route.truck.home, *(stop.errand.place for stop in route.stops), route.truck.home]
        points = Plane().points(places)
        total += int(Plane().seconds(points[:-1], points[1:]).sum())
    return total


def test_service_may_begin_at_the_first_and_at_the_last_instant_of_a_window() -> None:
    drive = int(Plane().seconds(Plane().points([DEPOT]), Plane().points([NEAR.place]))[0])
    arrival = 8 * HOUR + drive
    ends_then, too_soon = Window(MONDAY, 0, arrival), Window(MONDAY, 0, arrival - 1)
    last = 20 * HOUR - drive - NEAR.service
    starts_then, too_late = Window(MONDAY, last, 24 * HOUR), Window(MONDAY, last + 1, 24 * HOUR)

    answers = ask([plan()], NEAR, ends_then, too_soon, starts_then, too_late)

    assert [isinstance(answer, Fit) for answer in answers] == [True, False, True, False]


@pytest.mark.parametrize(
    ("trucks", "errand", "asked", "why"),
    [
        pytest.param([truck()], NEAR, window(8, 12, day=TUESDAY), Why.NO_TRUCK, id="nobody drives that day"),
        pytest.param([truck(ends=14)], NEAR, window(16, 20), Why.NO_TRUCK, id="the shift is over by then"),
        pytest.param(
            [truck()], replace(NEAR, place=(900.0, 10.0)), window(8, 12), Why.OUT_OF_REACH, id="too far away"
        ),
        pytest.param([truck()], replace(NEAR, load=(1001,)), window(8, 12), Why.NO_ROOM, id="too big"),
    ],
)
def test_a_window_is_refused_with_the_true_reason(
    trucks: list[Truck], errand: Errand, asked: Window, why: Why
) -> None:
    assert ask([plan(*trucks)], errand, asked) == [NoFit(asked, why)]


def test_a_full_window_is_refused_as_full_and_the_next_one_is_free() -> None:
    long_visit = replace(NEAR, service=4 * HOUR)
    booked = book(plan(), long_visit, window(8, 9), key=1)

    answers = ask([booked], long_visit, window(8, 12), window(12, 16))

    assert answers[0] == NoFit(window(8, 12), Why.FULL)
    assert isinstance(answers[1], Fit)


def test_a_truck_without_room_is_named_as_the_reason_when_time_was_left() -> None:
    booked = book(plan(), replace(NEAR, load=(950,)), window(8, 12), key=1)

    (answer,) = ask([booked], NEAR, window(12, 16))

    assert answer == NoFit(window(12, 16), Why.NO_ROOM)


def test_a_neighbour_costs_less_than_a_stranger_and_says_that_a_truck_is_near() -> None:
    booked = book(plan(), NEAR, window(8, 12), key=1)
    neighbour = replace(NEAR, place=(11.1, 10.0))

    morning, afternoon = ask([booked], neighbour, window(8, 12), window(16, 20))

    assert isinstance(morning, Fit)
    assert morning.nearest is not None and morning.nearest < 120
    assert isinstance(afternoon, Fit) and morning.extra <= afternoon.extra


def test_a_route_that_is_already_late_takes_nothing_more() -> None:
    booked = book(plan(), replace(NEAR, service=HOUR), window(18, 18), key=1)
    shortened = replace(booked, routes=(replace(booked.routes[0], truck=truck(ends=18)),))

    (answer,) = ask([shortened], NEAR, window(8, 12))

    assert answer == NoFit(window(8, 12), Why.FULL)


def test_a_place_off_the_globe_is_refused() -> None:
    with pytest.raises(ValueError, match="latitude"):
        GreatCircle().points([(52.5, 13.4), (float("nan"), 0)])


def test_a_kilometre_on_the_great_circle_takes_as_long_as_one_on_the_map() -> None:
    one_km_north = 1 / 111.19508  # degrees of latitude at the mean earth radius
    flat, round_ = Plane(), GreatCircle()

    on_map = flat.seconds(flat.points([(0, 0)]), flat.points([(0, 1)]))
    on_earth = round_.seconds(round_.points([(52.5, 13.4)]), round_.points([(52.5 + one_km_north, 13.4)]))

    assert on_map[0] == 216  # 60 + 1.3 km × 120 s
    assert abs(on_earth[0] - 216) <= 1


def test_a_day_without_trucks_is_answered_and_does_not_disturb_its_neighbours() -> None:
    answers = ask([DayPlan(MONDAY), plan(day=TUESDAY)], NEAR, window(8, 12), window(8, 12, day=TUESDAY))

    assert answers[0] == NoFit(window(8, 12), Why.NO_TRUCK)
    assert isinstance(answers[1], Fit)
