"""Depots and trucks set up and changed: what is kept free, who serves whom, what a change would break."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from kept.business.examples import House
from kept.customers.examples import nora, person, sam
from kept.deliveries import actions, plans, queries
from kept.deliveries.examples import Fleet, one_depot, sofa, van
from kept.deliveries.models import Depot
from kept.deliveries.routing import checker
from kept.deliveries.rules import Reason
from kept.deliveries.tests.test_plan import MORNING, NOON, TUESDAY, booked


def test_a_buffer_is_kept_free_at_the_end_of_windows_but_promised_to_nobody(
    store: House, now: datetime
) -> None:
    depot = one_depot(store, now=now)
    van("Van 1", depot, store, hours=(time(8), time(17)), now=now)
    booked("101", MORNING, store, now, minutes=205)
    depot.window_buffer_minutes = 30
    actions.change_depot(depot, by=store.manager.actor, now=now)

    with pytest.raises(actions.NoLongerFree) as refused:
        booked("102", MORNING, store, now, minutes=205)

    assert refused.value.why == Reason.FULL  # it would begin at 11:35 or so
    stop = booked("103", NOON, store, now)
    assert (stop.promise.until - (stop.promise.starts_at or now)).seconds == 4 * 3600
    free = queries.quote(stop.delivery, now=now).find(NOON)
    assert free is not None and free.until == stop.promise.until


def test_a_delivery_is_served_from_the_nearest_depot_unless_the_dispatcher_says_otherwise(
    store: House, vans: Fleet, now: datetime
) -> None:
    queens = Depot(location=store.location, name="Queens", latitude=40.728, longitude=-73.795)
    queens = actions.open_depot(queens, windows=[(time(8), time(12))], by=store.manager.actor, now=now)

    east = sofa(nora(now=now), store, number="101", place=(40.73, -73.80), now=now)
    west = sofa(sam(now=now), store, number="102", place=(40.68, -73.95), now=now)
    nowhere = sofa(person("Guest", now=now), store, number="103", place=None, now=now)

    assert (east.depot, west.depot, nowhere.depot) == (queens, vans.depot, vans.depot)
    by = store.dispatcher.actor
    placed = actions.place(nowhere, latitude=40.73, longitude=-73.80, by=by, now=now)
    assert placed.depot == queens
    assert actions.serve_from(placed, vans.depot, by=by, now=now).depot == vans.depot
    stop = actions.book(west, MORNING, by=by, now=now)
    with pytest.raises(actions.AlreadyOnItsWay):
        actions.serve_from(stop.delivery, queens, by=by, now=now)


def test_a_change_of_trucks_that_would_break_promises_is_shown_before_it_is_made(
    store: House, now: datetime
) -> None:
    depot, by = one_depot(store, now=now), store.manager.actor
    only = van("Van 1", depot, store, now=now)
    booked("101", MORNING, store, now)
    booked("102", NOON, store, now)
    until_noon = [actions.Hours(weekday, time(7, 30), time(12, 30)) for weekday in range(6)]

    with pytest.raises(actions.WouldBreak) as refused:
        actions.change_vehicle(only, hours=until_noon, by=by, now=now)
    unchanged = plans.load(queries.get_depot(), [TUESDAY])[TUESDAY]
    actions.change_vehicle(only, hours=until_noon, despite=True, by=by, now=now)

    assert refused.value.faults[0].startswith("Tue 3 Mar: Van 1 would be back at 12:")
    assert checker.faults(unchanged, depot.travel) == []
    assert checker.faults(plans.load(queries.get_depot(), [TUESDAY])[TUESDAY], depot.travel) != []


def test_a_truck_with_stops_ahead_is_not_retired(store: House, vans: Fleet, now: datetime) -> None:
    stop, by = booked("101", MORNING, store, now), store.manager.actor

    with pytest.raises(actions.StillPromised, match="has 1 stop"):
        actions.retire_vehicle(stop.vehicle, by=by, now=now)

    other = vans.second_van if stop.vehicle == vans.van else vans.van
    actions.retire_vehicle(other, by=by, now=now)
    assert [each.name for each in queries.vehicles()] == [stop.vehicle.name]
