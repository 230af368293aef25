"""From rows to the routing engine's plans: who drives on a day, and which stops are promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from django.db import connection

from kept.deliveries import rules
from kept.deliveries.models import DayPlan, Depot, Shift, Stop, VehicleDay
from kept.deliveries.routing import buffers
from kept.deliveries.routing import plan as routing
from kept.deliveries.routing.pace import HourlyPace
from kept.deliveries.routing.plan import Held
from kept.deliveries.shelf import Shelf


@dataclass(frozen=True)
class Day:
    """A day as its rows say. ``adrift``: promised stops that no truck drives any more.

    ``key`` names these very rows, for who remembers what was made of them; None where nobody may.
    """

    plan: routing.DayPlan
    adrift: tuple[routing.Stop, ...] = ()
    cut_off_at: datetime | None = None
    published_at: datetime | None = None
    key: Hashable = None


_days: Shelf[Day] = Shelf()


def load(
    depot: Depot, days: Sequence[date], *, without: int | None = None, fresh: bool = False
) -> dict[date, routing.DayPlan]:
    """The plans of these days. A closed day has no trucks; a stop's key is its delivery's number.

    ``without`` names a delivery whose own stop is left out, as if it were asked for anew.
    """
    plans = {day: each.plan for day, each in read(depot, days, fresh=fresh).items()}
    return {day: take_out(plan, without) for day, plan in plans.items()} if without else plans


def read(depot: Depot, days: Sequence[date], *, fresh: bool = False) -> dict[date, Day]:
    """These days, from memory as long as neither the depot nor the day has another version.

    ``depot`` is as the database has it now. ``fresh`` reads the rows in any case: for who holds the day's
    lock. Nothing is remembered inside a transaction: what it wrote may be taken back.
    """
    rows = {row.on: row for row in DayPlan.objects.filter(depot=depot, on__in=days)}
    keys = {day: _key(depot, day, rows[day].version if day in rows else 0) for day in days}
    found = (
        {}
        if fresh
        else {day: kept for day, key in keys.items() if (kept := _days.find((depot.pk, day), key))}
    )
    for day, made in _read(depot, [day for day in days if day not in found], rows).items():
        found[day] = made
        if not connection.in_atomic_block:
            found[day] = replace(made, key=keys[day])
            _days.keep((depot.pk, day), keys[day], found[day])
    return {day: found[day] for day in days}


def take_out(plan: routing.DayPlan, key: int) -> routing.DayPlan:
    """The plan without a stop; what follows it only comes sooner."""
    return replace(plan, routes=tuple(_left(route, key) for route in plan.routes))


def with_buffers(plan: routing.DayPlan, depot: Depot) -> routing.DayPlan:
    """The plan as bookings and searches see it: windows and shifts end sooner than they do."""
    window, shift = 60 * depot.window_buffer_minutes, 60 * depot.shift_buffer_minutes
    return buffers.buffered(plan, depot.travel, window=window, shift=shift)


def as_promised(found: routing.DayPlan, before: routing.DayPlan, *new: routing.Stop) -> routing.DayPlan:
    """What was found among buffers, with the windows that were promised and the shifts that are driven."""
    stops = {stop.key: stop for stop in (*before.stops, *new)}
    trucks = {route.truck.key: route.truck for route in before.routes}
    routes = (
        replace(route, truck=trucks[route.truck.key], stops=tuple(stops[stop.key] for stop in route.stops))
        for route in found.routes
    )
    return replace(found, routes=tuple(routes))


def trucks_on(depot: Depot, days: Sequence[date]) -> dict[date, list[routing.Truck]]:
    """The trucks with a shift on each day, in the order of their names; none on closed days."""
    shifts = list(
        Shift.objects.filter(vehicle__depot=depot, vehicle__retired_at=None)
        .select_related("vehicle__depot__location")
        .order_by("vehicle__name")
    )
    closed = depot.location.calendar.closed_on
    return {day: [] if day in closed else _on_duty(shifts, day, depot.pace) for day in days}


def closes_at(depot: Depot, trucks: Sequence[routing.Truck]) -> datetime | None:
    """When the day of these trucks stops taking bookings; None when nobody drives."""
    zone = depot.location.zone
    starts = [datetime.fromtimestamp(truck.starts, tz=zone) for truck in trucks]
    return rules.closes_to_booking(starts, depot.closes_minutes)


def local_days(depot: Depot, now: datetime, count: int) -> list[date]:
    """Today, as the depot's clocks say, and the days after it: ``count`` in all."""
    today = now.astimezone(depot.location.zone).date()
    return [today + timedelta(ahead) for ahead in range(count)]


def _key(depot: Depot, day: date, version: int) -> Hashable:
    """All that the rows of a day hang on. The location's calendar and clocks have no version of their own."""
    location = depot.location
    return (depot.pk, depot.version, location.zone_name, day.isoformat() in location.closed_on, day, version)


def _read(depot: Depot, days: Sequence[date], rows: dict[date, DayPlan]) -> dict[date, Day]:
    if not days:
        return {}
    stops = _stops(depot, days)
    differs = {
        (each.plan.on, each.vehicle_id): each
        for each in VehicleDay.objects.filter(plan__depot=depot, plan__on__in=days).select_related("plan")
    }
    trucks = trucks_on(depot, days)
    return {day: _day(day, trucks[day], stops, differs, rows.get(day)) for day in days}


