"""Asking for a full window: its day is rearranged outside of every lock, and adopted with the booking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from kept.deliveries import queries
from kept.deliveries.actions.booking import NoLongerFree
from kept.deliveries.models import Delivery
from kept.deliveries.queries import Room
from kept.deliveries.rules import LocalWindow, Reason

Booked = TypeVar("Booked")

SEARCHES = 2  # overtaken once, it is tried once more; then it is a no
MAY_BE_MADE = (Reason.FULL, Reason.NO_ROOM)


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
            room = queries.find_room(delivery, window, now=now) if refused.why in MAY_BE_MADE else None
            if room is None:
                raise
    return attempt(room)
