"""Setting up what drives: depots with their windows, vehicles with their shifts, who drives.

A change that would break a promise ahead is refused with what would break, unless made ``despite`` that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.deliveries import plans, queries, rules, words
from kept.deliveries.actions import days
from kept.deliveries.actions.planning import WouldBreak
from kept.deliveries.models import Depot, Shift, Stop, Vehicle, WindowTemplate
from kept.ledger import actions as ledger

MOST_NAMED = 12
CHANGEABLE = (
    "name",
    "latitude",
    "longitude",
    "closes_minutes",
    "window_buffer_minutes",
    "shift_buffer_minutes",
)


class StillPromised(Refused):
    """A truck that has stops ahead is not retired."""

    code = "truck_has_stops_ahead"


@dataclass(frozen=True)
class Hours:
    """When a vehicle drives on one weekday (0 is Monday), and its break: minutes, and when it may begin."""

    weekday: int
    starts: time
    ends: time
    driver: Staff | None = None
    break_minutes: int = 0
    break_from: time | None = None
    break_until: time | None = None


@transaction.atomic
def open_depot(depot: Depot, *, windows: Sequence[tuple[time, time]], by: Actor, now: datetime) -> Depot:
    """Save a new depot and the windows that it offers each day. Raises ValidationError."""
    depot.full_clean()
    depot.save()
    said = _offer(depot, windows)
    ledger.record("depot.opened", depot, by=by, at=now, name=depot.name, windows=said)
    return depot


@transaction.atomic
def change_depot(
    depot: Depot, *, windows: Sequence[tuple[time, time]] | None = None, despite: bool = False,
    by: Actor, now: datetime,
) -> Depot:  # fmt: skip
    """Save a depot's name, place, closing hour and buffers, and the windows it offers where they are given.

    What was promised before keeps its own window. Raises WouldBreak, ValidationError.
    """
    depot.full_clean()
    with _keeping_promises(depot, despite=despite, now=now):
        depot.save(update_fields=CHANGEABLE)
        if windows is not None:
            WindowTemplate.objects.filter(depot=depot).delete()
            _offer(depot, windows)
    offered = [str(each) for each in WindowTemplate.objects.filter(depot=depot)]
    ledger.record(
        "depot.changed", depot, by=by, at=now, name=depot.name, closes_minutes=depot.closes_minutes,
        where=f"{depot.latitude:.6f},{depot.longitude:.6f}", windows=offered, despite=despite,
        window_buffer=depot.window_buffer_minutes, shift_buffer=depot.shift_buffer_minutes,
    )  # fmt: skip
    return depot


@transaction.atomic
def add_vehicle(
    vehicle: Vehicle,
    *,
    weekdays: Sequence[int],
    hours: tuple[time, time],
    driver: Staff | None = None,
    by: Actor,
    now: datetime,
) -> Vehicle:
    """Save a new vehicle that drives these hours on these weekdays (0 is Monday). Raises ValidationError."""
    vehicle.full_clean()
    vehicle.save()
    _put_hours(vehicle, [Hours(weekday, *hours, driver=driver) for weekday in weekdays])
    _raise_version(vehicle.depot)
    ledger.record("vehicle.added", vehicle, by=by, at=now, name=vehicle.name, litres=vehicle.litres)
    return vehicle


@transaction.atomic
def change_vehicle(
    vehicle: Vehicle, *, hours: Sequence[Hours] | None = None, despite: bool = False, by: Actor, now: datetime
) -> Vehicle:
    """Save what a vehicle holds and can, and its week where ``hours`` are given: one a weekday at most.

    Raises WouldBreak with what no longer fits, ValidationError.
    """
    vehicle.full_clean()
    with _keeping_promises(vehicle.depot, despite=despite, now=now):
        vehicle.save(update_fields=["name", "litres", "kilograms", "skills", "loads", "loading_minutes"])
        if hours is not None:
            Shift.objects.filter(vehicle=vehicle).delete()
            _put_hours(vehicle, hours)
    week = [f"{each.weekday} {each.starts:%H:%M}-{each.ends:%H:%M}" for each in hours or ()]
    ledger.record(
        "vehicle.changed", vehicle, by=by, at=now, name=vehicle.name, litres=vehicle.litres,
        kilograms=vehicle.kilograms, skills=vehicle.skills, loads=vehicle.loads, week=week, despite=despite,
    )  # fmt: skip
    return vehicle


@transaction.atomic
def retire_vehicle(vehicle: Vehicle, *, by: Actor, now: datetime) -> Vehicle:
    """The vehicle drives no more. Raises StillPromised while stops are planned on it. Twice is once."""
    today = now.astimezone(vehicle.depot.location.zone).date()
    days.lock(vehicle.depot, _ahead(vehicle.depot, now))
    vehicle.refresh_from_db()
    if vehicle.retired_at is not None:
        return vehicle
    ahead = Stop.objects.filter(vehicle=vehicle, plan__on__gte=today, promise__settled_at=None)
    if first := ahead.select_related("plan", "delivery__customer").in_order().first():
        count = ahead.count()
        said = ngettext(
            "%(truck)s has %(count)d stop ahead, on %(day)s. Move it to another truck first.",
            "%(truck)s has %(count)d stops ahead, the first on %(day)s. Move them to another truck first.",
            count,
        )
        day = words.say_day(first.plan.on)
        raise StillPromised(said % {"truck": vehicle, "count": count, "day": day})
    vehicle.retired_at = now
    vehicle.save(update_fields=["retired_at"])
    _raise_version(vehicle.depot)
    ledger.record("vehicle.retired", vehicle, by=by, at=now, name=vehicle.name)
    return vehicle


@transaction.atomic
def assign_driver(vehicle: Vehicle, driver: Staff | None, *, by: Actor, now: datetime) -> Vehicle:
    """Say who drives a vehicle on all its shifts."""
    Shift.objects.filter(vehicle=vehicle).update(driver=driver)
    ledger.record("vehicle.driver", vehicle, by=by, at=now, driver=driver)
    return vehicle


@contextmanager
def _keeping_promises(depot: Depot, *, despite: bool, now: datetime) -> Iterator[None]:
    """Hold every day ahead while something changes, and compare: raises WouldBreak where it breaks more."""
    ahead = _ahead(depot, now)
    days.lock(depot, ahead)
    before = plans.read(queries.as_it_stands(depot), ahead, fresh=True)
    yield
    _raise_version(depot)
    stands = queries.as_it_stands(depot)
    after = plans.read(stands, ahead, fresh=True)
    faults = [said for day in ahead for said in queries.say_worse(before[day], after[day], stands)]
    if faults and not despite:
        more = [_("And %(count)d more.") % {"count": len(faults) - MOST_NAMED}]
        raise WouldBreak(faults[:MOST_NAMED] + (more if len(faults) > MOST_NAMED else []))


def _ahead(depot: Depot, now: datetime) -> list[date]:
    """Every day on which something is promised, and those that can be booked."""
    open_days = plans.local_days(depot, now, rules.HORIZON_DAYS)
    planned = Stop.objects.filter(plan__depot=depot, plan__on__gte=open_days[0])
    return sorted({*open_days, *planned.values_list("plan__on", flat=True)})


def _offer(depot: Depot, windows: Sequence[tuple[time, time]]) -> list[str]:
    for opens, closes in windows:
        template = WindowTemplate(depot=depot, opens=opens, closes=closes)
        template.full_clean()
        template.save()
    return [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in windows]


def _put_hours(vehicle: Vehicle, hours: Sequence[Hours]) -> None:
    for each in hours:
        shift = Shift(
            vehicle=vehicle,
            weekday=each.weekday,
            starts=each.starts,
            ends=each.ends,
            driver=each.driver,
            break_minutes=each.break_minutes,
            break_from=each.break_from,
            break_until=each.break_until,
        )
        shift.full_clean()
        shift.save()


def _raise_version(depot: Depot) -> None:
    """What was remembered of this depot's days is read anew."""
    Depot.objects.filter(pk=depot.pk).update(version=F("version") + 1)
