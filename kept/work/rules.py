"""When failed work is tried again, and at which instants timed work is due. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MOST_ATTEMPTS = 12
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def again_at(attempt: int, *, permanent: bool, now: datetime) -> datetime | None:
    """When to try again after the given failed attempt (counted from 1), or None: it has failed for good.

    The pause triples from 5 seconds up to an hour; 12 attempts reach over about six hours, so that work
    outlives an evening's outage of a mail server.
    """
    if permanent or attempt >= MOST_ATTEMPTS:
        return None
    pause: timedelta = FIRST_PAUSE * 3 ** (attempt - 1)
    return now + min(pause, LONGEST_PAUSE)


def due_at(every: timedelta, *, now: datetime) -> datetime:
    """The latest instant, up to now, at which work of this rhythm was due: whole steps from 1970 in UTC.

    All workers come to the same instant without talking to each other. Steps that were missed while nobody
    worked are not made up for, apart from the latest. Raises ValueError for a rhythm without length.
    """
    if every <= timedelta(0):
        raise ValueError("timed work needs a rhythm longer than nothing")
    return _EPOCH + (now - _EPOCH) // every * every
