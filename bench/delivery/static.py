"""A VRPTW instance solved by our kernel, its stops all known: the length that it finds in some seconds."""

from __future__ import annotations

import math
import time
from itertools import pairwise

from bench.delivery.sets import Instance, Tenths
from kept.deliveries.routing import checker, insertion, search
from kept.deliveries.routing.insertion import Fit, Horizon, Window
from kept.deliveries.routing.plan import Route
from kept.deliveries.routing.search import Effort


def solve(instance: Instance, seconds: float) -> dict[str, float | str]:
    """Cheapest insertion of the stops, the most urgent first, then a search for the time that is left."""
    plan, travel = instance.plan, Tenths()
    deadline = time.thread_time() + seconds
    for stop in sorted(instance.stops, key=lambda stop: stop.latest):
        asked = Window(plan.day, stop.earliest, stop.latest)
        (answer,) = Horizon([plan], travel).ask(stop.errand, [asked])
        if isinstance(answer, Fit):
            plan = insertion.insert(plan, answer, stop.errand, key=stop.key)
    effort = Effort(10**9, max(0.0, deadline - time.thread_time()), thorough=True)
    plan = search.improve(plan, travel, effort=effort)
    return {
        "desk": "ours, all stops known",
        "seconds": seconds,
        "length": round(sum(_length(route) for route in plan.routes), 1),
        "without_a_place": len(instance.stops) - len(plan.stops),
        "broken": len(checker.faults(plan, travel)),
    }


def _length(route: Route) -> float:
    """DIMACS's length of a route, by its own formula."""
    places = [route.truck.home, *(stop.errand.place for stop in route.stops), route.truck.home]
    legs = pairwise(places)
    return sum(math.floor(10 * math.dist(here, there) + 1e-9) for here, there in legs) / 10
