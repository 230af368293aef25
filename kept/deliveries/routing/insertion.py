"""Which windows can still be promised, and at which cost: cheapest insertion with forward time slack.

The insertion heuristic is Solomon's (1987, Operations Research 35:2), the forward time slack Savelsbergh's
(1992, ORSA Journal on Computing 4:2): with the latest start that every stop can bear known, one comparison
per gap proves that no stop behind it is broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kept.deliveries.routing.plan import DayPlan, Errand, Route, Stop
from kept.deliveries.routing.travel import Travel

Ints = npt.NDArray[np.int64]

_NEVER = 1 << 62
_NO_ROOM = 1 << 61
_GAP_BITS = 24  # a key is (extra seconds << 24) + gap, so that one minimum finds the cost and the place


class Why(StrEnum):
    """Why no truck can take an errand in a window."""

    NO_TRUCK = "no_truck"  # no truck drives on that day
    NO_SKILL = "no_skill"  # no truck that drives then has the crew or the gear
    OUT_OF_REACH = "out_of_reach"  # not even an empty truck could make it there and back
    NO_ROOM = "no_room"  # there is time, but no truck has room for the load
    HELD = "held"  # a truck could, but a dispatcher has closed its route
    FULL = "full"  # the stops already promised leave no time


@dataclass(frozen=True, slots=True)
class Window:
    """A span of one day in which service may begin, both ends included; ``pace`` as in a stop."""

    day: date
    earliest: int
    latest: int
    pace: float = 1.0


@dataclass(frozen=True, slots=True)
class Fit:
    """The cheapest place for an errand in a window.

    ``extra`` is the driving it adds, in seconds; ``begins`` the earliest start of service; ``nearest`` the
    drive to the nearer of the neighbouring stops whose windows overlap this one, None where there is none;
    ``reload``: the truck is loaded before it (``DayPlan.with_stop``).
    """

    window: Window
    truck: int
    position: int
    extra: int
    begins: int
    nearest: int | None
    reload: bool = False


@dataclass(frozen=True, slots=True)
class NoFit:
    window: Window
    why: Why


class Horizon:
    """Every gap on every route of some days, in flat arrays, built once and asked many times.

    A route of n stops has n + 1 gaps: after leaving home, between stops, before coming home. Routes that
    are already late (somebody changed a shift or the speeds) take nothing more. Days without a truck have
    no gaps and are left out.
    """

    def __init__(self, plans: Sequence[DayPlan], travel: Travel) -> None:
        """Raises ValueError when a day comes twice."""
        driven = [plan for plan in plans if plan.routes]
        if len({plan.day for plan in driven}) < len(driven):
            raise ValueError("each day has one plan")
        routes = [route for plan in driven for route in plan.routes]
        gaps = [len(route.stops) + 1 for route in routes]
        self.travel = travel
        self.days = {plan.day: at for at, plan in enumerate(driven)}
        self.routes = routes
        self.first_route = _starts([len(plan.routes) for plan in driven])
        self.day_of_route = np.repeat(np.arange(len(driven)), [len(plan.routes) for plan in driven])
        self.first_gap = _starts(gaps)
        self.last_gap = self.first_gap + np.array(gaps, dtype=np.int64) - 1
        self.route_of = np.repeat(np.arange(len(routes)), gaps)
        self._measure(routes)

    def _measure(self, routes: Sequence[Route]) -> None:
        """Fill, per gap: who comes before and after, the earliest leaving, the latest coming, free litres."""
        visits = [[stop.errand.place for stop in route.stops] for route in routes]
        homes = [route.truck.home for route in routes]
        trips = list(zip(homes, visits, strict=True))
        self.before = self.travel.points([place for home, places in trips for place in (home, *places)])
        self.after = self.travel.points([place for home, places in trips for place in (*places, home)])
        self.direct = self.travel.seconds(self.before, self.after)
        legs = self.direct.tolist()
        leaves: list[int] = []
        due: list[int] = []
        room: list[list[int]] = []
        for route in routes:
            at, until = len(due), len(due) + len(route.stops) + 1
            earliest, latest = _slack(route, legs[at:until])
            on_time = all(
                e <= d for e, d in zip(_begins(route, earliest, legs[until - 1]), latest, strict=True)
            )
            leaves += earliest
            due += latest
            free = [holds - load for holds, load in zip(route.truck.capacity, route.load, strict=True)]
            room += [free if on_time else [-_NEVER] * len(free)] * len(latest)
        self.leaves, self.due = np.array(leaves, dtype=np.int64), np.array(due, dtype=np.int64)
        self.room = np.array(room, dtype=np.int64).reshape(len(room), -1 if room else 1)

    def ask(self, errand: Errand, windows: Sequence[Window]) -> list[Fit | NoFit]:
        """For each window, in the order asked, the cheapest place for the errand or why there is none."""
        question = _Question(self, errand)
        answers: dict[Window, Fit | NoFit] = {}
        for rank in _ranks([window for window in windows if window.day in self.days]):
            answers |= question.answer(rank)
        return [answers.get(window) or NoFit(window, Why.NO_TRUCK) for window in windows]


class _Question:
    """One errand held against every gap of a horizon at once."""

    def __init__(self, horizon: Horizon, errand: Errand) -> None:
        here = horizon.travel.points([errand.place])
        self.horizon, self.errand = horizon, errand
        self.to_here = horizon.travel.seconds(horizon.before, here)
        self.from_here = horizon.travel.seconds(here, horizon.after)
        self.arrives = horizon.leaves + self.to_here
        self.begin_by = horizon.due - self.from_here - errand.service
        extra = self.to_here + self.from_here - horizon.direct
        keys = (extra << _GAP_BITS) + np.arange(len(extra))
        keys = np.where((horizon.room < errand.load).any(axis=1), _NO_ROOM, keys)
        on_time = (horizon.room >= 0).all(axis=1)
        self.keys = np.where((self.arrives <= self.begin_by) & on_time, keys, _NEVER)
        self.first_gap_of_day = horizon.first_gap[horizon.first_route]
        self.day_of = horizon.day_of_route[horizon.route_of]

    def answer(self, windows: Sequence[Window]) -> dict[Window, Fit | NoFit]:
        """Answer windows of different days, at most one a day."""
        days = [self.horizon.days[window.day] for window in windows]
        earliest, latest = self._bounds(windows, days)
        open_to = (self.arrives <= latest[self.day_of]) & (self.begin_by >= earliest[self.day_of])
        best = np.minimum.reduceat(np.where(open_to, self.keys, _NEVER), self.first_gap_of_day).tolist()
        answers: dict[Window, Fit | NoFit] = {}
        for window, day in zip(windows, days, strict=True):
            if best[day] < _NO_ROOM:
                answers[window] = self._fit(window, best[day])
            else:
                answers[window] = NoFit(window, self._why(day, window, room_only=best[day] == _NO_ROOM))
        return answers

    def _bounds(self, windows: Sequence[Window], days: Sequence[int]) -> tuple[Ints, Ints]:
        """Window ends per day of the horizon; a day that is not asked for gets an empty window."""
        earliest = np.full(len(self.horizon.days), _NEVER, dtype=np.int64)
        latest = np.full(len(self.horizon.days), -_NEVER, dtype=np.int64)
        earliest[days] = [window.earliest for window in windows]
        latest[days] = [window.latest for window in windows]
        return earliest, latest

    def _fit(self, window: Window, key: int) -> Fit:
        gap, extra = key & ((1 << _GAP_BITS) - 1), key >> _GAP_BITS
        at = int(self.horizon.route_of[gap])
        route, position = self.horizon.routes[at], gap - int(self.horizon.first_gap[at])
        neighbours = [(stop, self.to_here[gap]) for stop in route.stops[:position][-1:]]
        neighbours += [(stop, self.from_here[gap]) for stop in route.stops[position:][:1]]
        by_then = [
            int(drive)
            for stop, drive in neighbours
            if stop.earliest < window.latest and window.earliest < stop.latest
        ]
        return Fit(
            window=window,
            truck=route.truck.key,
            position=position,
            extra=extra,
            begins=max(int(self.arrives[gap]), window.earliest),
            nearest=min(by_then, default=None),
        )

    def _why(self, day: int, window: Window, *, room_only: bool) -> Why:
        """The true reason for a no: would an empty truck of that day have made it?"""
        arrives, begin_by = self._empty_trucks
        trucks = [
            (at, self.horizon.routes[at].truck) for at in np.flatnonzero(self.horizon.day_of_route == day)
        ]
        if not any(truck.starts <= window.latest and truck.ends >= window.earliest for _, truck in trucks):
            return Why.NO_TRUCK
        able = [
            truck
            for at, truck in trucks
            if max(arrives[at], window.earliest) <= min(begin_by[at], window.latest)
        ]
        if not able:
            return Why.OUT_OF_REACH
        load = self.errand.load
        too_small = all(any(r < n for r, n in zip(truck.capacity, load, strict=True)) for truck in able)
        return Why.NO_ROOM if room_only or too_small else Why.FULL

    @cached_property
    def _empty_trucks(self) -> tuple[list[int], list[int]]:
        """Per route, were it empty: the arrival here, and the latest start of service to be home in time."""
        horizon = self.horizon
        starts = np.array([route.truck.starts for route in horizon.routes], dtype=np.int64)
        ends = np.array([route.truck.ends for route in horizon.routes], dtype=np.int64)
        arrives = starts + self.to_here[horizon.first_gap]
        begin_by = ends - self.from_here[horizon.last_gap] - self.errand.service
        return arrives.tolist(), begin_by.tolist()


def insert(plan: DayPlan, fit: Fit, errand: Errand, *, key: int) -> DayPlan:
    """The plan with the errand promised where ``fit`` found its place."""
    stop = Stop(key, errand, fit.window.earliest, fit.window.latest, pace=fit.window.pace)
    return plan.with_stop(stop, truck=fit.truck, position=fit.position, reload=fit.reload)


def begins(route: Route, travel: Travel) -> list[int]:
    """The earliest start of service per stop, and at last the return home, as seconds since the epoch."""
    places = [route.truck.home, *(stop.errand.place for stop in route.stops), route.truck.home]
    points = travel.points(places)
    legs = travel.seconds(points[:-1], points[1:]).tolist()
    return _begins(route, _slack(route, legs)[0], legs[-1])


def _slack(route: Route, legs: Sequence[int]) -> tuple[list[int], list[int]]:
    """Per gap: the earliest leaving of what stands before, the latest start that what follows can bear."""
    leaves = [route.truck.starts]
    for stop, leg in zip(route.stops, legs[:-1], strict=True):
        leaves.append(max(leaves[-1] + leg, stop.earliest) + stop.errand.service)
    due = [route.truck.ends]
    for stop, leg in zip(reversed(route.stops), reversed(legs[1:]), strict=True):
        due.append(min(stop.latest, due[-1] - leg - stop.errand.service))
    return leaves, due[::-1]


def _begins(route: Route, leaves: Sequence[int], way_home: int) -> list[int]:
    """Earliest start of service per stop, and at last the return."""
    starts = [left - stop.errand.service for left, stop in zip(leaves[1:], route.stops, strict=True)]
    return [*starts, leaves[-1] + way_home]


def _starts(lengths: Sequence[int]) -> Ints:
    """Where each of some parts begins, laid end to end."""
    return np.cumsum([0, *lengths], dtype=np.int64)[:-1]


def _ranks(windows: Sequence[Window]) -> list[list[Window]]:
    """The windows dealt into lists that hold at most one of each day."""
    ranks: list[list[Window]] = []
    dealt: dict[date, int] = {}
    for window in dict.fromkeys(windows):
        rank = dealt.setdefault(window.day, 0)
        if rank == len(ranks):
            ranks.append([])
        ranks[rank].append(window)
        dealt[window.day] += 1
    return ranks
