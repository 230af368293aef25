"""Who judges: drives plans by the README's own formula, and asks PyVRP what more could have been promised.

Shares nothing with the engine but the shape of a plan: not its travel times, its insertion, its search or its
checker. PyVRP is asked with its own settings, from the plan that stands, for seconds of CPU.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pyvrp

from bench.delivery.sets import FIRST, HOUR, OPENS, SHIFT, Town, Wish
from kept.deliveries.routing.plan import DayPlan
from kept.deliveries.routing.travel import Place, Seconds

PRIZE = 1_000_000  # seconds of driving that a promise is worth


def drive(here: Place, there: Place) -> float:
    """Seconds: 60 + 120 a km up to 5 km of road, 60 a km beyond; roads are 1.3 times the straight line."""
    km = 1.3 * math.dist(here, there)
    if here == there:
        return 0.0
    return 60 + 120 * km if km <= 5 else 660 + 60 * (km - 5)


def drives(town: Town) -> Seconds:
    """Whole seconds, rounded up, from each place to each: the depot first, then the requests by key."""
    places = [town.depot, *(request.errand.place for request in town.requests)]
    exact = np.array([[drive(here, there) for there in places] for here in places])
    return np.ceil(exact.round(6)).astype(np.int64)


def broken(town: Town, plans: Sequence[DayPlan], promised: Mapping[int, Wish]) -> int:
    """How many promises the plans break: late, forgotten, twice, on a truck overfull or back too late."""
    kept: Counter[int] = Counter()
    for plan in plans:
        assert len(plan.routes) <= town.trucks
        for route in plan.routes:
            day = (plan.day - FIRST).days
            kept.update(_kept(town, day, [stop.key for stop in route.stops], promised))
    return sum(kept[key] != 1 for key in promised) + sum(key not in promised for key in kept)


def _kept(town: Town, day: int, keys: Sequence[int], promised: Mapping[int, Wish]) -> list[int]:
    """The promises that one truck's route keeps; none if it comes home late or was overfull."""
    clock, here, litres, kept = float(SHIFT[0]), town.depot, 0, []
    for key in keys:
        errand = town.requests[key].errand
        on, slot = promised.get(key, (-1, 0))
        clock = max(clock + drive(here, errand.place), OPENS[slot] * HOUR)
        if on == day and clock <= (OPENS[slot] + 4) * HOUR:
            kept.append(key)
        clock, here, litres = clock + errand.service, errand.place, litres + errand.load[0]
    home = clock + drive(here, town.depot)
    return kept if home <= SHIFT[1] and litres <= town.capacity else []


def driving_minutes(town: Town, plans: Sequence[DayPlan]) -> float:
    """Minutes of driving of all routes."""
    seconds = 0.0
    for plan in plans:
        for route in plan.routes:
            places = [town.depot, *(stop.errand.place for stop in route.stops), town.depot]
            seconds += sum(drive(a, b) for a, b in pairwise(places))
    return seconds / 60


class Referee:
    """PyVRP's opinion of the days of one town: with its own settings, from the plan that stands."""

    def __init__(self, town: Town) -> None:
        self.town, self.drives = town, drives(town)

    def fits(self, plan: DayPlan, promised: Mapping[int, Wish], key: int, wish: Wish, seconds: float) -> bool:
        """Whether one more wish could be promised beside those of a plan."""
        data, known = self._day(plan, {**promised, key: wish}, [key])
        return _best(data, known, seconds, enough=PRIZE).num_clients() > known.num_clients()

    def driving(self, plan: DayPlan, promised: Mapping[int, Wish], seconds: float) -> tuple[int, int]:
        """Seconds of driving as planned, and as PyVRP would have it."""
        data, known = self._day(plan, promised, [])
        return known.distance(), _best(data, known, seconds).distance()

    def rescued(
        self, plan: DayPlan, promised: Mapping[int, Wish], stranded: Sequence[int], seconds: float
    ) -> int:
        """How many promises that lost their truck find a place in the plan."""
        if not plan.routes:
            return 0
        data, known = self._day(plan, promised, stranded)
        return _best(data, known, seconds, enough=PRIZE).num_clients() - known.num_clients()

    def _day(
        self, plan: DayPlan, promised: Mapping[int, Wish], more: Sequence[int]
    ) -> tuple[pyvrp.ProblemData, pyvrp.Solution]:
        """A day and its plan; ``more`` are requests that have no place in it and need none."""
        routes = [[stop.key for stop in route.stops] for route in plan.routes if route.stops]
        keys = [*(key for route in routes for key in route), *more]
        clients = []
        for key in keys:
            errand, opens = self.town.requests[key].errand, OPENS[promised[key][1]] * HOUR
            clients.append(
                pyvrp.Client(
                    key + 1,
                    delivery=[errand.load[0]],
                    service_duration=errand.service,
                    tw_early=opens,
                    tw_late=opens + 4 * HOUR,
                    required=key not in more,
                    prize=PRIZE if key in more else 0,
                )
            )
        truck = pyvrp.VehicleType(len(plan.routes), [self.town.capacity], tw_early=SHIFT[0], tw_late=SHIFT[1])
        places = [pyvrp.Location(0, 0)] * len(self.drives)
        data = pyvrp.ProblemData(places, clients, [pyvrp.Depot(0)], [truck], [self.drives], [self.drives])
        client = {key: at for at, key in enumerate(keys)}
        return data, pyvrp.Solution(data, [[client[key] for key in route] for route in routes])


def _best(
    data: pyvrp.ProblemData, known: pyvrp.Solution, seconds: float, *, enough: int = 0
) -> pyvrp.Solution:
    """The best that PyVRP finds from a plan that keeps its promises, or the first that costs less."""
    deadline = time.process_time() + seconds

    def over(best_cost: int) -> bool:
        return best_cost < enough or time.process_time() > deadline

    return pyvrp.solve(data, over, collect_stats=False, initial_solution=known).best
