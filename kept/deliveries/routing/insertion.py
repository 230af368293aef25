"""Which windows can still be promised, and at which cost: cheapest insertion, over all gaps at once.

The insertion heuristic is Solomon's (1987, Operations Research 35:2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from math import ceil

import numpy as np
import numpy.typing as npt

from kept.deliveries.routing.gaps import Day, Ints
from kept.deliveries.routing.plan import DayPlan, Errand, Held, Stop
from kept.deliveries.routing.timing import NEVER
from kept.deliveries.routing.travel import Travel, paced

_NO_ROOM = 1 << 61
_HELD = 1 << 60
# Seconds of driving that a stop per truck in a window counts as, where customers take any window: tuned
# on the booking benchmark (docs/decisions/routing.md).
A_STOP = 750
_ROW_BITS = 24  # a key is (extra seconds << 24) + row, so that one minimum finds the cost and the place


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
    drive from the nearest stop, of any truck, whose window overlaps this one, None where there is none;
    ``reload``: the truck is loaded before it (``DayPlan.with_stop``). Whoever takes any window is steered to
    the least ``strain``: near a truck, in a window that is not full yet, in seconds of driving.
    """

    window: Window
    truck: int
    position: int
    extra: int
    begins: int
    nearest: int | None
    reload: bool = False
    strain: int = 0


@dataclass(frozen=True, slots=True)
class NoFit:
    window: Window
    why: Why


class Horizon:
    """Every gap on every route of some days, laid end to end, to be asked many times.

    Routes that are already late (somebody changed a shift or the speeds) take nothing more. Days without a
    truck have no gaps and are left out.
    """

    def __init__(self, plans: Sequence[DayPlan | Day], travel: Travel) -> None:
        """A ``Day`` that was measured before saves measuring it again. ValueError when a day comes twice."""
        days = [each if isinstance(each, Day) else Day(each, travel) for each in plans]
        driven = [day for day in days if day.routes]
        if len({day.on for day in driven}) < len(driven):
            raise ValueError("each day has one plan")
        self.travel, self.driven = travel, driven
        self.days = {day.on: at for at, day in enumerate(driven)}
        self.routes = [route for day in driven for route in day.routes]
        self.first_row = _starts([len(day.route_of) for day in driven])
        self.first_route = _starts([len(day.routes) for day in driven])
        self.day_of = np.repeat(np.arange(len(driven)), [len(day.route_of) for day in driven])
        self.restful = any(route.truck.rest for route in self.routes)
        self.held = np.array(
            [_HELD if route.held is Held.ALL else -NEVER for route in self.routes], dtype=np.int64
        )
        if driven:
            self._join(driven)

    def _join(self, days: Sequence[Day]) -> None:
        self.before = np.concatenate([day.before for day in days])
        self.after = np.concatenate([day.after for day in days])
        self.pace = np.concatenate([day.pace for day in days])
        self.room = np.concatenate([day.room for day in days])
        self.leaves, self.due, self.direct = np.concatenate([day.times for day in days], axis=1)
        self.rest_there = np.concatenate([day.rest_there for day in days], axis=1)
        self.rest_then = np.concatenate([day.rest_then for day in days], axis=1)
        offset = zip(days, self.first_route.tolist(), strict=True)
        self.route_of = np.concatenate([day.route_of + first for day, first in offset])

    def ask(self, errand: Errand, windows: Sequence[Window]) -> list[Fit | NoFit]:
        """For each window, in the order asked, the cheapest place for the errand or why there is none."""
        if not self.driven:
            return [NoFit(window, Why.NO_TRUCK) for window in windows]
        question, refused = _Question(self, errand), dict[Window, int]()
        answers: dict[Window, Fit | NoFit] = {}
        for rank in _ranks([window for window in windows if window.day in self.days]):
            for window, key in zip(rank, question.best(rank), strict=True):
                if key < _HELD:
                    answers[window] = question.fit(window, key)
                else:
                    refused[window] = key
        if refused:
            answers |= self._reasons(errand, refused)
        return [answers.get(window) or NoFit(window, Why.NO_TRUCK) for window in windows]

    def _reasons(self, errand: Errand, refused: Mapping[Window, int]) -> dict[Window, NoFit]:
        """The true reason for each no: would a truck without any other stop have made it?"""
        question = _Question(self._empty, errand)
        found = {}
        for rank in _ranks(list(refused)):
            for window, alone in zip(rank, question.best(rank), strict=True):
                found[window] = NoFit(window, self._why(errand, window, refused[window], alone))
        return found

    def _why(self, errand: Errand, window: Window, key: int, alone: int) -> Why:
        """``key`` is the best that the routes as they are allow, ``alone`` what empty ones would."""
        if key == _HELD or alone == _NO_ROOM:
            return Why.HELD if key == _HELD else Why.NO_ROOM
        if alone < _HELD:
            return Why.NO_ROOM if key == _NO_ROOM else Why.FULL
        routes = self.driven[self.days[window.day]].routes
        trucks = [route.truck for route in routes]
        trucks = [t for t in trucks if t.starts <= window.latest and t.ends >= window.earliest]
        if not trucks:
            return Why.NO_TRUCK
        able = any(errand.skills <= truck.skills for truck in trucks)
        return Why.OUT_OF_REACH if able else Why.NO_SKILL

    @cached_property
    def _empty(self) -> Horizon:
        return Horizon([day.empty for day in self.driven], self.travel)


