"""A better plan for a day, looked for from the plan that stands: less driving, or room for one more stop.

The search is PyVRP's iterated local search (Wouda, Lan and Kool 2024, INFORMS Journal on Computing 36:4) with
penalties for lateness and load. It is started from the known plan, never cold: a cold search often fails to
rebuild a full day. What it finds is adopted only when the checker drives it without a fault.

The same plan, effort and seed give the same answer, unless the seconds run out first.
"""

from __future__ import annotations

import time
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from pyvrp import (
    Client,
    Depot,
    IteratedLocalSearch,
    IteratedLocalSearchParams,
    Location,
    PenaltyManager,
    PenaltyParams,
    ProblemData,
    RandomNumberGenerator,
    Solution,
    VehicleType,
)
from pyvrp import Route as Tour
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.search import OPERATORS, LocalSearch, NeighbourhoodParams, compute_neighbours

from kept.deliveries.routing import checker
from kept.deliveries.routing.plan import DayPlan, Route, Stop, Truck
from kept.deliveries.routing.travel import Place, Travel

PRIZE = 1_000_000  # seconds of driving that one more promise is worth: more than any day holds
PENALTY = 20.0  # seconds of driving that a second of lateness, or a litre too much, counts as at the start
PENALTY_UPDATE = 50  # iterations; PyVRP's own 500 never come round in a search this short
NEIGHBOURS = 20  # stops that a stop may move next to; PyVRP's own number costs half of the iterations
HISTORY = 100  # plans that late acceptance looks back at; PyVRP's own 300 suit searches of minutes
DOWNHILL = 1  # … and where room is wanted soon, only the last: finds 21 of 50 in 0.15 s, with 100 it was 13

# It says that a search for room stays infeasible: that is how most of them end.
warnings.filterwarnings("ignore", category=PenaltyBoundWarning)


@dataclass(frozen=True)
class Effort:
    """How long a search may take: it ends with whichever is used up first.

    Seconds are those of the processor, so that a busy machine answers later, not worse.
    """

    iterations: int
    seconds: float = 10.0

    def __post_init__(self) -> None:
        if self.iterations < 0 or self.seconds < 0:
            raise ValueError("a search takes no negative time")


AFTER_A_BOOKING = Effort(iterations=100, seconds=0.25)
FOR_AN_ASKED_WINDOW = Effort(iterations=10_000, seconds=0.4)


def improve(plan: DayPlan, travel: Travel, *, effort: Effort = AFTER_A_BOOKING, seed: int = 0) -> DayPlan:
    """The plan with less driving, one version on, or the very same plan when nothing better was found.

    A plan that breaks promises already (a truck is ill, a shift was cut) is mended if the search can.
    """
    if len(plan.stops) < 2:
        return plan
    day = _Day(plan, plan.stops, travel)
    found = day.search(effort, seed=seed)
    if not found.is_feasible():
        return plan
    if day.known.is_feasible() and found.distance() >= day.known.distance():
        return plan
    return _adopted(plan, day.plan_of(found), travel) or plan


def make_room(
    plan: DayPlan, stop: Stop, travel: Travel, *, effort: Effort = FOR_AN_ASKED_WINDOW, seed: int = 0
) -> DayPlan | None:
    """The plan rearranged so that it takes one more stop, one version on; None when no way was found.

    Ask it only where insertion says ``FULL`` or ``NO_ROOM``: elsewhere no order of the stops will help.
    """
    if not plan.routes:
        return None
    day = _Day(plan, (*plan.stops, stop), travel, optional=stop)
    if not day.known.is_feasible():
        return None
    found = day.search(effort, enough=PRIZE, history=DOWNHILL, seed=seed)
    if not found.is_feasible() or found.unplanned():
        return None
    return _adopted(plan, day.plan_of(found), travel)


def _adopted(before: DayPlan, after: DayPlan, travel: Travel) -> DayPlan | None:
    """The new plan if the checker finds that it keeps every promise, those of the old one included."""
    kept = not checker.faults(after, travel) and not checker.lost(before, after)
    return after if kept else None


