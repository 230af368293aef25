"""The dispatcher's hand on a day: moving, pinning, holding, closing; a truck lost, late, back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from pytest_django import Settings

from kept.base.actors import CLOCK
from kept.business.examples import House
from kept.customers.examples import nora, person
from kept.deliveries import actions, plans, queries
from kept.deliveries.examples import Fleet, one_depot, sofa, van
from kept.deliveries.models import DayPlan, Stop, Vehicle
from kept.deliveries.routing import checker, search
from kept.deliveries.routing import plan as routing
from kept.deliveries.routing.pace import HourlyPace
from kept.deliveries.routing.plan import Held
from kept.deliveries.rules import LocalWindow, Reason
from kept.ledger.queries import entries_about
from kept.promises.models import Promise

TUESDAY = date(2026, 3, 3)
MORNING, NOON = (LocalWindow(TUESDAY, time(opens), time(opens + 4)) for opens in (8, 12))
WEST, EAST = (40.70, -74.05), (40.70, -73.80)
HALF_PAST_SEVEN = datetime(2026, 3, 3, 12, 30, tzinfo=UTC)


def booked(
    number: str,
    window: LocalWindow,
    store: House,
    now: datetime,
    *,
    minutes: int = 25,
    place: tuple[float, float] = (40.6892, -73.9442),
) -> Stop:
    guest = person(f"Guest {number}", now=now)
    delivery = sofa(guest, store, number=number, place=place, minutes=minutes, now=now)
    return actions.book(delivery, window, by=store.representative.actor, now=now)


def order_of(vehicle: Vehicle) -> list[str]:
    stops = Stop.objects.filter(vehicle=vehicle).order_by("sequence")
    return list(stops.values_list("delivery__order__number", flat=True))


def version() -> int:
    return DayPlan.objects.get(on=TUESDAY).version


def faults() -> list[checker.Fault]:
    depot = queries.get_depot()
    return checker.faults(plans.load(depot, [TUESDAY])[TUESDAY], depot.travel)


def test_a_stop_that_is_dragged_to_another_truck_stays_there(
    store: House, vans: Fleet, now: datetime
) -> None:
    first, second = booked("101", MORNING, store, now), booked("102", MORNING, store, now)
    other = vans.second_van if first.vehicle == vans.van else vans.van
    before = version()

    moved = actions.move_stop(first, vehicle=other, position=0, by=store.dispatcher.actor, now=now)

    assert (moved.vehicle, moved.pinned, order_of(other)) == (other, True, ["101"])
    assert order_of(second.vehicle) == ["102"]
    assert version() == before + 1
    assert faults() == []
    assert moved.promise == first.promise
    assert [entry.kind for entry in entries_about(f"stop:{first.pk}")] == ["stop.moved"]


def test_a_move_is_tried_without_writing_anything(store: House, vans: Fleet, now: datetime) -> None:
    stop = booked("101", MORNING, store, now)
    booked("102", NOON, store, now)
    before = version()

    moved = queries.try_move(stop, stop.vehicle, 0)

    assert moved.fits and moved.faults == () and moved.extra_seconds == 0
    assert version() == before


def test_a_move_that_would_break_a_promise_is_refused_with_whose(store: House, now: datetime) -> None:
    only = van("Van 1", one_depot(store, now=now), store, now=now)
    booked("101", MORNING, store, now, minutes=200)
    late = booked("102", NOON, store, now)
    before = version()

    tried = queries.try_move(late, only, 0)
    with pytest.raises(actions.WouldBreak) as refused:
        actions.move_stop(late, vehicle=only, position=0, by=store.dispatcher.actor, now=now)

    assert not tried.fits
    assert tried.faults == refused.value.faults
    assert tried.faults[0].startswith("Van 1 would be at Guest 101 at 12:2")
    assert tried.faults[0].endswith("and we promised 12:00.")
    assert order_of(only) == ["101", "102"]
    assert version() == before


def test_a_place_that_the_route_does_not_have_is_refused(store: House, vans: Fleet, now: datetime) -> None:
    stop = booked("101", MORNING, store, now)

    with pytest.raises(queries.NoSuchPlace, match="is another by now"):
        actions.move_stop(stop, vehicle=vans.second_van, position=5, by=store.dispatcher.actor, now=now)

    assert not queries.try_move(stop, vans.second_van, 5).fits


@pytest.mark.parametrize("held", [Held.ALL, Held.ORDER])
def test_a_route_that_is_held_is_not_reordered(store: House, vans: Fleet, now: datetime, held: Held) -> None:
    stop = booked("101", MORNING, store, now)
    booked("102", MORNING, store, now)
    by = store.dispatcher.actor
    actions.hold(vans.depot, TUESDAY, stop.vehicle, held, by=by, now=now)

    with pytest.raises(queries.Fixed, match="This route is held"):
        actions.move_stop(stop, vehicle=stop.vehicle, position=1, by=by, now=now)

    actions.hold(vans.depot, TUESDAY, stop.vehicle, Held.NOTHING, by=by, now=now)
    assert actions.move_stop(stop, vehicle=stop.vehicle, position=1, by=by, now=now).sequence == 1


def test_a_route_that_is_held_takes_no_booking(store: House, now: datetime) -> None:
    depot = one_depot(store, now=now)
    only = van("Van 1", depot, store, now=now)
    actions.hold(depot, TUESDAY, only, Held.ALL, by=store.dispatcher.actor, now=now)

    with pytest.raises(actions.NoLongerFree) as refused:
        booked("101", MORNING, store, now)

    assert refused.value.why == Reason.HELD


def test_a_stop_where_the_truck_was_is_not_moved(store: House, vans: Fleet, now: datetime) -> None:
    stop = booked("101", MORNING, store, now)
    at = datetime(2026, 3, 3, 15, tzinfo=UTC)
    actions.mark_arrival(stop, actions.Tap(at), by=store.driver.actor, now=at)

    with pytest.raises(queries.Fixed, match="The truck was there already"):
        actions.move_stop(stop, vehicle=vans.second_van, position=0, by=store.dispatcher.actor, now=at)


def test_pinning_twice_is_once(store: House, vans: Fleet, now: datetime) -> None:
    stop = booked("101", MORNING, store, now)
    by = store.dispatcher.actor

    actions.pin(stop, True, by=by, now=now)
    pinned_at = version()
    again = actions.pin(stop, True, by=by, now=now)

    assert again.pinned and version() == pinned_at
    loaded = plans.load(vans.depot, [TUESDAY])[TUESDAY]
    assert [each.truck for each in loaded.stops] == [stop.vehicle_id]
    assert not actions.pin(stop, False, by=by, now=now).pinned


def test_a_day_that_is_cut_off_takes_no_more_bookings_until_it_is_opened_again(
    store: House, vans: Fleet, now: datetime
) -> None:
    by = store.dispatcher.actor
    stop = booked("101", MORNING, store, now)
    actions.cut_off(vans.depot, TUESDAY, by=by, now=now)

    with pytest.raises(actions.NoLongerFree) as refused:
        booked("102", MORNING, store, now)

    assert refused.value.why == Reason.CUT_OFF
    assert refused.value.words.startswith("The routes for Tue 3 Mar are fixed already.")
    actions.reopen(vans.depot, TUESDAY, by=by, now=now)
    assert booked("103", MORNING, store, now).plan == stop.plan


def test_publishing_cuts_off_and_twice_is_once(store: House, vans: Fleet, now: datetime) -> None:
    by = store.dispatcher.actor

    plan = actions.publish(vans.depot, TUESDAY, by=by, now=now)
    again = actions.publish(vans.depot, TUESDAY, by=CLOCK, now=now)

    assert plan.published_at == plan.cut_off_at == now
    assert (again.published_by, again.version) == (str(by), plan.version)
    assert actions.reopen(vans.depot, TUESDAY, by=by, now=now).published_at is None


def test_a_day_that_is_being_driven_is_not_opened_again(store: House, vans: Fleet, now: datetime) -> None:
    stop = booked("101", MORNING, store, now)
    at = datetime(2026, 3, 3, 15, tzinfo=UTC)
    actions.publish(vans.depot, TUESDAY, by=CLOCK, now=now)
    actions.mark_arrival(stop, actions.Tap(at), by=store.driver.actor, now=at)

    with pytest.raises(actions.AlreadyDriving):
        actions.reopen(vans.depot, TUESDAY, by=store.dispatcher.actor, now=at)


def test_the_stops_of_a_lost_truck_stand_in_no_route_until_it_is_back(
    store: House, vans: Fleet, now: datetime
) -> None:
    stop = booked("101", MORNING, store, now)
    by = store.dispatcher.actor

    actions.lose_vehicle(
        vans.depot, TUESDAY, stop.vehicle, from_at=HALF_PAST_SEVEN, because="gearbox", by=by, now=now
    )
    lost = plans.read(vans.depot, [TUESDAY])[TUESDAY]
    actions.return_vehicle(vans.depot, TUESDAY, stop.vehicle, by=by, now=now)
    back = plans.read(vans.depot, [TUESDAY])[TUESDAY]

    assert [each.key for each in lost.adrift] == [stop.delivery_id]
    assert lost.plan.stops == () and len(lost.plan.routes) == 1
    assert [each.key for each in back.plan.stops] == [stop.delivery_id] and back.adrift == ()


def test_a_late_truck_takes_only_what_it_can_still_make(store: House, now: datetime) -> None:
    depot = one_depot(store, now=now)
    only = van("Van 1", depot, store, now=now)
    by = store.dispatcher.actor
    with pytest.raises(actions.NotLate):
        actions.delay_vehicle(depot, TUESDAY, only, until=now, because="", by=by, now=now)

    until = datetime(2026, 3, 3, 17, 30, tzinfo=UTC)  # half past twelve
    actions.delay_vehicle(depot, TUESDAY, only, until=until, because="snow", by=by, now=now)

    with pytest.raises(actions.NoLongerFree) as refused:
        booked("101", MORNING, store, now)
    assert refused.value.why == Reason.NO_TRUCK
    assert booked("102", NOON, store, now).vehicle == only


def test_somebody_else_drives_for_a_day(store: House, vans: Fleet, now: datetime) -> None:
    stop = booked("101", MORNING, store, now)
    actions.publish(vans.depot, TUESDAY, by=CLOCK, now=now)

    actions.assign_driver_for_day(
        vans.depot, TUESDAY, stop.vehicle, store.dispatcher, by=store.manager.actor, now=now
    )

    assert not Stop.objects.driven_by(store.driver, TUESDAY).exists()
    assert Stop.objects.driven_by(store.dispatcher, TUESDAY).get() == stop


def test_a_better_plan_is_adopted_and_no_promise_changes(store: House, now: datetime) -> None:
    depot = one_depot(store, now=now)
    van("Van 1", depot, store, now=now)
    for n, latitude in enumerate((40.70, 40.62, 40.71, 40.63)):
        booked(f"10{n}", MORNING, store, now, place=(latitude, -73.95))
    read = plans.load(depot, [TUESDAY])[TUESDAY]
    (route,) = read.routes
    worse = replace(read, routes=(replace(route, stops=route.stops[::-1]),))
    promised = set(Promise.objects.values_list("pk", "starts_at", "until"))
    by = store.dispatcher.actor

    done = actions.adopt(depot, TUESDAY, worse, read_version=read.version, because="tried", by=by, now=now)
    overtaken = actions.adopt(
        depot, TUESDAY, read, read_version=read.version, because="tried", by=by, now=now
    )

    assert done and not overtaken
    stands = plans.load(depot, [TUESDAY])[TUESDAY]
    assert stands.stops == worse.stops and stands.version == read.version + 1
    assert set(Promise.objects.values_list("pk", "starts_at", "until")) == promised
    better = search.improve(stands, depot.travel)
    assert actions.improve(depot, TUESDAY, version=stands.version, now=now) is (better is not stands)


def test_a_plan_that_drops_a_stop_or_brings_a_stranger_is_not_adopted(
    store: House, vans: Fleet, now: datetime
) -> None:
    booked("101", MORNING, store, now)
    stranger = sofa(nora(now=now), store, number="102", now=now)
    read = plans.load(vans.depot, [TUESDAY])[TUESDAY]
    by = store.dispatcher.actor
    emptied = plans.take_out(read, read.stops[0].key)
    errand = stranger.errand
    assert errand is not None
    asked = queries.instants(MORNING, vans.depot)
    foreign = routing.Stop(stranger.pk, errand, asked.earliest, asked.latest)
    with_stranger = read.with_stop(foreign, truck=vans.second_van.pk, position=0)

    for plan in (emptied, with_stranger):
        assert not actions.adopt(
            vans.depot, TUESDAY, plan, read_version=read.version, because="tried", by=by, now=now
        )
    assert version() == read.version


def test_a_day_improved_by_the_worker_is_left_alone_once_its_drivers_see_it(
    store: House, vans: Fleet, now: datetime
) -> None:
    booked("101", MORNING, store, now)
    booked("102", MORNING, store, now)
    actions.publish(vans.depot, TUESDAY, by=CLOCK, now=now)

    assert not actions.improve(vans.depot, TUESDAY, now=now)


def test_a_driver_and_a_stranger_move_nothing(store: House, vans: Fleet, now: datetime) -> None:
    stop = booked("101", MORNING, store, now)
    Stop.objects.filter(pk=stop.pk).delete()

    with pytest.raises(queries.NoSuchPlace, match="moved to another window"):
        actions.pin(stop, True, by=store.dispatcher.actor, now=now)


def test_whoever_read_the_day_before_a_stop_was_made_is_overtaken(
    store: House, vans: Fleet, now: datetime
) -> None:
    stop = booked("101", MORNING, store, now)
    read = plans.load(vans.depot, [TUESDAY])[TUESDAY]
    at = datetime(2026, 3, 3, 15, tzinfo=UTC)

    actions.mark_arrival(stop, actions.Tap(at), by=store.driver.actor, now=at)

    assert not actions.adopt(
        vans.depot,
        TUESDAY,
        read,
        read_version=read.version,
        because="tried",
        by=store.dispatcher.actor,
        now=at,
    )
    assert sum(route.done for route in plans.load(vans.depot, [TUESDAY])[TUESDAY].routes) == 1


def test_who_would_be_late_once_a_stop_on_their_way_is_cancelled_goes_elsewhere(
    store: House, now: datetime, settings: Settings
) -> None:
    """After four everybody is slow, and the way past a cancelled stop becomes a drive after four."""
    settings.PACE = HourlyPace({(1, hour): 3.0 for hour in (16, 17, 18, 19)})
    depot, by = one_depot(store, now=now), store.dispatcher.actor
    first, second = (van(f"Van {n}", depot, store, hours=(time(8), time(18)), now=now) for n in (1, 2))
    evening = LocalWindow(TUESDAY, time(16), time(20))
    west = booked("101", NOON, store, now, place=WEST, minutes=200)
    passing = booked("102", NOON, store, now, place=EAST, minutes=1)
    last = booked("103", evening, store, now, place=EAST, minutes=20)
    for position, stop in enumerate((west, passing, last)):
        actions.move_stop(stop, vehicle=first, position=position, by=by, now=now)
        actions.pin(stop, False, by=by, now=now)
    assert (order_of(first), faults()) == (["101", "102", "103"], [])

    actions.cancel(passing.delivery, reason="changed my mind", by=by, now=now)

    assert faults() == []
    assert {*order_of(first), *order_of(second)} == {"101", "103"}
    assert order_of(first) and order_of(second)