class _Question:
    """One errand held against every row of a horizon at once."""

    def __init__(self, horizon: Horizon, errand: Errand) -> None:
        here = horizon.travel.points([errand.place])
        self.horizon, self.errand = horizon, errand
        self.to_here = horizon.travel.seconds(horizon.before, here)
        self.from_here = paced(horizon.travel.seconds(here, horizon.after), horizon.pace)
        go_on = horizon.due - self.from_here
        if horizon.restful:
            latest, earliest, takes = horizon.rest_then
            go_on = np.where(go_on < earliest + takes, -NEVER, np.minimum(latest, go_on - takes))
        self.begin_by = go_on - errand.service
        self.barred = self._bars()
        self.by_pace: dict[tuple[float, ...], tuple[Ints, Ints]] = {}
        self.here = here
        self.from_stops: dict[int, Ints] = {}

    def _bars(self) -> Ints:
        """Per row, what keeps its truck from taking the errand although there is time."""
        horizon, skills = self.horizon, self.errand.skills
        barred = horizon.held
        if skills:
            able = np.array([skills <= route.truck.skills for route in horizon.routes])
            barred = np.where(able, barred, NEVER)
        no_room = (horizon.room < self.errand.load).any(axis=1)
        bars: Ints = np.maximum(barred[horizon.route_of], np.where(no_room, _NO_ROOM, -NEVER))
        return bars

    def best(self, windows: Sequence[Window]) -> list[int]:
        """The lowest key for each of some windows, at most one a day: below ``_HELD`` it is a place."""
        days = [self.horizon.days[window.day] for window in windows]
        arrives, keys = self._arrivals(windows, days)
        earliest, latest = self._bounds(windows, days)
        day_of = self.horizon.day_of
        open_to = (arrives <= latest[day_of]) & (self.begin_by >= earliest[day_of])
        best = np.minimum.reduceat(np.where(open_to, keys, NEVER), self.horizon.first_row)
        return [int(best[day]) for day in days]

    def _arrivals(self, windows: Sequence[Window], days: Sequence[int]) -> tuple[Ints, Ints]:
        """Per row, the earliest arrival at the pace of these windows, and the key of the place."""
        paces = [1.0] * len(self.horizon.days)
        for window, day in zip(windows, days, strict=True):
            paces[day] = window.pace
        if (known := tuple(paces)) not in self.by_pace:
            self.by_pace[known] = self._drive(np.array(paces))
        return self.by_pace[known]

    def _drive(self, paces: npt.NDArray[np.float64]) -> tuple[Ints, Ints]:
        horizon = self.horizon
        to_here = paced(self.to_here, paces[horizon.day_of])
        arrives = horizon.leaves + to_here
        if horizon.restful:
            latest, earliest, takes = horizon.rest_there
            arrives = np.where(arrives > latest, NEVER, np.maximum(arrives, earliest) + takes)
        extra = to_here + self.from_here - horizon.direct
        keys = np.maximum((extra << _ROW_BITS) + np.arange(len(extra)), self.barred)
        return arrives, np.where(arrives <= self.begin_by, keys, NEVER)

    def _bounds(self, windows: Sequence[Window], days: Sequence[int]) -> tuple[Ints, Ints]:
        """Window ends per day of the horizon; a day that is not asked for gets an empty window."""
        earliest = np.full(len(self.horizon.days), NEVER, dtype=np.int64)
        latest = np.full(len(self.horizon.days), -NEVER, dtype=np.int64)
        earliest[days] = [window.earliest for window in windows]
        latest[days] = [window.latest for window in windows]
        return earliest, latest

    def fit(self, window: Window, key: int) -> Fit:
        horizon = self.horizon
        row, extra = key & ((1 << _ROW_BITS) - 1), key >> _ROW_BITS
        at, day = int(horizon.route_of[row]), horizon.days[window.day]
        route = horizon.routes[at]
        position, reload = horizon.driven[day].place_of(row - int(horizon.first_row[day]))
        nearest, stops = self._around(window, day)
        far = int(self.to_here[horizon.first_row[day]]) if nearest is None else nearest
        return Fit(
            window=window,
            truck=route.truck.key,
            position=position,
            extra=extra,
            begins=self._begins(row, window),
            nearest=nearest,
            reload=reload,
            strain=far + A_STOP * stops // len(horizon.driven[day].routes),
        )

    def _around(self, window: Window, day: int) -> tuple[int | None, int]:
        """The drive from the nearest stop of that day whose window overlaps, and how many such stops are."""
        known = self.horizon.driven[day]
        if not len(known.stops):
            return None, 0
        if day not in self.from_stops:
            self.from_stops[day] = self.horizon.travel.seconds(known.stops, self.here)
        earliest, latest = known.windows.T
        drives = self.from_stops[day][(earliest < window.latest) & (latest > window.earliest)]
        return (int(drives.min()), len(drives)) if len(drives) else (None, 0)

    def _begins(self, row: int, window: Window) -> int:
        """The earliest start of service, a break on arrival behind it."""
        earliest, takes = (int(figure) for figure in self.horizon.rest_there[1:, row])
        arrives = int(self.horizon.leaves[row]) + ceil(int(self.to_here[row]) * window.pace)
        return max(max(arrives, earliest) + takes, window.earliest)


def insert(plan: DayPlan, fit: Fit, errand: Errand, *, key: int) -> DayPlan:
    """The plan with the errand promised where ``fit`` found its place."""
    stop = Stop(key, errand, fit.window.earliest, fit.window.latest, pace=fit.window.pace)
    return plan.with_stop(stop, truck=fit.truck, position=fit.position, reload=fit.reload)


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
