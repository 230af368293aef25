"""Where one more stop may go on a day: every gap of every route, measured once into flat arrays.

The forward time slack is Savelsbergh's (1992, ORSA Journal on Computing 4:2): with the latest coming that
every visit can bear known, one comparison per gap proves that no stop behind it is broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from math import ceil
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kept.deliveries.routing.plan import DayPlan, Load, Rest, Route, Stop
from kept.deliveries.routing.timing import NEVER, Clocks, Visit, Walk, walks
from kept.deliveries.routing.travel import Place, Travel

Ints = npt.NDArray[np.int64]
Pause = tuple[int, int, int]
"""Latest and earliest begin of a break, and its seconds."""

_NO_PAUSE: Pause = (NEVER, -NEVER, 0)


class _Row(NamedTuple):
    """A gap, and when the break is taken in it: before the new stop, behind it, or elsewhere.

    ``reload``: the truck comes from being loaded. ``direct`` is the driving that the new stop saves.
    """

    before: Place
    after: Place
    pace: float
    leaves: int
    due: int
    direct: int
    room: Load
    position: int
    reload: bool = False
    rest_there: Pause = _NO_PAUSE
    rest_then: Pause = _NO_PAUSE


class Day:
    """The gaps of one day. Stays true as long as the plan does: keep it per version.

    A route of n stops and no break has n + 1 rows. Being loaded again parts a gap in two, a break doubles it
    around its time, and each place at which a truck might be loaded once more is a row of its own. A route
    that is late has a single row that takes nothing, and so has one with no gap behind its done stops.
    """

    def __init__(self, plan: DayPlan, travel: Travel) -> None:
        self.on, self.plan, self.routes, self.travel = plan.day, plan, plan.routes, travel
        rows = [_rows(walk, home) for walk, home in _measured(plan, travel)]
        self.rows = flat = [row for each in rows for row in each]
        self.route_of: Ints = np.repeat(np.arange(len(rows)), [len(each) for each in rows])
        self.before = travel.points([row.before for row in flat])
        self.after = travel.points([row.after for row in flat])
        self.pace = np.array([row.pace for row in flat])
        self.room: Ints = np.array([row.room for row in flat], dtype=np.int64)
        self.times = _columns([(row.leaves, row.due, row.direct) for row in flat])
        self.rest_there = _columns([row.rest_there for row in flat])
        self.rest_then = _columns([row.rest_then for row in flat])
        self.stops = travel.points([stop.errand.place for stop in plan.stops])
        self.windows = np.array([(stop.earliest, stop.latest) for stop in plan.stops], dtype=np.int64)
        self.windows = self.windows.reshape(-1, 2)

    def place_of(self, row: int) -> tuple[int, bool]:
        """Where in its route a row stands: ``position`` and ``reload`` of ``DayPlan.with_stop``."""
        return self.rows[row].position, self.rows[row].reload

    @cached_property
    def empty(self) -> Day:
        """The same trucks before anything was promised."""
        return Day(DayPlan(self.on, tuple(Route(route.truck) for route in self.routes)), self.travel)


def _columns(rows: Sequence[tuple[int, ...]]) -> Ints:
    """(figures, rows), for rows that may be none."""
    return np.array(rows, dtype=np.int64).reshape(-1, 3).T


def _measured(plan: DayPlan, travel: Travel) -> Iterator[tuple[Walk, list[int]]]:
    """Every route walked, with the drive home from where each gap begins, if it could be loaded again."""
    found = walks(plan.routes, travel)
    turns = [walk for walk in found if len(walk.route.reloads) + 1 < walk.route.truck.loads]
    here = travel.points([v.place for walk in turns for v in (walk.visits[-1], *walk.visits[:-1])])
    home = travel.points([walk.route.truck.home for walk in turns for _ in walk.visits])
    seconds = iter(travel.seconds(here, home).tolist() if turns else [])
    for walk in found:
        truck = walk.route.truck
        turning = len(walk.route.reloads) + 1 < truck.loads
        yield walk, [ceil(next(seconds) * truck.pace) for _ in walk.visits] if turning else []


def _rows(walk: Walk, to_home: list[int]) -> list[_Row]:
    """Where one more stop may go on a route, behind what is done; one row at least, if only a closed one."""
    route, home = walk.route, walk.route.truck.home
    rows: list[_Row] = []
    here, trip = home, 0
    rooms = [_room(route, stops) for stops in route.trips]
    for gap, (leg, visit, due) in enumerate(zip(walk.legs, walk.visits, walk.due, strict=True)):
        loaded_here = gap > 0 and walk.visits[gap - 1].at_home
        position, place, pace = visit.position, visit.place, visit.pace
        if position >= route.done and walk.in_time:
            leaves, room = walk.leaves[gap], rooms[trip]
            row = _Row(here, place, pace, leaves.rested, due.rested, leg, room, position, loaded_here)
            rows += _ways(row, leaves, due, walk.rest)
            if to_home and gap and not loaded_here and (not visit.at_home or visit is walk.visits[-1]):
                turn = Visit(home, -NEVER, NEVER, route.truck.loading, 1.0, position)
                leaves, room = walk.on(leaves, to_home[gap], turn), _room(route, _behind(route, position))
                saved = leg - to_home[gap]
                row = _Row(home, place, pace, leaves.rested, due.rested, saved, room, position, reload=True)
                rows += _ways(row, leaves, due, walk.rest)
        here, trip = place, trip + visit.at_home
    return rows or [_Row(home, home, 1.0, NEVER, -NEVER, 0, route.truck.capacity, 0)]


def _ways(row: _Row, leaves: Clocks, due: Clocks, rest: Rest | None) -> list[_Row]:
    """The row with the break taken before it, behind it, or at the new stop: there, or when it is served."""
    rows = [row] if leaves.rested <= due.rested else []
    if rest is None:
        return rows
    if leaves.tired <= due.tired:
        rows.append(row._replace(leaves=leaves.tired, due=due.tired))
    if leaves.tired <= rest.latest and rest.earliest + rest.seconds <= due.rested:
        row = row._replace(leaves=leaves.tired)
        pause = (rest.latest, rest.earliest, rest.seconds)
        rows += [row._replace(rest_there=pause), row._replace(rest_then=pause)]
    return rows


def _behind(route: Route, position: int) -> tuple[Stop, ...]:
    """The stops from ``position`` on that one load brings."""
    return route.stops[position : min((at for at in route.reloads if at > position), default=None)]


def _room(route: Route, stops: Sequence[Stop]) -> Load:
    """What the truck has room for beside these stops."""
    loads = [stop.errand.load for stop in stops]
    return tuple(
        holds - sum([load[figure] for load in loads]) for figure, holds in enumerate(route.truck.capacity)
    )
