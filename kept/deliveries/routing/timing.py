"""How early a truck can leave each place of its route, how late it may come there, and where it rests.

Each instant is known twice, as ``Clocks``: while the break is still to come, and with it taken. Where a truck
has no break, only the second counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import ceil
from typing import NamedTuple

from kept.deliveries.routing.plan import Rest, Route
from kept.deliveries.routing.travel import Place, Travel

NEVER = 1 << 62


class Visit(NamedTuple):
    """A stop, or being home: to be loaded again, or for good. ``pace`` stretches the drive to it."""

    place: Place
    opens: int
    closes: int
    takes: int
    pace: float
    position: int  # of the stop in the route; of the one that follows when the truck is home
    at_home: bool = False


class Clocks(NamedTuple):
    """Two instants: with the break still to come, and with the break taken."""

    tired: int
    rested: int


def visits_of(route: Route) -> list[Visit]:
    """Where the truck goes after it left home: its stops, home before each reload, and home at last.

    What is done cannot be late any more: such a stop is open for ever.
    """
    truck, visits = route.truck, []
    for at, stop in enumerate(route.stops):
        if at in route.reloads:
            visits.append(Visit(truck.home, -NEVER, NEVER, truck.loading, truck.pace, at, at_home=True))
        latest = stop.latest if at >= route.done else NEVER
        visits.append(
            Visit(stop.errand.place, stop.earliest, latest, stop.errand.service, stop.pace, position=at)
        )
    end = Visit(truck.home, -NEVER, truck.ends, 0, truck.pace, len(route.stops), at_home=True)
    return [*visits, end]


class Walk:
    """A route and its clocks. Gap 0 is the drive to the first visit, the last gap the drive home."""

    def __init__(self, route: Route, visits: Sequence[Visit], seconds: Sequence[int]) -> None:
        """``seconds``: the drive to each visit at pace 1."""
        self.route, self.visits, self.rest = route, visits, route.truck.rest
        self.legs = [ceil(leg * visit.pace) for leg, visit in zip(seconds, visits, strict=True)]

    @cached_property
    def leaves(self) -> list[Clocks]:
        """Per gap: the earliest leaving of what stands before it; at last, of the visit home itself."""
        starts = self.route.truck.starts
        found = [Clocks(starts, after(self.rest, starts)) if self.rest else Clocks(NEVER, starts)]
        for leg, visit in zip(self.legs, self.visits, strict=True):
            found.append(self.on(found[-1], leg, visit))
        return found

    def on(self, clocks: Clocks, leg: int, visit: Visit) -> Clocks:
        """The earliest leaving of a visit ``leg`` seconds further."""
        tired = clocks.tired + leg
        rested = min(clocks.rested + leg, after(self.rest, tired))
        tired, rested = max(tired, visit.opens), max(rested, visit.opens)
        tired = tired + visit.takes if tired <= visit.closes else NEVER
        rested = rested + visit.takes if rested <= visit.closes else NEVER
        return Clocks(tired, min(rested, after(self.rest, tired)))

    @cached_property
    def due(self) -> list[Clocks]:
        """Per gap: the latest coming to the visit behind it that lets this one and all others be in time."""
        found: list[Clocks] = []
        leave_tired, leave_rested = -NEVER, NEVER
        for leg, visit in zip(reversed(self.legs), reversed(self.visits), strict=True):
            tired = min(visit.closes, leave_tired - visit.takes)
            rested = min(visit.closes, leave_rested - visit.takes)
            rested = rested if rested >= visit.opens else -NEVER
            tired = max(tired if tired >= visit.opens else -NEVER, before(self.rest, rested))
            found.append(Clocks(tired, rested))
            leave_rested = rested - leg
            leave_tired = max(tired - leg, before(self.rest, leave_rested))
        return found[::-1]

    @property
    def in_time(self) -> bool:
        """Whether every promise of the route is kept, the break has a place, and the shift is not overrun."""
        return not self.route.stops or self.leaves[-1].rested <= self.route.truck.ends

    def rests_at(self) -> tuple[int, bool] | None:
        """Where the break is taken: in which gap, and whether behind the drive. None without one.

        As soon as it may begin at a place that makes nobody late; where it would, as soon as it may begin.
        """
        if self.rest is None or not self.route.stops:
            return None
        places, good = [], []
        clock = self.route.truck.starts
        for gap, (leg, visit, due) in enumerate(zip(self.legs, self.visits, self.due, strict=True)):
            for there, at in ((False, clock), (True, clock + leg)):
                places.append((at, gap, there))
                good += [places[-1]] * (after(self.rest, at) + leg * (not there) <= due.rested)
            clock = max(clock + leg, visit.opens) + visit.takes
        among = good or places
        _, gap, there = next((place for place in among if place[0] >= self.rest.earliest), among[-1])
        return gap, there

    def begins(self) -> list[int]:
        """The earliest start of service per stop, and at last the return home, as seconds since the epoch."""
        rests_at = self.rests_at()
        clock, found = self.route.truck.starts, []
        for gap, (leg, visit) in enumerate(zip(self.legs, self.visits, strict=True)):
            clock = self._pause(clock) if rests_at == (gap, False) else clock
            clock += leg
            clock = self._pause(clock) if rests_at == (gap, True) else clock
            clock = max(clock, visit.opens)
            if not visit.at_home:
                found.append(clock)
            clock += visit.takes
        return [*found, clock]

    def _pause(self, clock: int) -> int:
        assert self.rest is not None
        return max(clock, self.rest.earliest) + self.rest.seconds


def begins(route: Route, travel: Travel) -> list[int]:
    """``Walk.begins`` of one route."""
    (walk,) = walks([route], travel)
    return walk.begins()


def walks(routes: Sequence[Route], travel: Travel) -> list[Walk]:
    """All routes walked; one question to ``travel`` for all of them."""
    visits = [visits_of(route) for route in routes]
    places = [[r.truck.home, *(v.place for v in vs)] for r, vs in zip(routes, visits, strict=True)]
    origins = travel.points([place for trip in places for place in trip[:-1]])
    destinations = travel.points([place for trip in places for place in trip[1:]])
    seconds = iter(travel.seconds(origins, destinations).tolist())
    return [Walk(r, vs, [next(seconds) for _ in vs]) for r, vs in zip(routes, visits, strict=True)]


def after(rest: Rest | None, at: int) -> int:
    """When a truck goes on that rests as soon as it may from ``at`` on; NEVER when it is too late."""
    if rest is None or at > rest.latest:
        return NEVER
    return max(at, rest.earliest) + rest.seconds


def before(rest: Rest | None, by: int) -> int:
    """The latest instant from which a truck can rest and go on by ``by``; -NEVER when there is none."""
    if rest is None or by < rest.earliest + rest.seconds:
        return -NEVER
    return min(rest.latest, by - rest.seconds)