class _Day:
    """A plan as PyVRP's problem: stop ``i`` is client ``i``, trucks that are alike are one vehicle type."""

    def __init__(
        self, plan: DayPlan, stops: Sequence[Stop], travel: Travel, *, optional: Stop | None = None
    ) -> None:
        self.plan, self.stops = plan, stops
        alike = Counter(_alike(route.truck) for route in plan.routes)
        self.kinds = list(alike)
        opens = min([truck.starts for truck in self.kinds] + [stop.earliest for stop in stops])
        homes = list(dict.fromkeys(truck.home for truck in self.kinds))
        seconds = _matrix([*homes, *(stop.errand.place for stop in stops)], travel)
        self.problem = ProblemData(
            locations=[Location(0, 0)] * len(seconds),  # only the matrix counts
            clients=[
                Client(
                    location=at,
                    delivery=list(stop.errand.load),
                    service_duration=stop.errand.service,
                    tw_early=stop.earliest - opens,
                    tw_late=stop.latest - opens,
                    required=stop is not optional,
                    prize=PRIZE if stop is optional else 0,
                )
                for at, stop in enumerate(stops, start=len(homes))
            ],
            depots=[Depot(at) for at in range(len(homes))],
            vehicle_types=[
                VehicleType(
                    num_available=count,
                    capacity=list(truck.capacity),
                    start_depot=homes.index(truck.home),
                    end_depot=homes.index(truck.home),
                    tw_early=truck.starts - opens,
                    tw_late=truck.ends - opens,
                )
                for truck, count in alike.items()
            ],
            distance_matrices=[seconds],
            duration_matrices=[seconds],
        )
        self.known = self._known()

    def _known(self) -> Solution:
        """The plan that stands, as PyVRP's solution."""
        client = {stop.key: at for at, stop in enumerate(self.stops)}
        return Solution(
            self.problem,
            [
                Tour(self.problem, [client[stop.key] for stop in route.stops], self._kind(route))
                for route in self.plan.routes
                if route.stops
            ],
        )

    def search(self, effort: Effort, *, enough: int = 0, history: int = HISTORY, seed: int) -> Solution:
        """The best solution found from the known one, or the first that costs less than ``enough``."""
        chance = RandomNumberGenerator(seed=seed)
        near = compute_neighbours(self.problem, NeighbourhoodParams(num_neighbours=NEIGHBOURS))
        local = LocalSearch(self.problem, chance, near)
        for operator in OPERATORS:
            if operator.supports(self.problem):
                local.add_operator(operator(self.problem))
        penalties = PenaltyManager(
            ([PENALTY] * self.problem.num_load_dimensions, PENALTY, PENALTY),
            PenaltyParams(solutions_between_updates=PENALTY_UPDATE),
        )
        params = IteratedLocalSearchParams(history_length=history)
        search = IteratedLocalSearch(self.problem, penalties, local, self.known, params)
        return search.run(_Until(effort, enough), collect_stats=False).best

    def plan_of(self, solution: Solution) -> DayPlan:
        """The solution as a plan, one version on. Trucks that are alike may have swapped their routes."""
        tours: list[list[tuple[Stop, ...]]] = [[] for _ in self.kinds]
        for tour in solution.routes():
            visits = tuple(self.stops[visit.idx] for visit in tour if visit.is_client())
            tours[tour.vehicle_type()].append(visits)
        routes = []
        for route in self.plan.routes:
            mine = tours[self._kind(route)]
            routes.append(replace(route, stops=mine.pop(0) if mine else ()))
        return replace(self.plan, routes=tuple(routes), version=self.plan.version + 1)

    def _kind(self, route: Route) -> int:
        return self.kinds.index(_alike(route.truck))


def _alike(truck: Truck) -> Truck:
    """What a truck shares with those that could drive its route."""
    return replace(truck, key=0)


def _matrix(places: Sequence[Place], travel: Travel) -> Any:  # PyVRP's stubs know no array that numpy makes
    """Driving seconds from each place (row) to each other (column)."""
    points, count = travel.points(places), len(places)
    pairs = travel.seconds(np.repeat(points, count, axis=0), np.tile(points, (count, 1)))
    return pairs.reshape(count, count)


class _Until:
    """PyVRP's stopping criterion: the effort is used up, or the plan is good enough."""

    def __init__(self, effort: Effort, enough: int) -> None:
        self.left, self.enough = effort.iterations, enough
        self.deadline = time.thread_time() + effort.seconds

    def __call__(self, best_cost: int) -> bool:
        self.left -= 1
        return self.left < 0 or best_cost < self.enough or time.thread_time() > self.deadline
