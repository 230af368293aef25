"""Which days can still be rearranged, and which the clock closes now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count
from django.utils.translation import ngettext

from kept.business.models import Location
from kept.deliveries import plans, rules, words
from kept.deliveries.models import Depot, Stop


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


def say_promised_on(location: Location, days: Collection[date]) -> list[str]:
    """Each of these days on which visits are still promised, with how many."""
    stops = Stop.objects.filter(plan__depot__location=location, plan__on__in=days, promise__settled_at=None)
    counted = stops.values_list("plan__on").annotate(Count("pk")).order_by("plan__on")
    return [
        ngettext("%(day)s: %(n)d visit is promised.", "%(day)s: %(n)d visits are promised.", n)
        % {"day": words.say_day(day), "n": n}
        for day, n in counted
    ]
