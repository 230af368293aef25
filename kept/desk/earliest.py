"""The first window that the trucks' days leave open, for an example: it is of no address, and no promise."""

from __future__ import annotations

from datetime import datetime

from kept.deliveries import plans, queries
from kept.deliveries.rules import HORIZON_DAYS, LocalWindow


def earliest(*, now: datetime) -> LocalWindow | None:
    """The first window of a day on which a truck drives and that can still be booked; None without trucks."""
    if not queries.has_depot():
        return None
    depot = queries.get_depot()
    days = plans.local_days(depot, now, HORIZON_DAYS)
    read = plans.read(depot, days)
    for window in queries.windows_of(depot, days):
        day = read[window.day]
        if day.plan.routes and queries.why_not_bookable(depot, window, day, now=now) is None:
            return window
    return None


def longest_window_minutes() -> int:
    """The length of the longest window that is offered; 0 where none is."""
    if not queries.has_depot():
        return 0
    lengths = [
        (each.closes.hour - each.opens.hour) * 60 + each.closes.minute - each.opens.minute
        for each in queries.get_depot().windows.all()
    ]
    return max(lengths, default=0)
