"""What befalls one truck on one day: it is lost, late, back again, driven by somebody else.

Promises are not touched: what cannot be kept any more is for a person to call (``repair`` finds what can).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.deliveries.actions import days
from kept.deliveries.models import DayPlan, Depot, Vehicle, VehicleDay
from kept.ledger import actions as ledger

LONGEST_REASON = 200


class NotLate(Refused):
    """A delay that ends before the truck would have left is none."""

    code = "truck_is_not_late"


@transaction.atomic
def lose_vehicle(
    depot: Depot, day: date, vehicle: Vehicle, *, from_at: datetime, because: str, by: Actor, now: datetime
) -> DayPlan:
    """From then on this truck makes no stop that day; those it had before it stand in no route."""
    plan, different = _different(depot, day, vehicle)
    different.lost_at, different.late_until = from_at, None
    return _say(plan, different, "vehicle.lost", because, by=by, now=now, from_at=from_at)


@transaction.atomic
def delay_vehicle(
    depot: Depot, day: date, vehicle: Vehicle, *, until: datetime, because: str, by: Actor, now: datetime
) -> DayPlan:
    """This truck leaves the depot no sooner than ``until``. Raises NotLate for another day's instant."""
    if until.astimezone(depot.location.zone).date() != day:
        raise NotLate(_("Say when on that day the truck leaves. If it does not drive at all, it is lost."))
    plan, different = _different(depot, day, vehicle)
    different.late_until, different.lost_at = until, None
    return _say(plan, different, "vehicle.late", because, by=by, now=now, until=until)


@transaction.atomic
def return_vehicle(depot: Depot, day: date, vehicle: Vehicle, *, by: Actor, now: datetime) -> DayPlan:
    """The truck drives as its shift says again; stops that are still its own stand in its route.

    Twice is once.
    """
    plan, different = _different(depot, day, vehicle)
    if different.lost_at is None and different.late_until is None:
        return plan
    different.lost_at = different.late_until = None
    return _say(plan, different, "vehicle.returned", "", by=by, now=now)


@transaction.atomic
def assign_driver_for_day(
    depot: Depot, day: date, vehicle: Vehicle, driver: Staff | None, *, by: Actor, now: datetime
) -> DayPlan:
    """Somebody else drives this truck on this day; None gives it back to the driver of its shift."""
    plan, different = _different(depot, day, vehicle)
    different.driver = driver
    different.save(update_fields=["driver"])
    days.raise_version(plan)
    ledger.record("vehicle.driver_for_day", plan, by=by, at=now, vehicle=vehicle, driver=driver)
    return plan


def _different(depot: Depot, day: date, vehicle: Vehicle) -> tuple[DayPlan, VehicleDay]:
    plan = days.lock(depot, [day])[day]
    return plan, days.differing(plan, vehicle.pk)


def _say(
    plan: DayPlan,
    different: VehicleDay,
    kind: str,
    because: str,
    *,
    by: Actor,
    now: datetime,
    **instants: datetime,
) -> DayPlan:
    different.because = because[:LONGEST_REASON]
    different.save(update_fields=["lost_at", "late_until", "because"])
    days.raise_version(plan)
    said: dict[str, Any] = {"vehicle": different.vehicle, "because": different.because, **instants}
    ledger.record(kind, plan, by=by, at=now, version=plan.version, **said)
    return plan
