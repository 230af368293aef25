"""Who answers by solving the whole day anew for every quote: OR-Tools and VROOM. Never a part of Kept.

    pip install -r bench/delivery/peers.txt

They obey the rules of our desk: the first wish that fits is granted and is then hard. A wish fits when all
stops of that day, the new one included, are planned within the seconds allowed.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from importlib.util import find_spec

import numpy as np

from bench.delivery import judge
from bench.delivery.sets import SHIFT, Request, Town, Wish, window
from kept.deliveries.routing.plan import DayPlan, Stop
from kept.deliveries.routing.travel import Seconds

Routes = list[list[int]]
"""Per truck, places in the list of stops: 0 is the first stop."""

Solve = Callable[[Town, Sequence[Stop], Seconds, float], Routes | None]
"""Town, stops of a day, driving seconds from each to each (the depot first), seconds of CPU → routes."""

DROPPED = 10_000_000  # seconds of driving that a stop left out counts as


@dataclass
class Peer:
    """A desk that has no plan: it solves the day from nothing with every quote."""

    town: Town
    solve: Solve
    seconds: float
    promised: dict[int, Wish] = field(default_factory=dict)
    quote_ms: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.plans: list[DayPlan] = self.town.empty()
        self.drives = judge.drives(self.town)

    def serve(self, requests: Iterable[Request]) -> Peer:
        for request in requests:
            for wish in request.wishes:
                if self._book(request, wish):
                    break
        return self

    def _book(self, request: Request, wish: Wish) -> bool:
        plan, asked = self.plans[wish[0]], window(wish)
        stops = [*plan.stops, Stop(request.key, request.errand, asked.earliest, asked.latest)]
        places = [0, *(stop.key + 1 for stop in stops)]
        started = time.process_time()
        routes = self.solve(self.town, stops, self.drives[np.ix_(places, places)], self.seconds)
        self.quote_ms.append(1000 * (time.process_time() - started))
        if routes is None:
            return False
        driven = [
            replace(route, stops=tuple(stops[at] for at in visits))
            for route, visits in zip(plan.routes, routes, strict=True)
        ]
        self.plans[wish[0]] = replace(plan, routes=tuple(driven))
        self.promised[request.key] = wish
        return True


def vroom(town: Town, stops: Sequence[Stop], drives: Seconds, seconds: float) -> Routes | None:
    """VROOM, exploration 1."""
    import vroom as peer

    problem = peer.Input()
    problem.set_durations_matrix("car", drives.astype(np.uint32))
    problem.add_vehicle(
        [
            peer.Vehicle(truck, start=0, end=0, capacity=[town.capacity], time_window=SHIFT)
            for truck in range(town.trucks)
        ]
    )
    problem.add_job(
        [
            peer.Job(
                at,
                at + 1,
                default_service=stop.errand.service,
                delivery=list(stop.errand.load),
                time_windows=[(stop.earliest, stop.latest)],
            )
            for at, stop in enumerate(stops)
        ]
    )
    found = problem.solve(exploration_level=1, nb_threads=1, timeout=timedelta(seconds=seconds))
    if found.unassigned:
        return None
    routes: Routes = [[] for _ in range(town.trucks)]
    for step in found.routes.itertuples():
        if step.type == "job":
            routes[int(step.vehicle_id)].append(int(step.id))
    return routes


def ortools(town: Town, stops: Sequence[Stop], drives: Seconds, seconds: float) -> Routes | None:
    """OR-Tools: cheapest insertion, then guided local search until all are in or the seconds are over."""
    from ortools.constraint_solver import pywrapcp
    from ortools.constraint_solver.routing_enums_pb2 import FirstSolutionStrategy, LocalSearchMetaheuristic

    deadline = time.process_time() + seconds
    takes = [0, *(stop.errand.service for stop in stops)]
    loads = [0, *(stop.errand.load[0] for stop in stops)]
    spent = drives + np.array(takes)[:, None]
    index = pywrapcp.RoutingIndexManager(len(takes), town.trucks, 0)
    routing = pywrapcp.RoutingModel(index)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(drives.tolist()))
    routing.AddDimension(routing.RegisterTransitMatrix(spent.tolist()), SHIFT[1], SHIFT[1], False, "clock")
    routing.AddDimension(routing.RegisterUnaryTransitVector(loads), 0, town.capacity, True, "load")
    clock = routing.GetDimensionOrDie("clock")
    for at, stop in enumerate(stops, start=1):
        clock.CumulVar(index.NodeToIndex(at)).SetRange(stop.earliest, stop.latest)
        routing.AddDisjunction([index.NodeToIndex(at)], DROPPED)
    for truck in range(town.trucks):
        clock.CumulVar(routing.Start(truck)).SetRange(*SHIFT)
        clock.CumulVar(routing.End(truck)).SetRange(*SHIFT)
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    search.time_limit.FromSeconds(math.ceil(10 * seconds))  # of the wall: the limit below is the processor's

    costs = [math.inf]  # of the solutions so far

    def over() -> bool:
        return costs[-1] < DROPPED or time.process_time() > deadline

    routing.AddAtSolutionCallback(lambda: costs.append(routing.CostVar().Max()))
    routing.AddSearchMonitor(routing.solver().CustomLimit(over))
    found = routing.SolveWithParameters(search)
    if found is None or found.ObjectiveValue() >= DROPPED:
        return None
    routes: Routes = []
    for truck in range(town.trucks):
        at, visits = found.Value(routing.NextVar(routing.Start(truck))), []
        while not routing.IsEnd(at):
            visits.append(index.IndexToNode(at) - 1)
            at = found.Value(routing.NextVar(at))
        routes.append(visits)
    return routes


def installed() -> dict[str, Solve]:
    """The peers that are there, by name."""
    known = {"vroom": ("VROOM", vroom), "ortools": ("OR-Tools", ortools)}
    return {name: solve for module, (name, solve) in known.items() if find_spec(module)}
