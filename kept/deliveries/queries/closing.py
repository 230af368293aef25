"""Which days can still be rearranged, and which the clock closes now."""

from __future__ import annotations

from datetime import date, datetime

from kept.deliveries import plans, rules
from kept.deliveries.models import Depot


def days_open(depot: Depot, *, now: datetime) -> list[date]:
    """The days ahead that have stops and that no driver sees yet."""
    days = plans.local_days(depot, now, rules.HORIZON_DAYS)
    read = plans.read(depot, days)
    return [day for day in days if read[day].plan.stops and read[day].published_at is None]


def days_to_close(depot: Depot, *, now: datetime) -> list[date]:
    """Those of them whose last hour for bookings has passed."""
    open_still = plans.read(depot, days_open(depot, now=now))
    closes = {
        day: plans.closes_at(depot, [route.truck for route in read.plan.routes])
        for day, read in open_still.items()
    }
    return [day for day, at in closes.items() if at is not None and at <= now]


def is_night(depot: Depot, *, now: datetime) -> bool:
    """Whether it is between one and five on the depot's clocks: nobody books, and the machine is idle."""
    return 1 <= now.astimezone(depot.location.zone).hour < 5
