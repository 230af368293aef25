"""Arrivals come in from a file or another system: promises end by them, all of a file or none of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.queries import get_location
from kept.deliveries import actions as deliveries
from kept.deliveries.arrivals import BadArrivals, Came, read_arrivals
from kept.deliveries.models import Arrival, Stop, Visit
from kept.deliveries.queries import arrivals as queries
from kept.desk import arrive


class Contradicts(Refused):
    """A file says otherwise than what it, or the driver, said before."""

    code = "arrival_contradicts"


@dataclass(frozen=True)
class Taken:
    """How many arrivals were new, and how many stood already."""

    new: int
    standing: int


def take_file(content: bytes, *, by: Actor, now: datetime) -> Taken:
    """Take a CSV file of arrivals, whole or not at all. Raises BadArrivals, which names every bad line."""
    return take(read_arrivals(content, zone=get_location().zone), by=by, now=now)


@transaction.atomic
def take(came: Sequence[Came], *, by: Actor, now: datetime) -> Taken:
    """Write these arrivals down, all or none; twice is once. Raises BadArrivals, which names every bad one.

    The driver's tap came first and counts: another time is noted beside it, another result is refused.
    """
    bad: list[str] = []
    new = 0
    for each in came:
        try:
            with transaction.atomic():
                new += _take(each, by=by, now=now)
        except Refused as no:
            bad.append(f"{each.named}: {no.words}")
    if bad:
        raise BadArrivals(bad)
    return Taken(new, len(came) - new)


def _take(came: Came, *, by: Actor, now: datetime) -> bool:
    """Whether it was new."""
    stop = queries.stop_of(came)
    tap = deliveries.Tap(at=came.at.astimezone(UTC), source=Arrival.Source.IMPORT)
    arrival, visit = queries.arrival_of(stop), queries.visit_of(stop)
    if arrival is not None and arrival.at != came.at:
        _note(stop, arrival, came, tap, by=by, now=now)
    elif arrival is None:
        arrive.arrive(stop, tap, by=by, now=now)
    if came.result and not _stands(visit, came):
        at = max(came.at, arrival.at) if arrival else came.at
        ended = deliveries.Tap(at=at.astimezone(UTC), source=Arrival.Source.IMPORT)
        arrive.finish(stop, came.result, ended, by=by, now=now)
        return True
    return arrival is None


def _note(stop: Stop, arrival: Arrival, came: Came, tap: deliveries.Tap, *, by: Actor, now: datetime) -> None:
    if arrival.source == Arrival.Source.IMPORT:
        raise Contradicts(
            _("Another time was taken for this arrival before: %(at)s.") % {"at": arrival.at.isoformat()}
        )
    if not queries.is_noted(arrival, came):
        deliveries.mark_arrival(stop, tap, by=by, now=now)


def _stands(visit: Visit | None, came: Came) -> bool:
    if visit is not None and visit.result != came.result:
        raise Contradicts(
            _("It is recorded already how this visit ended: %(how)s.") % {"how": visit.get_result_display()}
        )
    return visit is not None
