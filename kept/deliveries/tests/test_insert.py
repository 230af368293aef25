"""Cheapest insertion: what it accepts keeps every promise, what it refuses has a true reason."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.deliveries.routing import checker, insertion, timing
from kept.deliveries.routing.gaps import Day
from kept.deliveries.routing.insertion import Fit, NoFit, Why, Window
from kept.deliveries.routing.plan import DayPlan, Errand, Held, Rest, Route, Stop, Truck
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

TWO_PEOPLE = frozenset({"two people"})
seeds = st.integers(0, 10**9)  # towns of their own: hypothesis' own lists seldom fill a day


class Town:
    """Customers and trucks with everything that a plan may hold, made up from one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def errand(self) -> Errand:
        c = self.chance
        place, load = (c.uniform(0, 40), c.uniform(0, 40)), (c.randrange(400), c.randrange(300))
        return Errand(place, c.randrange(HOUR), load, c.choice([frozenset(), frozenset(), TWO_PEOPLE]))

    def window(self) -> Window:
        opens, length = self.chance.randrange(7 * HOUR, 20 * HOUR), self.chance.randrange(5 * HOUR)
        return Window(MONDAY, opens, opens + length, self.pace())

    def pace(self) -> float:
        return self.chance.choice([1.0, 1.1, 1.37])

    def truck(self, key: int) -> Truck:
        c = self.chance
        noon = c.randrange(9 * HOUR, 15 * HOUR)
        return Truck(
            key,
            DEPOT,
            starts=8 * HOUR,
            ends=c.randrange(14, 21) * HOUR,
            capacity=(c.randrange(400, 2000), c.randrange(300, 2000)),
            skills=c.choice([frozenset(), TWO_PEOPLE]),
            rest=c.choice([None, Rest(noon, noon + c.randrange(2 * HOUR), c.randrange(1, HOUR))]),
            loads=c.randrange(1, 4),
            loading=c.randrange(HOUR),
            pace=self.pace(),
        )

    def monday(self) -> DayPlan:
        """Some days are full, some nearly empty, and some routes held or begun."""
        monday = plan(*(self.truck(key) for key in range(self.chance.randrange(1, 4))))
        for key in range(self.chance.randrange(30)):
            errand = self.errand()
            (answer,) = ask([monday], errand, self.window())
            if isinstance(answer, Fit):
                monday = insertion.insert(monday, answer, errand, key=key)
        first, *others = monday.routes
        held = self.chance.choice([Held.NOTHING, Held.NOTHING, Held.ORDER, Held.ALL])
        first = replace(first, done=self.chance.choice([0, len(first.stops) // 2]), held=held)
        return replace(monday, routes=(first, *others))


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_no_accepted_stop_is_ever_broken_by_a_later_one(seed: int) -> None:
    town = Town(seed)
    tuesday = plan(replace(truck(1, day=TUESDAY), capacity=(1000, 1000)), day=TUESDAY)
    plans = {MONDAY: town.monday(), TUESDAY: tuesday}

    for key in range(100, 120):
        errand = town.errand()
        asked = [town.window(), replace(window(8, 12, day=TUESDAY), pace=town.pace())]
        for answer in ask(list(plans.values()), errand, *asked):
            if isinstance(answer, Fit):
                before = plans[answer.window.day]
                after = plans[answer.window.day] = insertion.insert(before, answer, errand, key=key)

                assert checker.faults(after, Plane()) == []
                assert checker.lost(before, after) == []
                assert checker.moved_although_held(before, after) == []


@settings(max_examples=200, deadline=None)
@given(seeds)
def test_the_cheapest_place_is_the_one_that_trying_every_place_finds(seed: int) -> None:
    town = Town(seed)
    monday, errand, wanted = town.monday(), town.errand(), town.window()
    stop = Stop(999, errand, wanted.earliest, wanted.latest, pace=wanted.pace)

    (found,) = ask([monday], errand, wanted)

    tried = [
        monday.with_stop(stop, truck=route.truck.key, position=position, reload=reload)
        for route in monday.routes
        for position in range(len(route.stops) + 1)
        for reload in {False, position > 0}
    ]
    possible = [
        driven(each) - driven(monday)
        for each in tried
        if not checker.faults(each, Plane()) and not checker.moved_although_held(monday, each)
    ]
    if isinstance(found, Fit):
        after = insertion.insert(monday, found, errand, key=999)
        assert found.extra == min(possible) == driven(after) - driven(monday)
        assert checker.faults(after, Plane()) == []
        assert checker.moved_although_held(monday, after) == []
    else:
        assert possible == []


def driven(plan: DayPlan) -> int:
    """Driving seconds of a whole plan, leg by leg."""
    return sum(sum(walk.legs) for walk in timing.walks(plan.routes, Plane()))


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
        pytest.param(
            [truck(), replace(truck(2, starts=13), skills=TWO_PEOPLE)],
            replace(NEAR, skills=TWO_PEOPLE),
            window(8, 12),
            Why.NO_SKILL,
            id="the truck with two people comes later",
        ),
        pytest.param(
            [replace(truck(), rest=Rest(8 * HOUR, 8 * HOUR, 4 * HOUR))],
            NEAR,
            window(8, 12),
            Why.OUT_OF_REACH,
            id="the break takes the whole window",
        ),
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


def test_a_route_that_is_closed_is_named_as_the_reason_and_one_in_order_takes_more() -> None:
    booked = book(plan(), NEAR, window(8, 12), key=1)
    held = {
        held: replace(booked, routes=(replace(booked.routes[0], held=held),))
        for held in (Held.ALL, Held.ORDER)
    }

    assert ask([held[Held.ALL]], NEAR, window(12, 16)) == [NoFit(window(12, 16), Why.HELD)]
    assert isinstance(ask([held[Held.ORDER]], NEAR, window(12, 16))[0], Fit)


def test_a_truck_without_room_is_loaded_again_where_it_may_be() -> None:
    booked = book(plan(replace(truck(), loads=2)), replace(NEAR, load=(950,)), window(8, 12), key=1)

    after = book(booked, replace(NEAR, load=(500,)), window(12, 16), key=2)
    again = book(after, replace(NEAR, load=(500,)), window(16, 20), key=3)

    assert again.routes[0].reloads == (1,)
    assert ask([again], NEAR, window(16, 20)) == [NoFit(window(16, 20), Why.NO_ROOM)]


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_the_timetable_of_a_right_plan_meets_every_window(seed: int) -> None:
    for route in Town(seed).monday().routes:
        *begins, home_at = timing.begins(route, Plane())
        ahead = list(zip(route.stops, begins, strict=False))[route.done :]
        assert all(stop.earliest <= at <= stop.latest for stop, at in ahead)
        assert home_at <= route.truck.ends


def test_a_day_measured_before_answers_as_if_it_were_measured_anew() -> None:
    today, tomorrow = book(plan(), NEAR, window(8, 12), key=1), plan(day=TUESDAY)
    asked = [window(8, 12), window(8, 12, day=TUESDAY)]

    measured = insertion.Horizon([Day(today, Plane()), tomorrow], Plane()).ask(NEAR, asked)

    assert measured == ask([today, tomorrow], NEAR, *asked)


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
