"""What a day's plan is: trucks, stops with hard windows, routes, a version that grows with each change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kept.deliveries.routing.travel import Place


@dataclass(frozen=True, slots=True)
class Errand:
    """What a customer needs, before there is a window: where, how long (seconds), how much (litres)."""

    place: Place
    service: int
    load: int

    def __post_init__(self) -> None:
        if self.service < 0 or self.load < 0:
            raise ValueError("an errand takes no negative time or room")


@dataclass(frozen=True, slots=True)
class Stop:
    """An errand with its promise: service begins at ``earliest``, at ``latest``, or between."""

    key: int
    errand: Errand
    earliest: int
    latest: int

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError("a window ends no sooner than it starts")


@dataclass(frozen=True, slots=True)
class Truck:
    """A vehicle for one shift: leaves ``home`` no sooner than ``starts``, is back there by ``ends``."""

    key: int
    home: Place
    starts: int
    ends: int
    capacity: int

    def __post_init__(self) -> None:
        if self.ends <= self.starts:
            raise ValueError("a shift ends after it starts")


@dataclass(frozen=True, slots=True)
class Route:
    """One truck and its stops in the order of the visits."""

    truck: Truck
    stops: tuple[Stop, ...] = ()

    @property
    def load(self) -> int:
        return sum(stop.errand.load for stop in self.stops)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """All routes of one depot on one local day."""

    day: date
    routes: tuple[Route, ...] = ()
    version: int = 0

    @property
    def stops(self) -> tuple[Stop, ...]:
        return tuple(stop for route in self.routes for stop in route.stops)

    def with_stop(self, stop: Stop, *, truck: int, position: int) -> DayPlan:
        """The plan with a stop put before the ``position``-th of that truck, one version on.

        Decides nothing: ask ``insertion`` where. Raises ValueError for an unknown truck or position.
        """
        for at, route in enumerate(self.routes):
            if route.truck.key == truck and 0 <= position <= len(route.stops):
                stops = (*route.stops[:position], stop, *route.stops[position:])
                routes = (*self.routes[:at], replace(route, stops=stops), *self.routes[at + 1 :])
                return replace(self, routes=routes, version=self.version + 1)
        raise ValueError(f"truck {truck} has no position {position} on {self.day}")
