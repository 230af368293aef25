"""A day's plan as PyVRP's problem, and PyVRP's solution as a plan again.

Only routes that nobody holds come in. What PyVRP has no word for is said in its own: a stop that a truck may
not take lies out of reach in that truck's matrix (skills, pins); paces stretch the matrix's columns; behind
its done stops a route starts anew; and a break is a visit where the plan that stands can take it, which is
stricter than breaks are, never laxer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from pyvrp import Activity, ActivityType, Client, Depot, Location, ProblemData, Solution, VehicleType
from pyvrp import Route as Tour

from kept.deliveries.routing import duties
from kept.deliveries.routing.duties import Duty, Start
from kept.deliveries.routing.plan import DayPlan, Held, Route, Stop, Truck
from kept.deliveries.routing.travel import Place, Travel

OUT_OF_REACH = 1_000_000_000  # seconds to a stop that a truck may not take: late whatever happens


@dataclass(frozen=True, slots=True)
class _Free:
    """A route that may change: where its free part starts, the duties it owes, their first client number."""

    route: Route
    start: Start
    owed: list[Duty]
    first: int

    def may_not(self, stop: Stop) -> bool:
        """Whether its truck must leave the stop to others."""
        truck = self.route.truck
        return not stop.errand.skills <= truck.skills or stop.truck not in (None, truck.key)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What trucks share that could drive each other's routes: all but the key, the bans included."""

    truck: Truck
    start: Start
    banned: frozenset[int]  # clients


