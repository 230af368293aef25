"""A better plan for a day, looked for from the plan that stands: less driving, or room for more stops.

The search is PyVRP's iterated local search (Wouda, Lan and Kool 2024, INFORMS Journal on Computing 36:4) with
penalties for lateness and load. It is started from the known plan, never cold: a cold search often fails to
rebuild a full day. What it finds is adopted only when the checker drives it without a fault.

The same plan, effort and seed give the same answer, unless the seconds run out first.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from pyvrp import (
    IteratedLocalSearch,
    IteratedLocalSearchParams,
    PenaltyManager,
    PenaltyParams,
    RandomNumberGenerator,
    Solution,
)
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.search import OPERATORS, LocalSearch, NeighbourhoodParams, compute_neighbours

from kept.deliveries.routing import checker
from kept.deliveries.routing.plan import DayPlan, Held, Stop
from kept.deliveries.routing.problem import Problem
from kept.deliveries.routing.travel import Travel

PRIZE = 1_000_000  # seconds of driving that one more promise is worth: more than any day holds
LONG_VISITS = 2  # what a second at a door takes off of that: who is quick leaves room for others


@dataclass(frozen=True)
class _Manner:
    """How a search goes about it; ``docs/decisions/routing.md`` says what else was tried.

    ``penalty``: seconds of driving that a second of lateness, or a litre too much, counts as at the start;
    reckoned anew every ``update`` iterations. ``history``: plans that late acceptance looks back at; with 1
    the search only goes downhill. ``neighbours``: stops that a stop may move next to. ``patience``: after so
    many iterations without a better plan it sets out from the best one again.
    """

    penalty: float
    update: int
    history: int
    neighbours: int
    patience: int = 150_000  # PyVRP's own: longer than all but the longest searches


LESS_DRIVING = _Manner(penalty=20, update=50, history=100, neighbours=20)
THOROUGH = _Manner(penalty=1000, update=500, history=300, neighbours=50)  # but for the penalty, PyVRP's own
ROOM_FOR_ONE = _Manner(penalty=20, update=50, history=1, neighbours=20)
ROOM_FOR_MANY = _Manner(penalty=1000, update=10, history=1, neighbours=20, patience=250)

# It says that a search for room stays infeasible: that is how most of them end.
warnings.filterwarnings("ignore", category=PenaltyBoundWarning)


@dataclass(frozen=True)
class Effort:
    """How long a search may take: it ends with whichever is used up first.

    Seconds are those of the processor, so that a busy machine answers later, not worse. ``thorough``: it may
    last for minutes, and so looks further before it settles.
    """

    iterations: int
    seconds: float = 10.0
    thorough: bool = False

    def __post_init__(self) -> None:
        if self.iterations < 0 or self.seconds < 0:
            raise ValueError("a search takes no negative time")


AFTER_A_BOOKING = Effort(iterations=100, seconds=0.25)
FOR_AN_ASKED_WINDOW = Effort(iterations=10_000, seconds=0.25)
FOR_STRANDED_STOPS = Effort(iterations=10_000, seconds=0.9)


def improve(plan: DayPlan, travel: Travel, *, effort: Effort = AFTER_A_BOOKING, seed: int = 0) -> DayPlan:
    """The plan with less driving, one version on, or the very same plan when nothing better was found.

    A plan that breaks promises already (a truck is ill, a shift was cut) is mended if the search can.
    """
    if not any(route.stops for route in plan.routes if route.held is Held.NOTHING):
        return plan
    problem = Problem(plan, travel)
    if len(problem.stops) < 2:
        return plan
    found = _search(problem, effort, THOROUGH if effort.thorough else LESS_DRIVING, seed=seed)
    if not found.is_feasible():
        return plan
    if problem.known.is_feasible() and found.distance() >= problem.known.distance():
        return plan
    return _adopted(plan, problem.plan_of(found), travel) or plan


def make_room(
    plan: DayPlan, stop: Stop, travel: Travel, *, effort: Effort = FOR_AN_ASKED_WINDOW, seed: int = 0
) -> DayPlan | None:
    """The plan rearranged so that it takes one more stop, one version on; None when no way was found.

    Ask it only where insertion says ``FULL`` or ``NO_ROOM``: elsewhere no order of the stops will help.
    """
    if any(free < wanted for free, wanted in zip(_free(plan), stop.errand.load, strict=False)):
        return None
    after, without = rearrange(plan, [stop], travel, effort=effort, seed=seed)
    return None if without else after


def _free(plan: DayPlan) -> list[int]:
    """The room that all trucks leave free together, however the stops are shared out."""
    routes = [route for route in plan.routes if route.held is Held.NOTHING]
    holds = [[figure * route.truck.loads for figure in route.truck.capacity] for route in routes]
    taken = [route.load for route in routes]
    return [sum(a) - sum(b) for a, b in zip(zip(*holds, strict=True), zip(*taken, strict=True), strict=True)]


def rearrange(
    plan: DayPlan,
    stranded: Sequence[Stop],
    travel: Travel,
    *,
    prizes: Sequence[int] | None = None,
    effort: Effort = FOR_STRANDED_STOPS,
    seed: int = 0,
) -> tuple[DayPlan, list[Stop]]:
    """The plan with as many of the stranded stops as were found a place, and those without, as they came.

    ``prizes``: what each promise is worth against the others, from 1; without them all are worth the same.
    The plan that stands must break no promise itself; it comes back as it is if nothing can be added.
    """
    prizes = prizes or [1] * len(stranded)
    worth = [PRIZE * p - LONG_VISITS * s.errand.service for p, s in zip(prizes, stranded, strict=True)]
    optional = list(zip(stranded, worth, strict=True))
    if not stranded or all(route.held is not Held.NOTHING for route in plan.routes):
        return plan, list(stranded)
    problem = Problem(plan, travel, optional)
    if not problem.known.is_feasible():
        return plan, list(stranded)
    manner = ROOM_FOR_ONE if len(stranded) == 1 else ROOM_FOR_MANY
    found = _search(problem, effort, manner, enough=min(worth), seed=seed)
    if found.is_feasible() and found.prizes() and (after := _adopted(plan, problem.plan_of(found), travel)):
        placed = {stop.key for stop in after.stops}
        return after, [stop for stop in stranded if stop.key not in placed]
    return plan, list(stranded)


def _adopted(before: DayPlan, after: DayPlan, travel: Travel) -> DayPlan | None:
    """The new plan if it keeps every promise, those of the old one too, and moves nothing that is fixed."""
    wrong = (
        checker.faults(after, travel)
        or checker.lost(before, after)
        or checker.moved_although_held(before, after)
    )
    return None if wrong else after


def _search(problem: Problem, effort: Effort, manner: _Manner, *, enough: int = 0, seed: int) -> Solution:
    """The best solution found from the plan that stands, or the first that costs less than ``enough``."""
    local = LocalSearch(
        problem.data,
        RandomNumberGenerator(seed=seed),
        compute_neighbours(problem.data, NeighbourhoodParams(num_neighbours=manner.neighbours)),
    )
    for operator in OPERATORS:
        if operator.supports(problem.data):
            local.add_operator(operator(problem.data))
    penalties = PenaltyManager(
        ([manner.penalty] * problem.data.num_load_dimensions, manner.penalty, manner.penalty),
        PenaltyParams(solutions_between_updates=manner.update, max_penalty=10.0 * PRIZE),
    )
    params = IteratedLocalSearchParams(manner.patience, history_length=manner.history)
    search = IteratedLocalSearch(problem.data, penalties, local, problem.known, params)
    return search.run(_Until(effort, enough), collect_stats=False).best


class _Until:
    """PyVRP's stopping criterion: the effort is used up, or the plan is good enough."""

    def __init__(self, effort: Effort, enough: int) -> None:
        self.left, self.enough = effort.iterations, enough
        self.deadline = time.thread_time() + effort.seconds

    def __call__(self, best_cost: int) -> bool:
        self.left -= 1
        return self.left < 0 or best_cost < self.enough or time.thread_time() > self.deadline
