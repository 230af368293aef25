"""What planning sees of windows and shifts: less than was promised, so that a slow day breaks nothing."""

from __future__ import annotations

from dataclasses import replace

from kept.deliveries.routing.insertion import Window
from kept.deliveries.routing.plan import DayPlan, Route
from kept.deliveries.routing.timing import Walk, walks
from kept.deliveries.routing.travel import Travel


def asked(window: Window, *, seconds: int) -> Window:
    """The window as it is asked for: it ends sooner than the one that is promised."""
    return replace(window, latest=max(window.earliest, window.latest - seconds))


def buffered(plan: DayPlan, travel: Travel, *, window: int, shift: int) -> DayPlan:
    """The plan with every window ending ``window`` seconds sooner, and every shift ``shift`` seconds.

    Where the plan already comes later than that (it was made before the buffers were), its own timetable is
    the limit: what is left of the buffer stays, and no plan becomes wrong by a setting. Routes that are late
    already stay as they are.
    """
    if not window and not shift:
        return plan
    routes = [_buffered(walk, window, shift) for walk in walks(plan.routes, travel)]
    return replace(plan, routes=tuple(routes))


def _buffered(walk: Walk, window: int, shift: int) -> Route:
    route = walk.route
    if not walk.in_time:
        return route
    *begins, home_at = walk.begins()
    limits = [
        min(stop.latest, max(begin, stop.earliest, stop.latest - window))
        for begin, stop in zip(begins, route.stops, strict=True)
    ]
    stops = [replace(stop, latest=latest) for stop, latest in zip(route.stops, limits, strict=True)]
    ends = max(home_at, route.truck.starts + 1, route.truck.ends - shift)
    return replace(route, truck=replace(route.truck, ends=ends), stops=tuple(stops))
