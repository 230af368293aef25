"""Where a truck stands when its done stops are behind it, and the visits it owes: being there, its break."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from kept.deliveries.routing.plan import Load, Route
from kept.deliveries.routing.travel import Place, Travel


@dataclass(frozen=True, slots=True)
class Start:
    """From here on a route may still change: from its home, or (``away``) from the last of its done stops.

    ``on_board`` is the done stops' part of the load that it drives with, ``loads`` how many more it may take.
    """

    away: bool
    leaves: int
    on_board: Load
    loads: int


@dataclass(frozen=True, slots=True)
class Duty:
    """A visit without a customer, before the ``gap``-th stop; ``there``: when the drive to it is behind."""

    place: Place
    earliest: int
    latest: int
    seconds: int
    gap: int
    there: bool = False


def ahead(route: Route, travel: Travel) -> tuple[Start, list[Duty]]:
    """Where what may still change of the route begins, and what its truck owes from then on.

    The break stands where it does least harm to the plan as it is: a plan that can hold it does.
    """
    truck, done = route.truck, route.done
    start = Start(False, truck.starts, (0,) * len(truck.capacity), truck.loads - 1)
    if not done and truck.rest is None:
        return start, []
    walk = _Walk(route, travel)
    rest = walk.rest()
    owed = [rest] if rest and rest.gap >= done else []
    if not done:
        return start, owed
    leaves = walk.drive(rest)[0][done]
    behind = [reload for reload in route.reloads if reload < done]
    on_board = replace(route, stops=route.stops[max(behind, default=0) : done]).load
    here = Duty(walk.places[done], leaves, max(leaves, truck.ends), 0, gap=done)
    return Start(True, leaves, on_board, truck.loads - 1 - len(behind)), [here, *owed]


class _Walk:
    """A route driven with its break at one place or another."""

    def __init__(self, route: Route, travel: Travel) -> None:
        self.route = route
        home = route.truck.home
        self.places = [home, *(stop.errand.place for stop in route.stops), home]
        points = travel.points(self.places)
        paces = [*(stop.pace for stop in route.stops), route.truck.pace]
        direct = travel.seconds(points[:-1], points[1:]).tolist()
        back = travel.seconds(points[:-1], points[-1:]).tolist()
        out = travel.seconds(points[:1], points[1:]).tolist()
        self.legs = [
            ceil(back[gap] * paces[-1]) + route.truck.loading + ceil(out[gap] * pace)
            if gap in route.reloads
            else ceil(direct[gap] * pace)
            for gap, pace in enumerate(paces)
        ]

    def rest(self) -> Duty | None:
        """The break where all is least late: before or behind the drive to a stop, or to the truck's home.

        None where the truck has none, and for a truck that could not hold it but stays at home.
        """
        rest = self.route.truck.rest
        if rest is None:
            return None
        found = [
            Duty(self.places[gap + there], rest.earliest, rest.latest, rest.seconds, gap, there)
            for gap in range(len(self.legs))
            for there in (False, True)
        ]
        best = min(found, key=lambda duty: self.drive(duty)[1])
        return best if self.route.stops or not self.drive(best)[1] else None

    def drive(self, rest: Duty | None) -> tuple[list[int], int]:
        """When each gap begins, before its break; and how late all is in seconds, what is done aside."""
        truck, stops, done = self.route.truck, self.route.stops, self.route.done
        clock, late, begins = truck.starts, 0, []
        for gap, leg in enumerate(self.legs):
            begins.append(clock)
            if rest and rest.gap == gap and not rest.there:
                clock, late = _served(clock, rest.earliest, rest.latest, rest.seconds, late)
            clock += leg
            if rest and rest.gap == gap and rest.there:
                clock, late = _served(clock, rest.earliest, rest.latest, rest.seconds, late)
            if gap < len(stops):
                stop = stops[gap]
                latest = stop.latest if gap >= done else max(clock, stop.earliest)
                clock, late = _served(clock, stop.earliest, latest, stop.errand.service, late)
        return begins, late + max(0, clock - truck.ends)


def _served(clock: int, earliest: int, latest: int, seconds: int, late: int) -> tuple[int, int]:
    """The clock when a visit is over, and the lateness so far."""
    begins = max(clock, earliest)
    return begins + seconds, late + max(0, begins - latest)
