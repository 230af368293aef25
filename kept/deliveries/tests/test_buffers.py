"""Buffers: what planning does not see, a slow day may take."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from kept.deliveries.routing import buffers, checker, insertion
from kept.deliveries.routing.insertion import Fit, Horizon, Window
from kept.deliveries.routing.plan import DayPlan, Errand, Route, Truck
from kept.deliveries.routing.travel import Plane
from kept.deliveries.tests.test_insert import Town, seeds

HOUR, MINUTE = 3600, 60
MONDAY = date(2026, 3, 2)
EMPTY = DayPlan(MONDAY, (Route(Truck(1, (0.0, 0.0), 8 * HOUR, 20 * HOUR, (1000,))),))
VISIT = Errand((0.0, 0.0), 4 * HOUR, (100,))
MORNING = Window(MONDAY, 8 * HOUR, 12 * HOUR)


def booked(plan: DayPlan, window: Window, *, key: int) -> DayPlan | None:
    (answer,) = Horizon([plan], Plane()).ask(VISIT, [window])
    return insertion.insert(plan, answer, VISIT, key=key) if isinstance(answer, Fit) else None


@pytest.mark.parametrize(("minutes", "fits"), [(0, True), (1, False)])
def test_a_second_visit_at_the_last_minute_fits_only_without_a_buffer(minutes: int, fits: bool) -> None:
    once = booked(EMPTY, MORNING, key=1)
    assert once

    planned = buffers.buffered(once, Plane(), window=minutes * MINUTE, shift=0)
    twice = booked(planned, buffers.asked(MORNING, seconds=minutes * MINUTE, leaves=8 * HOUR), key=2)

    assert (twice is not None) is fits


@pytest.mark.parametrize(
    ("closes", "minutes"),
    [
        pytest.param(12, 20, id="as much as was set after four hours"),
        pytest.param(9, 10, id="little when the day has just begun"),
        pytest.param(17, 30, id="more in the afternoon: delays add up"),
        pytest.param(8, 0, id="nothing when the truck leaves"),
        pytest.param(7, 0, id="nothing before that"),
    ],
)
def test_the_later_a_window_ends_the_more_of_it_is_kept_free(closes: int, minutes: int) -> None:
    window = Window(MONDAY, 6 * HOUR, closes * HOUR)

    seen = buffers.asked(window, seconds=20 * MINUTE, leaves=8 * HOUR)

    assert window.latest - seen.latest == minutes * MINUTE


def test_a_promise_is_planned_with_the_buffer_that_it_was_asked_with() -> None:
    noon = Window(MONDAY, 12 * HOUR, 16 * HOUR)
    asked = buffers.asked(noon, seconds=20 * MINUTE, leaves=buffers.leaves_at(EMPTY))
    once = booked(EMPTY, noon, key=1)
    assert once

    (stop,) = buffers.buffered(once, Plane(), window=20 * MINUTE, shift=0).stops

    assert stop.latest == asked.latest


def test_a_shift_ends_sooner_for_who_plans() -> None:
    planned = buffers.buffered(EMPTY, Plane(), window=0, shift=30 * MINUTE)

    assert booked(planned, Window(MONDAY, 16 * HOUR, 16 * HOUR), key=1) is None
    assert booked(planned, Window(MONDAY, 15 * HOUR, 15 * HOUR + 30 * MINUTE), key=1)


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_no_plan_becomes_wrong_because_somebody_raised_a_buffer(seed: int) -> None:
    monday = Town(seed).monday()

    planned = buffers.buffered(monday, Plane(), window=40 * MINUTE, shift=30 * MINUTE)

    assert checker.faults(planned, Plane()) == []
    assert all(a.latest <= b.latest for a, b in zip(planned.stops, monday.stops, strict=True))


def test_a_route_that_is_late_already_stays_as_it_is() -> None:
    once = booked(EMPTY, MORNING, key=1)
    assert once
    cut_short = replace(once.routes[0], truck=replace(once.routes[0].truck, ends=9 * HOUR))
    late = replace(once, routes=(cut_short,))

    assert buffers.buffered(late, Plane(), window=HOUR, shift=HOUR) == late


def test_a_buffer_longer_than_the_window_leaves_its_first_instant() -> None:
    assert buffers.asked(MORNING, seconds=5 * HOUR, leaves=8 * HOUR) == Window(MONDAY, 8 * HOUR, 8 * HOUR)
