"""The delivery windows of today: the arrival where the truck has come, and else where we see it now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from kept.base.calendars import end_of_day, local_instant
from kept.base.periods import Period
from kept.complaints.known import Window
from kept.deliveries import live
from kept.deliveries.live import Seen
from kept.deliveries.queries import get_delivery
from kept.promises.models import Outcome, Promise
from kept.promises.owed import DECIDED_BY, Kind

MOST_SEEN = 3  # so many trucks are looked for; nobody waits for more on one day


def windows(promised: Iterable[Promise], zone: ZoneInfo, now: datetime) -> tuple[Window, ...]:
    """Those that begin on this day of the location, the first one first."""
    today = now.astimezone(zone).date()
    day = Period(local_instant(today, datetime.min.time(), zone), end_of_day(today, zone))
    theirs = [promise for promise in promised if _counts(promise, day)]
    ahead = [promise for promise in theirs if promise.settled_at is None][:MOST_SEEN]
    return tuple(
        Window(
            ref=f"promise:{promise.pk}",
            starts_at=promise.starts_at,
            until=promise.until,
            arrived_at=happened_at(promise),
            outcome=promise.outcome,
            seen=_seen(promise, now) if promise in ahead else None,
        )
        for promise in sorted(theirs, key=lambda promise: promise.until)
        if promise.starts_at is not None
    )


def happened_at(promise: Promise) -> datetime | None:
    """When it happened after all: the first instant of the fact that decides it (``facts`` at hand)."""
    deciding = DECIDED_BY[Kind(promise.kind)]
    return min((fact.at for fact in promise.facts.all() if fact.kind == deciding and fact.at), default=None)


def _counts(promise: Promise, day: Period) -> bool:
    gone = promise.outcome in (Outcome.REPLACED, Outcome.RELEASED)
    return promise.starts_at is not None and promise.starts_at in day and not gone


def _seen(promise: Promise, now: datetime) -> Seen | None:
    """Where the truck of this very promise is; None where nobody can tell yet."""
    kind, _, number = promise.about.partition(":")
    if kind != "delivery" or not number.isdecimal():
        return None
    seen = live.of_delivery(get_delivery(int(number)), now=now)
    return seen if seen is not None and seen.promise == promise.pk else None
