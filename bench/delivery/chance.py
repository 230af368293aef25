"""A day of chance: one plan driven visit by visit, and mended on the way by what is seen then."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum

from bench.delivery.sets import TRAVEL
from kept.deliveries.routing import live
from kept.deliveries.routing.live import Noise, Progress
from kept.deliveries.routing.plan import DayPlan, Route, Stop
from kept.deliveries.routing.repair import reorder, repair
from kept.deliveries.routing.search import Effort

MINUTE = 60
EVERY = 15 * MINUTE  # somebody looks at the board
MARGIN = 5 * MINUTE  # who is handed over begins at least so long before the end of their window
OVERTIME = 120 * MINUTE  # that a driver works before a promise is broken
SURELY = 0.9  # as in kept/deliveries/live.py, which needs Django
WORTH_A_LOOK = 0.2  # stops that the live estimate makes late, more than before
MENDING = Effort(iterations=150, seconds=0.3)


class Mending(StrEnum):
    """What is done about a truck that will be late."""

    NOTHING = "as booked"
    CUT_OFF = "calm"  # the order that chance breaks least is driven from the start
    OFFERED = "calm, offers taken"  # what the desk offers a dispatcher, each truck by itself
    OWN_ORDER = "calm, reordered"  # a truck makes its stops in another order: what it carries, it carries
    HAND_OVER = "calm, handed over"  # other trucks take some over


class Outlook(IntEnum):
    """What the desk says of a stop still ahead (``kept.deliveries.live``)."""

    FINE = 0
    PROBABLY = 1  # more likely than not it comes late
    BREAKS = 2


@dataclass
class Tally:
    """What happened on the road, added up."""

    stops: int = 0
    late: int = 0
    seconds_late: int = 0
    routes: int = 0
    overran: int = 0
    mended: int = 0

    def figures(self) -> dict[str, float]:
        return {
            "late": round(100 * self.late / max(1, self.stops), 2),
            "minutes_late": round(self.seconds_late / 60 / max(1, self.late), 1),
            "overran": round(100 * self.overran / max(1, self.routes), 1),
            "handed_over": round(100 * self.mended / max(1, self.stops), 2),
        }


@dataclass
class Van:
    """One truck on a simulated day: what it did, and the visit that it is at or driving to."""

    slow: float  # its drives, all day
    clock: float
    place: tuple[float, float]
    reached: dict[int, int] = field(default_factory=dict)
    left: dict[int, int] = field(default_factory=dict)
    next_stop: tuple[Stop, float, float] | None = None  # with when it comes there, and when it leaves


class Day:
    """A day driven by chance; the same seed gives every visit the same length, whoever makes it."""

    def __init__(self, plan: DayPlan, noise: Noise, seed: int) -> None:
        self.plan, self.noise, self.seed = plan, noise, seed
        self.vans = {
            route.truck.key: Van(
                self._factor(noise.day, "day", route.truck.key), route.truck.starts, route.truck.home
            )
            for route in plan.routes
        }
        self.handed_over, self.lived_with = 0, 0.0

    def drive(self, mending: Mending) -> Tally:
        now = min(route.truck.starts for route in self.plan.routes)
        while any(len(self.vans[route.truck.key].left) < len(route.stops) for route in self.plan.routes):
            now += EVERY
            for route in self.plan.routes:
                self._go_on(route, self.vans[route.truck.key], now)
            if mending is Mending.OFFERED:
                self._take_offers(now)
            if mending in (Mending.OWN_ORDER, Mending.HAND_OVER):
                self._mend(now, handing_over=mending is Mending.HAND_OVER)
        return self._tally()

    def _go_on(self, route: Route, van: Van, now: int) -> None:
        """All that the truck does until now; it decides where to go next when it leaves a door."""
        while True:
            if van.next_stop is None:
                ahead = next((stop for stop in route.stops if stop.key not in van.left), None)
                if ahead is None or van.clock > now:
                    return
                comes = van.clock + self._leg(van, ahead.errand.place, ahead.key)
                service = ahead.errand.service * self._factor(self.noise.service, ahead.key)
                van.next_stop = ahead, comes, max(comes, ahead.earliest) + service
            stop, comes, leaves = van.next_stop
            if comes <= now:
                van.reached[stop.key] = math.ceil(comes)
            if leaves > now:
                return
            van.left[stop.key], van.clock, van.place = math.ceil(leaves), leaves, stop.errand.place
            van.next_stop = None

    def _leg(self, van: Van, to: tuple[float, float], key: object) -> float:
        seconds = int(TRAVEL.seconds(TRAVEL.points([van.place]), TRAVEL.points([to]))[0])
        return seconds * van.slow * self._factor(self.noise.legs, "leg", key)

    def _factor(self, deviation: float, *what: object) -> float:
        variance = math.log1p(deviation**2)
        chance = random.Random(f"{self.seed} {self.plan.day} {what}")
        return math.exp(chance.gauss(-variance / 2, math.sqrt(variance)))

    def _take_offers(self, now: int) -> None:
        """Drive what the desk would offer now."""
        routes = list(self.plan.routes)
        for nth, route in enumerate(routes):
            van = self.vans[route.truck.key]
            progress = Progress(dict(van.reached), dict(van.left))
            was = _outlooks(route, progress, now)
            if max(was.values(), default=Outlook.FINE) > Outlook.FINE:
                alone, known = replace(self.plan, routes=(route,)), {route.truck.key: progress}
                (other,) = reorder(alone, TRAVEL, progress=known, now=now).routes
                then = _outlooks(other, progress, now)
                saved = any(was[key] > then[key] == Outlook.FINE for key in was)
                if saved and all(then[key] <= was[key] for key in was):
                    routes[nth] = other
        self.plan = replace(self.plan, routes=tuple(routes))

    def _mend(self, now: int, *, handing_over: bool) -> None:
        """Change the routes where that makes fewer late, by what is seen."""
        progress = {key: Progress(dict(van.reached), dict(van.left)) for key, van in self.vans.items()}
        danger = _harm(self.plan, progress, now)
        if danger > self.lived_with + WORTH_A_LOOK:
            after = reorder(self.plan, TRAVEL, progress=progress, now=now)
            if handing_over:
                others = self._handed_over(progress, now)
                after = min(after, others, key=lambda plan: _harm(plan, progress, now))
            if (better := _harm(after, progress, now)) < danger - WORTH_A_LOOK / 4:
                self.handed_over += _changed_trucks(self.plan, after)
                self.plan, danger = after, better
            self.lived_with = danger
        self.lived_with = min(self.lived_with, danger)

    def _handed_over(self, progress: dict[int, Progress], now: int) -> DayPlan:
        """The plan with late stops on other trucks; those for which nobody has a place stay in theirs."""
        tight = replace(self.plan, routes=tuple(_tightened(route) for route in self.plan.routes))
        found = repair(
            tight,
            TRAVEL,
            lost={},
            late={},
            progress=progress,
            now=now,
            handing_over=True,
            effort=MENDING,
        )
        promised = {stop.key: stop for stop in self.plan.stops}
        routes = []
        for old, route in zip(self.plan.routes, found.plan.routes, strict=True):
            without = {call.stop.key for call in found.without_place if call.truck == old.truck.key}
            keys = _with_back([stop.key for stop in route.stops], [stop.key for stop in old.stops], without)
            routes.append(replace(old, stops=tuple(promised[key] for key in keys)))
        return replace(self.plan, routes=tuple(routes))

    def _tally(self) -> Tally:
        tally = Tally(mended=self.handed_over)
        for route in self.plan.routes:
            van = self.vans[route.truck.key]
            for stop in route.stops:
                late = max(van.reached[stop.key], stop.earliest) - stop.latest
                tally.stops, tally.late = tally.stops + 1, tally.late + (late > 0)
                tally.seconds_late += max(0, late)
            home_at = van.clock + self._leg(van, route.truck.home, route.truck.key)
            tally.routes += bool(route.stops)
            tally.overran += bool(route.stops) and home_at > route.truck.ends
        return tally


def _tightened(route: Route) -> Route:
    """Windows that end a little sooner, so that help comes before it is needed; drivers who work longer."""
    stops = [replace(stop, latest=max(stop.earliest, stop.latest - MARGIN)) for stop in route.stops]
    return replace(route, truck=replace(route.truck, ends=route.truck.ends + OVERTIME), stops=tuple(stops))


def _outlooks(route: Route, progress: Progress, now: int) -> dict[int, Outlook]:
    """By stop still ahead what the desk would say of it."""
    expected = live.expect(route, TRAVEL, progress, now)
    return {each.key: Outlook((each.late > 0.5) + (each.late >= SURELY)) for each in expected}


def _harm(plan: DayPlan, progress: dict[int, Progress], now: int) -> float:
    """How many of the stops still ahead will be late, and how much, by the live estimate."""
    ahead = (live.expect(route, TRAVEL, progress[route.truck.key], now) for route in plan.routes)
    return sum(each.harm for expected in ahead for each in expected)


def _changed_trucks(before: DayPlan, after: DayPlan) -> int:
    trucks = {stop.key: route.truck.key for route in before.routes for stop in route.stops}
    return sum(trucks[stop.key] != route.truck.key for route in after.routes for stop in route.stops)


def _with_back(keys: list[int], before: list[int], without: set[int]) -> list[int]:
    """The stops of a route with those of its own for which nobody has a place, behind whom they stood."""
    for at, key in enumerate(before):
        if key in without:
            behind = max((keys.index(each) + 1 for each in before[:at] if each in keys), default=0)
            keys.insert(behind, key)
    return keys


def driven(plans: Sequence[DayPlan], drives: int, mending: Mending) -> Tally:
    """All days driven so many times."""
    total = Counter[str]()
    for seed in range(drives):
        for plan in plans:
            total.update(vars(Day(plan, Noise(), seed).drive(mending)))
    return Tally(**total)
