"""The same promises in an order that a slow day breaks less often: for the time after the last booking."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from kept.deliveries.routing import checker
from kept.deliveries.routing.live import danger
from kept.deliveries.routing.plan import DayPlan, Held, Route, Stop
from kept.deliveries.routing.travel import Travel

Risk = Callable[[Route], float]
"""How bad a route may become: the stops that will be late on average, and whatever else counts."""

WORTH_MOVING = 0.01  # stops less late: one day in a hundred
OVERRUN = 0.1  # a shift overrun counts as the tenth of a stop that is late
NEAR = 6  # places on other trucks that are tried for each stop, those of the least detour


def calmed(plan: DayPlan, travel: Travel, *, seconds: float = 5.0) -> DayPlan:
    """A day in the order that breaks fewest promises by chance, and overruns its shifts seldom."""

    def risk(route: Route) -> float:
        late, overrun = danger(route, travel)
        return late + OVERRUN * overrun

    return steady(plan, risk, travel, seconds=seconds)


def steady(plan: DayPlan, risk: Risk, travel: Travel, *, seconds: float = 5.0) -> DayPlan:
    """The plan, one version on, with less ``risk``; the very same plan if none was found in the CPU seconds.

    Moves one stop at a time, from the route in most danger to another place of it or of another route. What
    is done, held or pinned stays, and no promise is broken that the plan keeps.
    """
    routes, until = list(plan.routes), time.thread_time() + seconds
    risks = [risk(route) for route in routes]
    calm: set[int] = set()  # routes for which nothing better was found
    while time.thread_time() < until and len(calm) < len(routes):
        worst = max((at for at in range(len(routes)) if at not in calm), key=lambda at: risks[at])
        calm.add(worst)
        for position in range(routes[worst].done, len(routes[worst].stops)):
            found = _best_move(routes, risks, worst, position, risk, travel)
            if found is not None:
                for at, route in found.items():
                    routes[at], risks[at] = route, risk(route)
                calm -= found.keys() | {worst}
                break
            if time.thread_time() > until:
                break
    if tuple(routes) == plan.routes:
        return plan
    return replace(plan, routes=tuple(routes), version=plan.version + 1)


def _best_move(
    routes: list[Route], risks: list[float], worst: int, position: int, risk: Risk, travel: Travel
) -> dict[int, Route] | None:
    """The routes that change when a stop goes where it does most good; None where it does none."""
    best, less = None, WORTH_MOVING
    for changed in _moves(routes, worst, position, travel):
        gain = sum(risks[at] for at in changed) - sum(risk(route) for route in changed.values())
        if gain > less and _may(routes, changed, travel):
            best, less = changed, gain
    return best


def _moves(routes: list[Route], worst: int, position: int, travel: Travel) -> Iterator[dict[int, Route]]:
    """A stop put elsewhere in its route, or into another one where it is near."""
    route = routes[worst]
    if route.held is not Held.NOTHING:
        return
    stop, left = route.stops[position], route.without(position)
    for there in range(route.done, len(left.stops) + 1):
        if there != position:
            yield {worst: left.with_stop(stop, there)}
    if stop.truck is None:
        for at, there in _nearest(routes, worst, stop, travel):
            yield {worst: left, at: routes[at].with_stop(stop, there)}


def _nearest(routes: list[Route], worst: int, stop: Stop, travel: Travel) -> list[tuple[int, int]]:
    """Places in other routes with the least detour: which route, and before which of its stops."""
    places, before, after = [], [], []
    for at, route in enumerate(routes):
        if at != worst and route.held is Held.NOTHING and stop.errand.skills <= route.truck.skills:
            home = route.truck.home
            trip = [home, *(each.errand.place for each in route.stops), home]
            for there in range(route.done, len(route.stops) + 1):
                places.append((at, there))
                before.append(trip[there])
                after.append(trip[there + 1])
    if not places:
        return []
    here, origins, ends = travel.points([stop.errand.place]), travel.points(before), travel.points(after)
    detour = travel.seconds(origins, here) + travel.seconds(here, ends) - travel.seconds(origins, ends)
    return [places[at] for at in np.argsort(detour, kind="stable")[:NEAR]]


def _may(routes: list[Route], changed: dict[int, Route], travel: Travel) -> bool:
    """Whether the changed routes break nothing that they kept before."""
    before = DayPlan(date.min, tuple(routes[at] for at in changed))
    after = DayPlan(date.min, tuple(changed.values()))
    return len(checker.faults(after, travel)) <= len(checker.faults(before, travel))
