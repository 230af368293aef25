"""What planning sees of windows and shifts: less than was promised, so that a slow day breaks nothing.

The later a window ends, the more has happened by then. Visits and drives are slow or quick each for itself:
what they add up to grows as the square root of the time on the road, and so do the buffers. What is set is
the buffer of a window that ends four hours after the day's first truck leaves.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

from kept.deliveries.routing.insertion import Window
from kept.deliveries.routing.plan import DayPlan, Route
from kept.deliveries.routing.timing import Walk, walks
from kept.deliveries.routing.travel import Travel

FOUR_HOURS = 4 * 3600


def leaves_at(plan: DayPlan) -> int:
    """When the first truck of a day leaves; without one nothing fits, and any instant is right."""
    return min((route.truck.starts for route in plan.routes), default=0)


def grown(buffer: int, *, until: int, leaves: int) -> int:
    """Seconds that a window has which ends ``until`` on a day whose trucks leave at ``leaves``."""
    return round(buffer * sqrt(max(0, until - leaves) / FOUR_HOURS))


def asked(window: Window, *, seconds: int, leaves: int) -> Window:
    """The window as it is asked for: it ends sooner than the one that is promised."""
    buffer = grown(seconds, until=window.latest, leaves=leaves)
    return replace(window, latest=max(window.earliest, window.latest - buffer))


def buffered(plan: DayPlan, travel: Travel, *, window: int, shift: int) -> DayPlan:
    """The plan with every window ending sooner by its share of ``window``, and every shift by ``shift``.

    Where the plan already comes later than that (it was made before the buffers were), its own timetable is
    the limit: what is left of the buffer stays, and no plan becomes wrong by a setting. Routes that are late
    already stay as they are.
    """
    if not window and not shift:
        return plan
    leaves = leaves_at(plan)
    routes = [_buffered(walk, window, shift, leaves) for walk in walks(plan.routes, travel)]
    return replace(plan, routes=tuple(routes))


def _buffered(walk: Walk, window: int, shift: int, leaves: int) -> Route:
    route = walk.route
    if not walk.in_time:
        return route
    *begins, home_at = walk.begins()
    limits = [
        min(
            stop.latest,
            max(begin, stop.earliest, stop.latest - grown(window, until=stop.latest, leaves=leaves)),
        )
        for begin, stop in zip(begins, route.stops, strict=True)
    ]
    stops = [replace(stop, latest=latest) for stop, latest in zip(route.stops, limits, strict=True)]
    ends = max(home_at, route.truck.starts + 1, route.truck.ends - shift)
    return replace(route, truck=replace(route.truck, ends=ends), stops=tuple(stops))
