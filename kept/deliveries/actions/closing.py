"""Closing a day: cut off from bookings, published to its drivers, opened again."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.deliveries.actions import days
from kept.deliveries.models import Arrival, DayPlan, Depot
from kept.ledger import actions as ledger


class AlreadyDriving(Refused):
    """A day that was driven, even in part, is not opened again."""

    code = "day_is_being_driven"


@transaction.atomic
def cut_off(depot: Depot, day: date, *, by: Actor, now: datetime) -> DayPlan:
    """Book nothing new on this day from now on. Twice is once."""
    plan = days.lock(depot, [day])[day]
    if plan.cut_off_at is None:
        plan.cut_off_at, plan.cut_off_by = now, str(by)
        plan.save(update_fields=["cut_off_at", "cut_off_by"])
        days.raise_version(plan)
        ledger.record("day.cut_off", plan, by=by, at=now, version=plan.version)
    return plan


@transaction.atomic
def publish(depot: Depot, day: date, *, by: Actor, now: datetime) -> DayPlan:
    """Show the day to its drivers, which cuts it off. Twice is once."""
    plan = cut_off(depot, day, by=by, now=now)
    if plan.published_at is None:
        plan.published_at, plan.published_by = now, str(by)
        plan.save(update_fields=["published_at", "published_by"])
        days.raise_version(plan)
        ledger.record("day.published", plan, by=by, at=now, version=plan.version)
    return plan


@transaction.atomic
def reopen(depot: Depot, day: date, *, by: Actor, now: datetime) -> DayPlan:
    """Take bookings again, and the day from its drivers' pages until it is published anew. Twice is once.

    Raises AlreadyDriving once a truck has arrived somewhere.
    """
    plan = days.lock(depot, [day])[day]
    if plan.cut_off_at is None:
        return plan
    if Arrival.objects.filter(stop__plan=plan).exists():
        raise AlreadyDriving(_("This day is being driven already. Its stops can still be moved."))
    plan.cut_off_at, plan.cut_off_by = None, ""
    plan.published_at, plan.published_by = None, ""
    plan.save(update_fields=["cut_off_at", "cut_off_by", "published_at", "published_by"])
    days.raise_version(plan)
    ledger.record("day.reopened", plan, by=by, at=now, version=plan.version)
    return plan
