"""What workers and the clock do about days: better plans, and closing them. Safe to run twice."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django_tasks import task

from kept.base.actors import CLOCK
from kept.deliveries import actions, queries


@task(priority=-10)
def improve_day(depot: int, day: str, version: int) -> bool:
    """Look for a better plan after a booking, unless the day has changed again since."""
    found = queries.get_depot(depot)
    return actions.improve(found, date.fromisoformat(day), version=version, now=timezone.now())


@task(priority=-20)
def improve_longer(depot: int, day: str) -> bool:
    """Look longer for a better plan while nobody waits."""
    found = queries.get_depot(depot)
    return actions.improve(found, date.fromisoformat(day), effort=actions.LONGER, now=timezone.now())


@task
def improve_at_night() -> int:
    """Queue the longer look for each day ahead, one by one, so that letters can leave in between."""
    now, queued = timezone.now(), 0
    for depot in queries.depots():
        for day in queries.days_open(depot, now=now) if queries.is_night(depot, now=now) else ():
            improve_longer.enqueue(depot.pk, day.isoformat())
            queued += 1
    return queued


@task
def close_days() -> int:
    """Close each day whose hour has come: cut off, looked at once more, then its drivers see it.

    The last look is for less driving, then for an order that a slow day does not break.
    """
    now, closed = timezone.now(), 0
    for depot in queries.depots():
        for day in queries.days_to_close(depot, now=now):
            actions.cut_off(depot, day, by=CLOCK, now=now)
            actions.improve(depot, day, effort=actions.LONGER, now=now)
            actions.calm(depot, day, now=now)
            actions.publish(depot, day, by=CLOCK, now=timezone.now())
            closed += 1
    return closed
