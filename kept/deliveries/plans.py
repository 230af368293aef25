"""From rows to the routing engine's plans: who drives on a day, and which stops are promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from kept.base.calendars import Calendar
from kept.deliveries import rules
from kept.deliveries.models import DayPlan, Depot, Shift, Stop
from kept.deliveries.routing import plan as routing


def load(depot: Depot, days: Sequence[date], *, without: int | None = None) -> dict[date, routing.DayPlan]:
    """The plans of these days. A closed day has no trucks; a stop's key is its delivery's number.

    ``without`` names a delivery whose own stop is left out, as if it were asked for anew.
    Stops of a vehicle that has no shift any more stand in no route: nothing may be planned around them.
    """
    trucks = trucks_on(depot, days)
    versions = dict(DayPlan.objects.filter(depot=depot, on__in=days).values_list("on", "version"))
    stops = _stops(depot, days, without)
    return {
        day: routing.DayPlan(
            day,
            tuple(routing.Route(truck, tuple(stops[day, truck.key])) for truck in trucks[day]),
            versions.get(day, 0),
        )
        for day in days
    }


def trucks_on(depot: Depot, days: Sequence[date]) -> dict[date, list[routing.Truck]]:
    """The trucks with a shift on each day, in the order of their names; none on closed days."""
    calendar = depot.location.calendar
    shifts = list(
        Shift.objects.filter(vehicle__depot=depot, vehicle__retired_at=None)
        .select_related("vehicle__depot__location")
        .order_by("vehicle__name")
    )
    return {day: _on_duty(shifts, day, calendar) for day in days}


def closes_at(depot: Depot, trucks: Sequence[routing.Truck]) -> datetime | None:
    """When the day of these trucks stops taking bookings; None when nobody drives."""
    zone = depot.location.zone
    starts = [datetime.fromtimestamp(truck.starts, tz=zone) for truck in trucks]
    return rules.closes_to_booking(starts, depot.closes_minutes)


def local_days(depot: Depot, now: datetime, count: int) -> list[date]:
    """Today, as the depot's clocks say, and the days after it: ``count`` in all."""
    today = now.astimezone(depot.location.zone).date()
    return [today + timedelta(ahead) for ahead in range(count)]


def _on_duty(shifts: Sequence[Shift], day: date, calendar: Calendar) -> list[routing.Truck]:
    if day in calendar.closed_on:
        return []
    trucks = [shift.truck(day) for shift in shifts if shift.weekday == day.weekday()]
    return [truck for truck in trucks if truck is not None]


def _stops(
    depot: Depot, days: Sequence[date], without: int | None
) -> dict[tuple[date, int], list[routing.Stop]]:
    """Per day and vehicle, in driving order. Plain values: a horizon holds thousands of stops."""
    found: dict[tuple[date, int], list[routing.Stop]] = defaultdict(list)
    rows = (
        Stop.objects.filter(plan__depot=depot, plan__on__in=days)
        .exclude(delivery=without)
        .order_by("plan__on", "vehicle_id", "sequence")
        .values_list(
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
            "promise__starts_at",
            "promise__until",
        )
    )
    for (
        day,
        vehicle,
        key,
        latitude,
        longitude,
        minutes,
        litres,
        kilograms,
        skills,
        pinned,
        starts_at,
        until,
    ) in rows:
        assert starts_at is not None  # a promise of a delivery is a window
        assert latitude is not None and longitude is not None  # a delivery on its way has a place
        load = (litres, kilograms)
        errand = routing.Errand((latitude, longitude), minutes * 60, load, frozenset(skills))
        span = (int(starts_at.timestamp()), int(until.timestamp()))
        stop = routing.Stop(key, errand, *span, truck=vehicle if pinned else None)
        found[day, vehicle].append(stop)
    return found
