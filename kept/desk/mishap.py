"""A truck is lost or late: what can still be kept by whom is seen first, and written once it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound, Refused
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.deliveries import actions as deliveries
from kept.deliveries import board, live, plans, queries
from kept.deliveries.models import DayPlan, Depot, Stop, Vehicle, VehicleDay
from kept.deliveries.queries.finding import stops_at_hand
from kept.deliveries.routing import live as kernel
from kept.deliveries.routing import plan as routing
from kept.deliveries.routing import repair, timing
from kept.deliveries.rules import Free

MOST_QUOTED = 10
MOST_WINDOWS = 3


class DayChanged(Refused):
    """Somebody booked, moved or tapped since the dispatcher looked: nothing was written."""

    code = "day_changed_meanwhile"


@dataclass(frozen=True)
class Mishap:
    """What befell a truck of today: it makes no stop from ``lost_at`` on, or drives on at ``until``."""

    vehicle: Vehicle
    lost_at: datetime | None = None
    until: datetime | None = None
    because: str = ""

    def __post_init__(self) -> None:
        if (self.lost_at is None) == (self.until is None):
            raise ValueError("a truck is lost or late, one of them")


@dataclass(frozen=True)
class Kept:
    """A promise that somebody keeps all the same."""

    stop: Stop
    truck: str


@dataclass(frozen=True)
class ToCall:
    """A promise that nobody can keep. ``instead`` is a window of today that a truck could still make."""

    stop: Stop
    instead: tuple[datetime, datetime] | None
    windows: tuple[Free, ...]


Order = dict[int, tuple[list[int], list[int]]]
"""By truck: its deliveries in the order of driving, and the positions before which it is loaded again."""


@dataclass(frozen=True)
class Foreseen:
    """What a mishap means for the day as it was at ``version``; nothing of it is written."""

    mishap: Mishap
    version: int
    moved: Sequence[Kept]
    to_call: Sequence[ToCall]
    order: Order


def trucks_of_today(staff: Staff, *, now: datetime) -> list[Vehicle]:
    """Every truck that drives today."""
    require(staff, Right.PLAN_DELIVERIES)
    driving: list[int] = []
    for depot in queries.depots():
        today = day_at(depot, now)
        driving += [truck.key for truck in plans.trucks_on(depot, [today])[today]]
    return list(Vehicle.objects.filter(pk__in=driving).select_related("depot__location").order_by("name"))


def get_truck_for(staff: Staff, pk: int, *, now: datetime) -> Vehicle:
    """A truck that drives today. Raises NotFound."""
    found = next((truck for truck in trucks_of_today(staff, now=now) if truck.pk == pk), None)
    if found is None:
        raise NotFound(_("This truck does not drive today."))
    return found


def befallen_today(staff: Staff, *, now: datetime) -> list[VehicleDay]:
    """The trucks that were said to be lost or late today."""
    require(staff, Right.PLAN_DELIVERIES)
    befell = Q(lost_at__isnull=False) | Q(late_until__isnull=False)
    found = VehicleDay.objects.filter(befell, plan__on__gte=(now - timedelta(days=1)).date())
    found = found.select_related("vehicle", "plan__depot__location").order_by("vehicle__name")
    return [each for each in found if each.plan.on == day_at(each.plan.depot, now)]


def late(vehicle: Vehicle, *, minutes: int, because: str, now: datetime) -> Mishap:
    """So many minutes late: counted from now, or from when its shift starts."""
    today = day_at(vehicle.depot, now)
    on_duty = plans.trucks_on(vehicle.depot, [today])[today]
    starts = next(truck.starts for truck in on_duty if truck.key == vehicle.pk)
    return Mishap(vehicle, until=max(now, _at(starts)) + timedelta(minutes=minutes), because=because)


def drives_again(vehicle: Vehicle, *, staff: Staff, now: datetime) -> None:
    """It drives as its shift says again; what is still its own stands in its route."""
    depot = vehicle.depot
    deliveries.return_vehicle(depot, day_at(depot, now), vehicle, by=staff.actor, now=now)


def foresee(mishap: Mishap, *, now: datetime) -> Foreseen:
    """Who else can bring what, and whom to call, least harm first."""
    depot = mishap.vehicle.depot
    today = day_at(depot, now)
    row = queries.day_of(depot, today)
    read = plans.read(depot, [today])[today].plan
    before = replace(read, routes=tuple(_delayed(route, mishap) for route in read.routes))
    progress = live.progress_on(row) if row.pk else {}
    found = repair.repair(
        before,
        depot.travel,
        lost={mishap.vehicle.pk: _seconds(mishap.lost_at)} if mishap.lost_at else {},
        late={mishap.vehicle.pk: _seconds(mishap.until)} if mishap.until else {},
        progress=progress,
        now=_seconds(now),
        windows=[queries.instants(window, depot) for window in queries.windows_of(depot, [today])],
    )
    order, stranded = _order(found, mishap), found.without_place
    if mishap.until and queries.newly_wrong(before, in_order(plans.Day(before), order), depot):
        order[mishap.vehicle.pk], stranded = _as_it_was(before, found, mishap, progress, now=now)
    stops = {stop.delivery_id: stop for stop in stops_at_hand().filter(plan__depot=depot, plan__on=today)}
    return Foreseen(
        mishap=mishap,
        version=read.version,
        moved=_moved(before, found.plan, stops, depot),
        to_call=[_to_call(each, stops, at < MOST_QUOTED, now) for at, each in enumerate(stranded)],
        order=order,
    )


def without_driver(mishap: Mishap, order: Order, *, staff: Staff, now: datetime) -> list[Vehicle]:
    """The other trucks that have stops in these routes, and nobody who drives them today."""
    depot = mishap.vehicle.depot
    tours = board.day_for(staff, day_at(depot, now), depot).tours
    return [
        tour.vehicle
        for tour in tours
        if tour.driver is None and tour.vehicle != mishap.vehicle and order.get(tour.vehicle.pk, ([], []))[0]
    ]


@transaction.atomic
def confirm(
    mishap: Mishap,
    order: Order,
    *,
    version: int,
    drivers: Mapping[Vehicle, Staff] | None = None,
    staff: Staff,
    now: datetime,
) -> bool:
    """Write it, and the repaired routes as they were seen; who cannot be kept stays on the board until told.

    ``drivers`` are named for trucks that nobody drove. False when the new routes cannot be driven after all:
    then only the mishap is written. Raises DayChanged when the day is not any more as it was seen
    (``version``): then nothing is.
    """
    plan = _write(mishap, staff=staff, now=now)
    if plan.version != version + 1:
        raise DayChanged(_("The day was changed meanwhile. Look again at who can be kept, and confirm."))
    read = plans.read(queries.as_it_stands(mishap.vehicle.depot), [plan.on], fresh=True)[plan.on]
    adopted = deliveries.adopt(
        plan.depot, plan.on, in_order(read, order), read_version=plan.version, because="repaired",
        by=staff.actor, now=now,
    )  # fmt: skip
    for vehicle, driver in (drivers or {}).items():
        deliveries.assign_driver_for_day(plan.depot, plan.on, vehicle, driver, by=staff.actor, now=now)
    return adopted


def _write(mishap: Mishap, *, staff: Staff, now: datetime) -> DayPlan:
    depot, vehicle, because, by = mishap.vehicle.depot, mishap.vehicle, mishap.because, staff.actor
    today = day_at(depot, now)
    if mishap.lost_at is not None:
        return deliveries.lose_vehicle(
            depot, today, vehicle, from_at=mishap.lost_at, because=because, by=by, now=now
        )
    assert mishap.until is not None  # one of them, see Mishap
    return deliveries.delay_vehicle(
        depot, today, vehicle, until=mishap.until, because=because, by=by, now=now
    )


def _delayed(route: routing.Route, mishap: Mishap) -> routing.Route:
    """The route as it is read once the delay is written."""
    if mishap.until is None or route.truck.key != mishap.vehicle.pk:
        return route
    starts = min(max(route.truck.starts, _seconds(mishap.until)), route.truck.ends - 1)
    return replace(route, truck=replace(route.truck, starts=starts))


def _order(found: repair.Repaired, mishap: Mishap) -> Order:
    """The repaired routes. What a late truck cannot make in time stays with it, behind the others."""
    order: Order = {}
    for route in found.plan.routes:
        keys = [stop.key for stop in route.stops]
        if route.truck.key != mishap.vehicle.pk:
            order[route.truck.key] = (keys, list(route.reloads))
        elif mishap.lost_at is None:
            late = [each.stop.key for each in found.without_place]
            order[route.truck.key] = (keys + late, list(route.reloads))
    return order


def _as_it_was(
    before: routing.DayPlan,
    found: repair.Repaired,
    mishap: Mishap,
    progress: Mapping[int, kernel.Progress],
    *,
    now: datetime,
) -> tuple[tuple[list[int], list[int]], tuple[repair.Stranded, ...]]:
    """The late truck with what nobody takes from it in its old order, and whom it then comes too late to.

    For where putting the hopeless ones behind would break a promise that its old order does not break.
    """
    travel, key = mishap.vehicle.depot.travel, mishap.vehicle.pk
    (route,) = (route for route in before.routes if route.truck.key == key)
    elsewhere = {s.key for r in found.plan.routes if r.truck.key != key for s in r.stops}
    for at in reversed(range(len(route.stops))):
        if route.stops[at].key in elsewhere:
            route = route.without(at)
    known = replace(progress.get(key, kernel.Progress()), waits_until=_seconds(mishap.until or now))
    here = kernel.from_here(route, travel, known, _seconds(now))
    begins = zip(here.stops, timing.begins(here, travel), strict=False)
    late = {stop.key for stop, at in list(begins)[here.done :] if at > stop.latest}
    stranded = tuple(repair.Stranded(stop, key) for stop in route.stops if stop.key in late)
    return ([stop.key for stop in route.stops], list(route.reloads)), stranded


def in_order(read: plans.Day, order: Order) -> routing.DayPlan:
    """The day with its stops in this order. Raises DayChanged for stops that it does not have."""
    known = {stop.key: stop for stop in (*read.plan.stops, *read.adrift)}
    if not {key for keys, _reloads in order.values() for key in keys} <= set(known):
        raise DayChanged(_("The day was changed meanwhile. Look again at who can be kept, and confirm."))
    routes = []
    for route in read.plan.routes:
        keys, reloads = order.get(route.truck.key, ([stop.key for stop in route.stops], route.reloads))
        stops = tuple(known[key] for key in keys)
        routes.append(replace(route, stops=stops, reloads=tuple(reloads)))
    return replace(read.plan, routes=tuple(routes))


def _moved(
    before: routing.DayPlan, after: routing.DayPlan, stops: dict[int, Stop], depot: Depot
) -> list[Kept]:
    """The stops that another truck takes over."""
    names = dict(depot.vehicles.values_list("pk", "name"))
    was = {stop.key: route.truck.key for route in before.routes for stop in route.stops}
    taken = [
        (stop.key, route.truck.key)
        for route in after.routes
        for stop in route.stops
        if was.get(stop.key) != route.truck.key
    ]
    return [Kept(stops[key], names[truck]) for key, truck in taken]


def _to_call(stranded: repair.Stranded, stops: dict[int, Stop], quoted: bool, now: datetime) -> ToCall:
    stop, instead = stops[stranded.stop.key], stranded.instead
    free = queries.quote(stop.delivery, now=now).nearest_to(now, most=MOST_WINDOWS) if quoted else ()
    return ToCall(stop, (_at(instead.earliest), _at(instead.latest)) if instead else None, free)


def day_at(depot: Depot, now: datetime) -> date:
    """The day that it is by the depot's clocks."""
    return now.astimezone(depot.location.zone).date()


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
