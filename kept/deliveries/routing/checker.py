"""Whether a plan keeps every promise in it, found by driving it: shares no line with the insertion."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from kept.deliveries.routing.plan import DayPlan, Held, Route, Stop, Truck
from kept.deliveries.routing.travel import Place, Travel

NEVER = math.inf


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a plan; ``stop`` is None where the whole route is meant."""

    truck: int
    stop: int | None
    what: str


def faults(plan: DayPlan, travel: Travel) -> list[Fault]:
    """Everything that is wrong: promises missed, trucks overloaded, shifts overrun, stops planned twice.

    What is done cannot be late any more: only the stops after ``route.done`` are held to their windows.
    """
    found = []
    for route in plan.routes:
        found += [*_order(route), *_takes(route), *_drive(route, travel)]
    visits = Counter(stop.key for route in plan.routes for stop in route.stops)
    for route in plan.routes:
        found += [
            Fault(route.truck.key, stop.key, "planned twice") for stop in route.stops if visits[stop.key] > 1
        ]
    trucks = Counter(route.truck.key for route in plan.routes)
    return found + [Fault(key, None, "drives two routes") for key, times in trucks.items() if times > 1]


def lost(before: DayPlan, after: DayPlan) -> list[int]:
    """Keys of the stops of ``before`` that ``after`` dropped or gave another window, place, size or pin."""
    still = {stop.key: stop for route in after.routes for stop in route.stops}
    return [stop.key for route in before.routes for stop in route.stops if still.get(stop.key) != stop]


def moved_although_held(before: DayPlan, after: DayPlan) -> list[int]:
    """Keys of the stops that ``after`` moved, dropped or added where ``before`` is done or held.

    Done stops stay first, in their order and loads. ``Held.ORDER`` keeps the order of its stops and lets
    others come between; ``Held.ALL`` keeps everything.
    """
    later = {route.truck.key: route for route in after.routes}
    moved: list[int] = []
    for old in before.routes:
        was, now = _loads_of(old), _loads_of(later.get(old.truck.key, Route(old.truck)))
        if was[: old.done] != now[: old.done]:
            moved += [key for key, _ in was[: old.done]]
        if old.held is Held.ALL and was != now:
            moved += [key for key, _ in [*was, *now]]
        if old.held is Held.ORDER:
            mine = [key for key, _ in was]
            moved += mine if mine != [key for key, _ in now if key in mine] else []
    return list(dict.fromkeys(moved))


def _loads_of(route: Route) -> list[tuple[int, int]]:
    """Every stop's key with the number of the load that brings it."""
    return [(stop.key, trip) for trip, stops in enumerate(route.trips) for stop in stops]


def _order(route: Route) -> list[Fault]:
    """Whether the route is one that can be driven at all: loads in order, not too many, done stops in it."""
    key, found = route.truck.key, []
    if not all(a < b for a, b in pairwise([-1, *route.reloads, len(route.stops)])):
        found.append(Fault(key, None, "is loaded out of turn"))
    if len(route.reloads) >= route.truck.loads:
        found.append(Fault(key, None, f"is loaded {len(route.reloads) + 1} times"))
    if not 0 <= route.done <= len(route.stops):
        found.append(Fault(key, None, "has done more stops than it has"))
    return found


def _takes(route: Route) -> list[Fault]:
    """Whether truck and crew can bring each stop: room per load in every figure, skills, pins."""
    truck, found = route.truck, []
    for trip in route.trips:
        for figure, holds in enumerate(truck.capacity):
            on_board = sum(stop.errand.load[figure] for stop in trip)
            if on_board > holds:
                found.append(Fault(truck.key, None, f"carries {on_board - holds} too much"))
    for stop in route.stops:
        if missing := stop.errand.skills - truck.skills:
            found.append(Fault(truck.key, stop.key, f"lacks {', '.join(sorted(missing))}"))
        if stop.truck not in (None, truck.key):
            found.append(Fault(truck.key, stop.key, "is pinned to another truck"))
    return found


def _drive(route: Route, travel: Travel) -> list[Fault]:
    """Drive the route as a patient driver would: leave at once, wait for a window that is not open yet.

    Two clocks run: ``tired`` while the break is still to come, ``rested`` with the break taken where it lets
    the truck go on soonest. To be sooner is never worse, so nothing is missed by keeping that place alone.
    """
    if not route.stops:
        return []
    truck, found = route.truck, []
    tired: float = truck.starts
    rested = _rested(truck, tired)
    done = {stop.key for stop in route.stops[: route.done]}
    for leg, visit in _legs(route, travel):
        tired += leg
        rested = min(rested + leg, _rested(truck, tired))
        takes = truck.loading
        if visit is not None:
            takes = visit.errand.service
            tired, rested = max(tired, visit.earliest), max(rested, visit.earliest)
            if visit.key not in done:
                if tired > visit.latest:
                    late = f"begins {tired - visit.latest:.0f} s after its window"
                    found.append(Fault(truck.key, visit.key, late))
                rested = rested if rested <= visit.latest else NEVER
        tired += takes
        rested = min(rested + takes, _rested(truck, tired))
    way_home = _seconds([(route.stops[-1].errand.place, truck.home)], travel)[0]
    home_at = tired + math.ceil(way_home * truck.pace)
    home_rested = min(rested + math.ceil(way_home * truck.pace), _rested(truck, home_at))
    if home_at > truck.ends:
        found.append(Fault(truck.key, None, f"is back {home_at - truck.ends:.0f} s after the shift"))
    elif home_rested > truck.ends and not found:
        found.append(Fault(truck.key, None, "has no time for its break"))
    return found


def _legs(route: Route, travel: Travel) -> list[tuple[int, Stop | None]]:
    """The seconds of each drive with whom it leads to: None where the truck goes home to be loaded."""
    truck = route.truck
    legs: list[tuple[Place, Place, Stop | None]] = []
    here = truck.home
    for at, stop in enumerate(route.stops):
        if at in route.reloads:
            legs.append((here, truck.home, None))
            here = truck.home
        legs.append((here, stop.errand.place, stop))
        here = stop.errand.place
    seconds = _seconds([(a, b) for a, b, _ in legs], travel)
    return [
        (math.ceil(drive * (visit.pace if visit else truck.pace)), visit)
        for drive, (_, _, visit) in zip(seconds, legs, strict=True)
    ]


def _rested(truck: Truck, clock: float) -> float:
    """When the truck goes on if its break begins as soon as it may from ``clock`` on: never, if too late."""
    if truck.rest is None:
        return clock
    begins = max(clock, truck.rest.earliest)
    return begins + truck.rest.seconds if begins <= truck.rest.latest else NEVER


def _seconds(legs: list[tuple[Place, Place]], travel: Travel) -> list[int]:
    origins, destinations = zip(*legs, strict=True)
    found: list[int] = travel.seconds(travel.points(origins), travel.points(destinations)).tolist()
    return found