class Problem:
    """The routes that nobody holds, and stops that want a place in them.

    ``optional``: those stops, each with what it is worth in seconds of driving. Client ``i`` is the ``i``-th
    of ``stops``, behind them come the trucks' duties. ``data`` is PyVRP's problem, ``known`` the plan that
    stands.
    """

    def __init__(self, plan: DayPlan, travel: Travel, optional: Sequence[tuple[Stop, int]] = ()) -> None:
        """Raises ValueError when every route is held."""
        self.plan = plan
        routes = [route for route in plan.routes if route.held is Held.NOTHING]
        if not routes:
            raise ValueError("nothing of this day may move")
        planned = [stop for route in routes for stop in route.stops[route.done :]]
        self.stops = [*planned, *(stop for stop, _ in optional)]
        self._prizes = [0] * len(planned) + [prize for _, prize in optional]
        self._free: list[_Free] = []
        self._duties: list[Duty] = []
        for route in routes:
            start, owed = duties.ahead(route, travel)
            self._free.append(_Free(route, start, owed, len(self.stops) + len(self._duties)))
            self._duties += owed
        self._kind_of = self._kinds()
        self._alike = list(dict.fromkeys(self._kind_of))
        self.data = self._problem(travel)
        self.known = self._solution()

    def plan_of(self, solution: Solution) -> DayPlan:
        """The solution as a plan, one version on. Trucks that are alike may have swapped their routes."""
        tours: list[list[Tour]] = [[] for _ in self._alike]
        for tour in solution.routes():
            tours[tour.vehicle_type()].append(tour)
        driven: dict[int, Route] = {}
        for free, kind in zip(self._free, self._kind_of, strict=True):
            mine = tours[self._alike.index(kind)]
            driven[free.route.truck.key] = self._route(free.route, mine.pop(0) if mine else None)
        routes = tuple(driven.get(route.truck.key, route) for route in self.plan.routes)
        return replace(self.plan, routes=routes, version=self.plan.version + 1)

    def _route(self, route: Route, tour: Tour | None) -> Route:
        """The route with PyVRP's visits behind its done stops. Loads without a stop between them are one."""
        stops = list(route.stops[: route.done])
        reloads = [reload for reload in route.reloads if reload < route.done]
        for visit in list(tour)[1:-1] if tour else ():
            if visit.is_depot():
                reloads.append(len(stops))
            elif visit.idx < len(self.stops):
                stops.append(self.stops[visit.idx])
        needed = {reload for reload in reloads if 0 < reload < len(stops)}
        return replace(route, stops=tuple(stops), reloads=tuple(sorted(needed)))

    def _kinds(self) -> list[_Kind]:
        """The kind of each free route's truck."""
        picky = [
            (at, stop) for at, stop in enumerate(self.stops) if stop.errand.skills or stop.truck is not None
        ]
        owed = range(len(self.stops), len(self.stops) + len(self._duties))
        kinds = []
        for free in self._free:
            banned = {at for at, stop in picky if free.may_not(stop)}
            banned |= set(owed) - set(range(free.first, free.first + len(free.owed)))
            kinds.append(_Kind(replace(free.route.truck, key=0), free.start, frozenset(banned)))
        return kinds

    def _problem(self, travel: Travel) -> ProblemData:
        """Locations are the homes, then the clients in their order."""
        homes = list(dict.fromkeys(kind.truck.home for kind in self._alike))
        visits = [stop.errand.place for stop in self.stops] + [duty.place for duty in self._duties]
        opens = min([kind.truck.starts for kind in self._alike] + [stop.earliest for stop in self.stops])
        depots: dict[tuple[int, int], int] = {}  # (location, seconds of loading) → its number

        def depot(at: int, loading: int = 0) -> int:
            return depots.setdefault((at, loading), len(depots))

        roads: dict[tuple[float, frozenset[int]], int] = {}
        seconds = _matrix([*homes, *visits], travel)
        types = []
        for kind, count in Counter(self._kind_of).items():
            truck, start, home = kind.truck, kind.start, homes.index(kind.truck.home)
            away = self._free[self._kind_of.index(kind)].first + len(homes)
            types.append(
                VehicleType(
                    num_available=count,
                    capacity=list(truck.capacity),
                    start_depot=depot(away if start.away else home),
                    end_depot=depot(home),
                    tw_early=start.leaves - opens,
                    tw_late=max(start.leaves, truck.ends) - opens,
                    profile=roads.setdefault((truck.pace, kind.banned), len(roads)),
                    initial_load=list(start.on_board),
                    reload_depots=[depot(home, truck.loading)] if start.loads > 0 else [],
                    max_reloads=max(0, start.loads),
                )
            )
        matrices = [self._roads(seconds, len(homes), *road) for road in roads]
        return ProblemData(
            locations=[Location(0, 0)] * len(seconds),  # only the matrices count
            clients=self._clients(len(homes), opens),
            depots=[Depot(at, service_duration=loading) for at, loading in depots],
            vehicle_types=types,
            distance_matrices=matrices,
            duration_matrices=matrices,
        )

    def _clients(self, first: int, opens: int) -> list[Client]:
        """The stops, then the duties; ``first`` is the location of the first."""
        nothing = [0] * len(self._free[0].route.truck.capacity)
        stops = [
            Client(
                location=at,
                delivery=list(stop.errand.load),
                service_duration=stop.errand.service,
                tw_early=stop.earliest - opens,
                tw_late=stop.latest - opens,
                required=not prize,
                prize=prize,
            )
            for at, (stop, prize) in enumerate(zip(self.stops, self._prizes, strict=True), start=first)
        ]
        return stops + [
            Client(
                location=at,
                delivery=nothing,
                service_duration=duty.seconds,
                tw_early=duty.earliest - opens,
                tw_late=duty.latest - opens,
            )
            for at, duty in enumerate(self._duties, start=first + len(stops))
        ]

    def _roads(self, seconds: Any, homes: int, pace: float, banned: frozenset[int]) -> Any:
        """The matrix of trucks that drive home at ``pace`` and must not visit some clients."""
        paces = [stop.pace for stop in self.stops]
        slowest = max([pace, *paces])
        if slowest > 1:
            columns = [*[pace] * homes, *paces, *[slowest] * len(self._duties)]
            seconds = np.ceil(seconds * np.array(columns)).astype(np.int64)
        if banned:
            seconds = seconds.copy()
            seconds[:, [homes + at for at in banned]] = OUT_OF_REACH
            np.fill_diagonal(seconds, 0)
        return seconds

    def _solution(self) -> Solution:
        """The plan that stands."""
        tours, client = [], 0
        for free, kind in zip(self._free, self._kind_of, strict=True):
            stops = len(free.route.stops) - free.route.done
            if visits := self._visits(free, client, self._alike.index(kind)):
                tours.append(Tour(self.data, visits, self._alike.index(kind)))
            client += stops
        return Solution(self.data, tours)

    def _visits(self, free: _Free, first: int, kind: int) -> list[Activity]:
        """What the truck does behind its done stops, in its order; client ``first`` is the next stop."""
        route, done = free.route, free.route.done
        order = [(gap, 3, _client(first + gap - done)) for gap in range(done, len(route.stops))]
        order += [(duty.gap, 2 * duty.there, _client(free.first + at)) for at, duty in enumerate(free.owed)]
        for home in self.data.vehicle_type(kind).reload_depots:
            reload = Activity(ActivityType.DEPOT, home)
            order += [(gap, 1, reload) for gap in route.reloads if gap >= max(1, done)]
        return [visit for *_, visit in sorted(order, key=lambda each: each[:2])]


def _client(number: int) -> Activity:
    return Activity(ActivityType.CLIENT, number)


def _matrix(places: Sequence[Place], travel: Travel) -> Any:  # PyVRP's stubs know no array that numpy makes
    """Driving seconds from each place (row) to each other (column)."""
    points, count = travel.points(places), len(places)
    pairs = travel.seconds(np.repeat(points, count, axis=0), np.tile(points, (count, 1)))
    return pairs.reshape(count, count)
