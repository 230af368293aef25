"""What becomes of promises on the road: booking sets served with buffers, then driven on days of chance.

    python bench/delivery/road.py FOLDER [--buffers 0/0 20/30 ...] [--orders 1] [--drives 10]

FOLDER holds booking sets (*.json). For each pair of buffers, WINDOW/SHIFT in minutes, every set is booked as
``run.py`` books it, the trucks seeing windows and shifts that end so much sooner. The plans are then driven
``--drives`` times by the README's noise: visits vary by 0.3, drives by 0.2, all drives of a truck's day by
0.1 (standard deviation ÷ mean, log-normal). Understood like this, plans without buffers are as late as the
README says; were visits slowed by the day, too, they would be late half as often again.

Each day is driven as booked; in the calmer order that ``calmed`` finds at the cut-off; with that and each
truck's own stops reordered on the road; and with stops handed from truck to truck, as if that took no time.
On the road, every quarter of an hour, where the live estimate makes somebody late, a change is tried, and
kept if it does less harm. It knows what a dispatcher knows, and no more.

Late is a visit that begins after the promised window, ``overran`` a truck that is home after its promised
shift. Nothing of the folder belongs here.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.delivery import sets
from bench.delivery.desks import WORTH_ASKING
from bench.delivery.sets import HOUR, SHIFT, TRAVEL, Request, Town, Wish, window
from kept.deliveries.routing import buffers, insertion, live, search
from kept.deliveries.routing.insertion import Fit, Horizon
from kept.deliveries.routing.live import Noise, Progress
from kept.deliveries.routing.plan import DayPlan, Route, Stop
from kept.deliveries.routing.repair import reorder, repair
from kept.deliveries.routing.search import Effort
from kept.deliveries.routing.steady import calmed

MINUTE = 60
EVERY = 15 * MINUTE  # somebody looks at the board
MARGIN = 5 * MINUTE  # who is handed over begins at least so long before the end of their window
OVERTIME = 120 * MINUTE  # that a driver works before a promise is broken
WORTH_A_LOOK = 0.2  # stops that the live estimate makes late, more than before
MENDING = Effort(iterations=150, seconds=0.3)
LONGER = Effort(20_000, seconds=5.0, thorough=True)  # at the cut-off, as the worker does
TABLE = [f"{window}/{shift}" for window in (0, 15, 20, 25, 30) for shift in (0, 15)]


class Mending(StrEnum):
    """What is done about a truck that will be late."""

    NOTHING = "as booked"
    CUT_OFF = "calm"  # the order that chance breaks least is driven from the start
    OWN_ORDER = "calm, reordered"  # a truck makes its stops in another order: what it carries, it carries
    HAND_OVER = "calm, handed over"  # other trucks take some over


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


def book(town: Town, requests: Sequence[Request], buffer: tuple[int, int], effort: Effort) -> list[DayPlan]:
    """Everybody answered in turn, by trucks that see less of their windows and shifts than was promised."""
    plans = [buffers.buffered(plan, TRAVEL, window=0, shift=buffer[1]) for plan in town.empty()]
    for request in requests:
        for wish in request.wishes:
            if after := _booked(plans[wish[0]], request, wish, buffer[0], effort):
                plans[wish[0]] = search.improve(after, TRAVEL, seed=request.key)
                break
    return plans


def _booked(plan: DayPlan, request: Request, wish: Wish, buffer: int, effort: Effort) -> DayPlan | None:
    asked = buffers.asked(window(wish), seconds=buffer, leaves=SHIFT[0])
    (answer,) = Horizon([plan], TRAVEL).ask(request.errand, [asked])
    if isinstance(answer, Fit):
        return insertion.insert(plan, answer, request.errand, key=request.key)
    if answer.why not in WORTH_ASKING:
        return None
    stop = Stop(request.key, request.errand, asked.earliest, asked.latest)
    return search.make_room(plan, stop, TRAVEL, effort=effort, seed=request.key)


def as_promised(plan: DayPlan) -> DayPlan:
    """The plan with the windows and shifts that were promised."""
    routes = [
        replace(
            route,
            truck=replace(route.truck, ends=SHIFT[1]),
            stops=tuple(replace(stop, latest=stop.earliest + 4 * HOUR) for stop in route.stops),
        )
        for route in plan.routes
    ]
    return replace(plan, routes=tuple(routes))


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


def main(words: Sequence[str] | None = None) -> None:
    asked = _asked(words)
    for town in sets.towns(asked.folder):
        for pair, order in product(asked.buffers, range(asked.orders)):
            window_buffer, shift_buffer = (MINUTE * int(minutes) for minutes in pair.split("/"))
            effort = Effort(10_000, asked.effort)
            booked = book(town, town.arrivals(order), (window_buffer, shift_buffer), effort)
            plans = [as_promised(plan) for plan in booked]
            improved = [as_promised(search.improve(plan, TRAVEL, effort=LONGER)) for plan in booked]
            calmer = [calmed(plan, TRAVEL) for plan in improved]
            accepted = sum(len(plan.stops) for plan in plans)
            share = round(100 * accepted / len(town.requests), 2)
            said = {"set": town.name, "order": order, "buffer": pair, "accepted": share}
            for mending in [each for each in Mending if each not in asked.without]:
                chosen = plans if mending is Mending.NOTHING else calmer
                _print(said | {"driven": mending} | driven(chosen, asked.drives, mending).figures())


def _print(figures: Mapping[str, object]) -> None:
    print(*(f"{name}={value}" for name, value in figures.items()), file=sys.stderr, flush=True)
    print(json.dumps(figures), flush=True)


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--buffers", nargs="+", default=TABLE, metavar="WINDOW/SHIFT", help="minutes")
    parser.add_argument("--orders", type=int, default=1, help="orders of arrival, the file's own first")
    parser.add_argument("--drives", type=int, default=10, help="times that each day is driven")
    parser.add_argument("--without", nargs="+", default=[], choices=list(Mending), help="ways not to drive")
    parser.add_argument("--effort", type=float, default=0.4, help="CPU seconds to rearrange for a window")
    return parser.parse_args(words)


if __name__ == "__main__":
    main()
