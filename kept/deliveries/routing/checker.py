"""Whether a plan keeps every promise in it, found by driving it: shares no line with the insertion."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kept.deliveries.routing.plan import DayPlan, Route
from kept.deliveries.routing.travel import Place, Travel


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a plan; ``stop`` is None where the whole route is meant."""

    truck: int
    stop: int | None
    what: str


def faults(plan: DayPlan, travel: Travel) -> list[Fault]:
    """Everything that is wrong: promises missed, trucks overloaded, shifts overrun, stops planned twice."""
    found = [fault for route in plan.routes for fault in _drive(route, travel)]
    visits = Counter(stop.key for route in plan.routes for stop in route.stops)
    for route in plan.routes:
        found += [
            Fault(route.truck.key, stop.key, "planned twice") for stop in route.stops if visits[stop.key] > 1
        ]
    trucks = Counter(route.truck.key for route in plan.routes)
    return found + [Fault(key, None, "drives two routes") for key, times in trucks.items() if times > 1]


def lost(before: DayPlan, after: DayPlan) -> list[int]:
    """Keys of the stops of ``before`` that ``after`` dropped or gave another window, place or size."""
    still = {stop.key: stop for route in after.routes for stop in route.stops}
    return [stop.key for route in before.routes for stop in route.stops if still.get(stop.key) != stop]


def _drive(route: Route, travel: Travel) -> list[Fault]:
    """Drive the route as a patient driver would: leave at once, wait for a window that is not open yet."""
    truck, found = route.truck, []
    clock, here = truck.starts, truck.home
    for stop in route.stops:
        clock = max(clock + _leg(here, stop.errand.place, travel), stop.earliest)
        if clock > stop.latest:
            found.append(Fault(truck.key, stop.key, f"begins {clock - stop.latest} s after its window"))
        clock += stop.errand.service
        here = stop.errand.place
    home_at = clock + _leg(here, truck.home, travel)
    if route.stops and home_at > truck.ends:
        found.append(Fault(truck.key, None, f"is back {home_at - truck.ends} s after the shift"))
    for figure, holds in enumerate(truck.capacity):
        on_board = sum(stop.errand.load[figure] for stop in route.stops)
        if on_board > holds:
            found.append(Fault(truck.key, None, f"carries {on_board - holds} too much"))
    return found


def _leg(origin: Place, destination: Place, travel: Travel) -> int:
    return int(travel.seconds(travel.points([origin]), travel.points([destination]))[0])
