"""Searching outside of every lock, and taking over what was found under one, if nobody was quicker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from kept.base.actors import SOFTWARE
from kept.deliveries import plans, queries
from kept.deliveries.actions.booking import NoLongerFree
from kept.deliveries.actions.planning import adopt
from kept.deliveries.models import Delivery, Depot
from kept.deliveries.queries import Room
from kept.deliveries.routing import search, steady
from kept.deliveries.rules import MAY_BE_MADE_FREE, LocalWindow

Booked = TypeVar("Booked")

SEARCHES = 2  # overtaken once, it is tried once more; then it is a no
LONGER = search.Effort(20_000, seconds=5.0, thorough=True)  # a letter waits no longer for the worker


def having_room(
    delivery: Delivery, window: LocalWindow, attempt: Callable[[Room | None], Booked], *, now: datetime
) -> Booked:
    """Do ``attempt``; where the window is full, rearrange its day and do it again with the room found.

    ``attempt`` is one transaction that hands the room on to ``book`` or ``reschedule``. Call this outside
    of any. Raises NoLongerFree, with the true reason, when no room was found or others were quicker.
    """
    room = None
    for _ in range(SEARCHES):
        try:
            return attempt(room)
        except NoLongerFree as refused:
            room = queries.find_room(delivery, window, now=now) if refused.why in MAY_BE_MADE_FREE else None
            if room is None:
                raise
    return attempt(room)


def improve(
    depot: Depot, day: date, *, version: int | None = None, effort: search.Effort = search.AFTER_A_BOOKING,
    now: datetime,
) -> bool:  # fmt: skip
    """Look for less driving on a day, and adopt it; no promise changes. Whether anything was found in time.

    ``version``: only while the day still has it; who changed it since has had the next look queued. A day
    that its drivers see already is left as they see it.
    """
    read = plans.read(depot, [day])[day]
    if read.published_at is not None or version not in (None, read.plan.version):
        return False
    seen = plans.with_buffers(read.plan, depot)
    better = search.improve(seen, depot.travel, effort=effort)
    if better is seen:
        return False
    after, read_at = plans.as_promised(better, read.plan), read.plan.version
    return adopt(depot, day, after, read_version=read_at, because="improved", by=SOFTWARE, now=now)


def calm(depot: Depot, day: date, *, now: datetime) -> bool:
    """For the time after the last booking: an order of the same promises that a slow day breaks less often.

    Whether one was found, and nobody was quicker. A day that its drivers see already is left as it is.
    """
    read = plans.read(depot, [day])[day]
    if read.published_at is not None:
        return False
    after = steady.calmed(read.plan, depot.travel)
    if after is read.plan:
        return False
    version = read.plan.version
    return adopt(depot, day, after, read_version=version, because="calmed", by=SOFTWARE, now=now)
