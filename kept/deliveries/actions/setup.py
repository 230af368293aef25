"""Setting up what drives: depots with their windows, vehicles with their shifts, who drives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction

from kept.base.actors import Actor
from kept.business.models import Staff
from kept.deliveries.models import Depot, Shift, Vehicle, WindowTemplate
from kept.ledger import actions as ledger


@transaction.atomic
def open_depot(depot: Depot, *, windows: Sequence[tuple[time, time]], by: Actor, now: datetime) -> Depot:
    """Save a new depot and the windows that it offers each day. Raises ValidationError."""
    depot.full_clean()
    depot.save()
    for opens, closes in windows:
        WindowTemplate.objects.create(depot=depot, opens=opens, closes=closes)
    said = [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in windows]
    ledger.record("depot.opened", depot, by=by, at=now, name=depot.name, windows=said)
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
    for weekday in weekdays:
        shift = Shift(vehicle=vehicle, weekday=weekday, starts=hours[0], ends=hours[1], driver=driver)
        shift.full_clean()
        shift.save()
    ledger.record("vehicle.added", vehicle, by=by, at=now, name=vehicle.name, litres=vehicle.litres)
    return vehicle


@transaction.atomic
def assign_driver(vehicle: Vehicle, driver: Staff | None, *, by: Actor, now: datetime) -> Vehicle:
    """Say who drives a vehicle on all its shifts."""
    Shift.objects.filter(vehicle=vehicle).update(driver=driver)
    ledger.record("vehicle.driver", vehicle, by=by, at=now, driver=driver)
    return vehicle
