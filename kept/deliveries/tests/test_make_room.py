"""Asking for a full window: its day is rearranged for it, or the answer is an honest no."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest
from pytest_django import Settings

from kept.business.examples import House
from kept.customers.examples import sam
from kept.deliveries import actions, plans, queries
from kept.deliveries.actions.drives import keep_drives
from kept.deliveries.examples import BROOKLYN, one_depot, sofa, van
from kept.deliveries.models import Delivery, Stop
from kept.deliveries.named import read
from kept.deliveries.roads.travel import cell_of
from kept.deliveries.rules import Reason
from kept.deliveries.tests.test_plan import EAST, MORNING, TUESDAY, WEST, booked, faults, order_of


def zigzag(store: House, now: datetime) -> Delivery:
    """One van that drives to and fro all morning, and a fifth customer whom only a better order can take."""
    depot = one_depot(store, now=now)
    van("Van 1", depot, store, hours=(time(8), time(12, 30)), now=now)
    for number, place in (("101", WEST), ("102", EAST), ("103", WEST), ("104", EAST)):
        booked(number, MORNING, store, now, minutes=20, place=place)
    read = plans.load(depot, [TUESDAY])[TUESDAY]
    (route,) = read.routes
    to_and_fro = tuple(sorted(route.stops, key=lambda stop: stop.key))
    worse = replace(read, routes=(replace(route, stops=to_and_fro),))
    by = store.dispatcher.actor
    assert actions.adopt(depot, TUESDAY, worse, read_version=read.version, because="tried", by=by, now=now)
    return sofa(sam(now=now), store, number="105", place=EAST, minutes=45, now=now)


def test_a_full_window_is_had_by_rearranging_its_day(store: House, now: datetime) -> None:
    late, by = zigzag(store, now), store.representative.actor
    with pytest.raises(actions.NoLongerFree) as refused:
        actions.book(late, MORNING, by=by, now=now)

    stop = actions.having_room(
        late, MORNING, lambda room: actions.book(late, MORNING, room=room, by=by, now=now), now=now
    )

    assert refused.value.why == Reason.FULL
    assert stop.window == MORNING
    assert len(order_of(stop.vehicle)) == 5
    assert faults() == []


def test_room_that_somebody_overtook_is_not_used(store: House, now: datetime) -> None:
    late, by = zigzag(store, now), store.representative.actor
    room = queries.find_room(late, MORNING, now=now)
    actions.pin(Stop.objects.first() or Stop(), True, by=by, now=now)

    with pytest.raises(actions.NoLongerFree):
        actions.book(late, MORNING, room=room, by=by, now=now)

    assert room is not None
    assert queries.could_make_room(late, MORNING, now=now)


def test_room_that_better_known_roads_refute_is_refused_and_looked_for_anew(
    store: House, now: datetime, settings: Settings
) -> None:
    late, by = zigzag(store, now), store.representative.actor
    room = queries.find_room(late, MORNING, now=now)
    settings.ROADS = read("osrm:http://roads.example.com", kinds=["osrm"])
    to_the_east = [(cell_of(place), cell_of(EAST), 6 * 3600) for place in (BROOKLYN, WEST)]
    keep_drives(settings.ROADS.name, to_the_east, now=now)

    with pytest.raises(actions.NoLongerFree):
        actions.book(late, MORNING, room=room, by=by, now=now)

    assert room is not None
    assert queries.find_room(late, MORNING, now=now) is None


def test_where_no_order_helps_the_answer_is_an_honest_no(store: House, now: datetime) -> None:
    depot = one_depot(store, now=now)
    van("Van 1", depot, store, hours=(time(8), time(12, 30)), now=now)
    booked("101", MORNING, store, now, minutes=200)
    late, by = sofa(sam(now=now), store, number="102", minutes=60, now=now), store.representative.actor

    with pytest.raises(actions.NoLongerFree) as refused:
        actions.having_room(
            late, MORNING, lambda room: actions.book(late, MORNING, room=room, by=by, now=now), now=now
        )

    assert refused.value.why == Reason.FULL
    assert refused.value.answer.alternatives
