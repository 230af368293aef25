"""Which windows of today a delivery can still be given, from where the trucks are now.

A day that is driven takes no bookings. Whom we fail may still be brought it later on the same day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kept.deliveries import live, plans, queries
from kept.deliveries.models import DayPlan, Delivery
from kept.deliveries.routing import insertion
from kept.deliveries.routing import live as kernel
from kept.deliveries.routing.insertion import Fit
from kept.deliveries.rules import Free, LocalWindow


def free_today(delivery: Delivery, *, now: datetime) -> list[Free]:
    """The other windows of today that a truck can still make, the first one first."""
    depot = delivery.depot
    on = now.astimezone(depot.location.zone).date()
    windows = queries.windows_of(depot, [on])
    fits = find(delivery, plans.read(depot, [on])[on], windows, now=now)
    promised = delivery.promise.starts_at if delivery.promise else None
    found = []
    for window, fit in zip(windows, fits, strict=True):
        span = window.instants(depot.location.zone)
        if fit is not None and span is not None and span[0] != promised:
            extra_minutes = max(0, -(-fit.extra // 60))
            found.append(Free(window, *span, extra_minutes=extra_minutes, nearest_seconds=fit.nearest))
    return found


def find(
    delivery: Delivery, day: plans.Day, windows: Sequence[LocalWindow], *, now: datetime
) -> list[Fit | None]:
    """For each window of a day that is driven, the cheapest place for the delivery; None where there is none.

    The delivery's own stop is left out; a position counts the stops that were made.
    """
    depot, at = delivery.depot, int(now.timestamp())
    row = DayPlan.objects.filter(depot=depot, on=day.plan.day).first()
    progress = live.progress_on(row) if row else {}
    before = plans.take_out(day.plan, delivery.pk)
    ahead, made = [], {}
    for route in before.routes:
        known = progress.get(route.truck.key, kernel.Progress())
        ahead.append(kernel.from_here(route, depot.travel, known, at))
        behind = sum(stop.key in known.reached for stop in route.stops)
        made[route.truck.key] = behind - min(behind, 1)  # what is behind is one stop there
    asked = [queries.buffered(window, depot, before) for window in windows]
    horizon = insertion.Horizon([replace(before, routes=tuple(ahead))], depot.travel)
    answers = horizon.ask(queries.errand_of(delivery), asked)
    return [
        replace(fit, window=queries.instants(window, depot), position=fit.position + made[fit.truck])
        if isinstance(fit, Fit)
        else None
        for window, fit in zip(windows, answers, strict=True)
    ]
