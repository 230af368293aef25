"""What workers and the clock do about days: better plans, cut-off, publishing. Safe to run twice."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django_tasks import task

from kept.base.actors import SOFTWARE
from kept.deliveries import actions, plans, queries
from kept.deliveries.routing import search


@task(priority=-10)
def improve_day(depot: int, day: str, version: int) -> bool:
    """Look for a better plan after a booking; who changed the day since has queued the next look."""
    found, on = queries.get_depot(depot), date.fromisoformat(day)
    read = plans.load(found, [on])[on]
    if read.version != version:
        return False
    better = search.improve(read, found.travel)
    if better is read:
        return False
    now = timezone.now()
    return actions.adopt(found, on, better, read_version=version, because="improved", by=SOFTWARE, now=now)
