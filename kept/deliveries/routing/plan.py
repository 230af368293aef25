"""What a day's plan is: trucks, stops with hard windows, routes, a version that grows with each change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from kept.deliveries.routing.travel import Place

Load = tuple[int, ...]
"""Whole litres, whole kilograms: as many figures as the trucks of the plan count."""

Skills = frozenset[str]


@dataclass(frozen=True, slots=True)
class Errand:
    """What a customer needs, before there is a window: where, how long (seconds), how much, what it takes."""

    place: Place
    service: int
    load: Load
    skills: Skills = frozenset()

    def __post_init__(self) -> None:
        if self.service < 0 or min(self.load, default=0) < 0:
            raise ValueError("an errand takes no negative time or room")


@dataclass(frozen=True, slots=True)
class Stop:
    """An errand with its promise: service begins at ``earliest``, at ``latest``, or between.

    ``truck`` pins it to one. ``pace`` stretches the drive to it: the slowest hour of its window, 1 where
    speeds do not change over the day.
    """

    key: int
    errand: Errand
    earliest: int
    latest: int
    truck: int | None = None
    pace: float = 1.0

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError("a window ends no sooner than it starts")
        if self.pace < 1:
            raise ValueError("no hour is faster than a road without traffic")


@dataclass(frozen=True, slots=True)
class Rest:
    """The break of a shift: it begins between ``earliest`` and ``latest``, wherever the truck stands."""

    earliest: int
    latest: int
    seconds: int

    def __post_init__(self) -> None:
        if self.latest < self.earliest or self.seconds <= 0:
            raise ValueError("a break ends no sooner than it starts, and takes time")


@dataclass(frozen=True, slots=True)
class Truck:
    """A vehicle for one shift: leaves ``home`` no sooner than ``starts``, is back there by ``ends``.

    It may be loaded ``loads`` times: each time after the first it is home for ``loading`` seconds.
    ``pace`` stretches its drives home.
    """

    key: int
    home: Place
    starts: int
    ends: int
    capacity: Load
    skills: Skills = frozenset()
    rest: Rest | None = None
    loads: int = 1
    loading: int = 0
    pace: float = 1.0

    def __post_init__(self) -> None:
        if self.ends <= self.starts:
            raise ValueError("a shift ends after it starts")
        if self.loads < 1 or self.loading < 0 or self.pace < 1:
            raise ValueError("a truck is loaded at least once, and no hour is faster than an empty road")


class Held(StrEnum):
    """What a dispatcher has fixed about a route."""

    NOTHING = ""
    ORDER = "order"  # the stops keep their order; another one may still come between them
    ALL = "all"  # nothing comes in, nothing goes out, nothing moves


@dataclass(frozen=True, slots=True)
class Route:
    """One truck and its stops in the order of the visits.

    The first ``done`` stops are fixed: made, or being driven to. ``reloads`` are the positions of the stops
    before which the truck goes home to be loaded again, rising.
    """

    truck: Truck
    stops: tuple[Stop, ...] = ()
    reloads: tuple[int, ...] = ()
    held: Held = Held.NOTHING
    done: int = 0

    @property
    def load(self) -> Load:
        """What all its stops take together, over all its loads."""
        loads = [stop.errand.load for stop in self.stops]
        return tuple(sum(load[at] for load in loads) for at in range(len(self.truck.capacity)))

    @property
    def trips(self) -> tuple[tuple[Stop, ...], ...]:
        """The stops of each load."""
        return tuple(self.stops[a:b] for a, b in pairwise([0, *self.reloads, len(self.stops)]))

    def with_stop(self, stop: Stop, position: int, *, reload: bool = False) -> Route:
        """The route with a stop put before the ``position``-th. ``reload``: the truck is loaded before it.

        Where a load ends at that place already, the stop is the last of that load, or with ``reload`` the
        first of the next one.
        """
        stops = (*self.stops[:position], stop, *self.stops[position:])
        behind = position + reload  # the first position whose load begins one later than before
        moved = [load + (load >= behind) for load in self.reloads]
        reloads = tuple(sorted({*moved, position} if reload else moved))
        return replace(self, stops=stops, reloads=reloads)

    def without(self, position: int) -> Route:
        """The route without one stop; a load that brings nothing any more is left out."""
        stops = (*self.stops[:position], *self.stops[position + 1 :])
        reloads = {load - (load > position) for load in self.reloads}
        reloads &= set(range(1, len(stops)))
        return replace(self, stops=stops, reloads=tuple(sorted(reloads)))


@dataclass(frozen=True, slots=True)
class DayPlan:
    """All routes of one depot on one local day."""

    day: date
    routes: tuple[Route, ...] = ()
    version: int = 0

    @property
    def stops(self) -> tuple[Stop, ...]:
        return tuple(stop for route in self.routes for stop in route.stops)

    def with_stop(self, stop: Stop, *, truck: int, position: int, reload: bool = False) -> DayPlan:
        """The plan with a stop put into a route (``Route.with_stop``), one version on.

        Decides nothing: ask ``insertion`` where. Raises ValueError for an unknown truck or position.
        """
        for at, route in enumerate(self.routes):
            if route.truck.key == truck and 0 <= position <= len(route.stops):
                longer = route.with_stop(stop, position, reload=reload)
                routes = (*self.routes[:at], longer, *self.routes[at + 1 :])
                return replace(self, routes=routes, version=self.version + 1)
        raise ValueError(f"truck {truck} has no position {position} on {self.day}")