def _day(
    day: date,
    trucks: Sequence[routing.Truck],
    stops: dict[tuple[date, int], list[_Visit]],
    differs: dict[tuple[date, int], VehicleDay],
    row: DayPlan | None,
) -> Day:
    routes = []
    for truck in trucks:
        different = differs.get((day, truck.key))
        driven = _delayed(truck, different)
        if driven is not None:
            held = Held(different.held) if different else Held.NOTHING
            routes.append(_route(driven, stops.get((day, truck.key), []), held))
    driving = {route.truck.key for route in routes}
    adrift = [
        replace(visit.stop, truck=None)
        for (on, vehicle), visits in stops.items()
        if on == day and vehicle not in driving
        for visit in visits
        if visit.arrived_at is None and visit.is_open
    ]
    plan = routing.DayPlan(day, tuple(routes), row.version if row else 0)
    if row is None:
        return Day(plan)
    return Day(plan, tuple(adrift), row.cut_off_at, row.published_at)


def _delayed(truck: routing.Truck, different: VehicleDay | None) -> routing.Truck | None:
    """The truck as it drives today; None when it is lost, or late until its shift is over."""
    if different is None:
        return truck
    late_until = int(different.late_until.timestamp()) if different.late_until else 0
    if different.lost_at is not None or late_until >= truck.ends:
        return None
    return replace(truck, starts=max(truck.starts, late_until))


def _route(truck: routing.Truck, visits: Sequence[_Visit], held: Held) -> routing.Route:
    """What was made comes first, as it was made; the rest as it is planned."""
    made = sorted((v.arrived_at, at) for at, v in enumerate(visits) if v.arrived_at is not None)
    ordered = [*(visits[at] for _, at in made), *(visit for visit in visits if visit.arrived_at is None)]
    return routing.Route(
        truck,
        tuple(visit.stop for visit in ordered),
        reloads=tuple(at for at, visit in enumerate(ordered) if visit.reload and at),
        held=held,
        done=len(made),
    )


def _left(route: routing.Route, key: int) -> routing.Route:
    at = next((at for at, stop in enumerate(route.stops) if stop.key == key), None)
    if at is None:
        return route
    stops = (*route.stops[:at], *route.stops[at + 1 :])
    reloads = sorted({moved for r in route.reloads if 0 < (moved := r - (r > at)) < len(stops)})
    return replace(route, stops=stops, reloads=tuple(reloads), done=route.done - (at < route.done))


def _on_duty(shifts: Sequence[Shift], day: date, pace: HourlyPace) -> list[routing.Truck]:
    trucks = []
    for shift in shifts:
        truck = shift.truck(day) if shift.weekday == day.weekday() else None
        if truck is not None:
            trucks.append(replace(truck, pace=pace.over(day.weekday(), shift.starts, shift.ends)))
    return trucks


class _Visit(NamedTuple):
    stop: routing.Stop
    reload: bool
    arrived_at: datetime | None
    is_open: bool  # its promise still stands


class _Row(NamedTuple):
    """One stop as plain values: a horizon holds thousands of them."""

    day: date
    vehicle: int
    key: int
    latitude: float
    longitude: float
    minutes: int
    litres: int
    kilograms: int
    skills: list[str]
    pinned: bool
    reload: bool
    starts_at: datetime
    until: datetime
    settled_at: datetime | None
    arrived_at: datetime | None
    opens: time
    closes: time


_COLUMNS = (
    "plan__on",
    "vehicle_id",
    "delivery_id",
    "delivery__latitude",
    "delivery__longitude",
    "delivery__service_minutes",
    "delivery__litres",
    "delivery__kilograms",
    "delivery__skills",
    "pinned",
    "reload",
    "promise__starts_at",
    "promise__until",
    "promise__settled_at",
    "arrival__at",
    "opens",
    "closes",
)


def _stops(depot: Depot, days: Sequence[date]) -> dict[tuple[date, int], list[_Visit]]:
    """Per day and vehicle, in driving order."""
    found: dict[tuple[date, int], list[_Visit]] = defaultdict(list)
    pace = cache(depot.pace.window)
    rows = Stop.objects.filter(plan__depot=depot, plan__on__in=days)
    for values in rows.order_by("plan__on", "vehicle_id", "sequence").values_list(*_COLUMNS):
        row = _Row(*values)
        load = (row.litres, row.kilograms)
        place = (row.latitude, row.longitude)
        errand = routing.Errand(place, row.minutes * 60, load, frozenset(row.skills))
        span = (int(row.starts_at.timestamp()), int(row.until.timestamp()))
        stop = routing.Stop(
            row.key,
            errand,
            *span,
            truck=row.vehicle if row.pinned else None,
            pace=pace(row.day.weekday(), row.opens, row.closes),
        )
        visit = _Visit(stop, row.reload, row.arrived_at, row.settled_at is None)
        found[row.day, row.vehicle].append(visit)
    return found
