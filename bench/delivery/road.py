"""What becomes of promises on the road: booking sets served with buffers, then driven on days of chance.

    python bench/delivery/road.py FOLDER [--buffers 0/0 20/30 ...] [--orders 1] [--drives 10] [--no-repair]

FOLDER holds booking sets (*.json). For each pair of buffers, WINDOW/SHIFT in minutes, every set is booked as
``run.py`` books it, the trucks seeing windows and shifts that end so much sooner. The plans are then driven
``--drives`` times by the README's noise: visits vary by 0.3, drives by 0.2, whole days of a truck by 0.1
(standard deviation ÷ mean, log-normal). Every quarter of an hour, where the live estimate says that somebody
will be late, stops are handed to other trucks if that makes fewer late: ``repair`` knows what a dispatcher
knows, and no more.

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
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.delivery import sets
from bench.delivery.desks import TRAVEL, WORTH_ASKING
from bench.delivery.sets import SHIFT, Request, Town, Wish, window
from kept.deliveries.routing import buffers, insertion, live, search
from kept.deliveries.routing.insertion import Fit, Horizon
from kept.deliveries.routing.live import Noise, Progress
from kept.deliveries.routing.plan import DayPlan, Route, Stop
from kept.deliveries.routing.repair import repair
from kept.deliveries.routing.search import Effort

MINUTE = 60
EVERY = 15 * MINUTE  # somebody looks at the board
MARGIN = 5 * MINUTE  # who is handed over begins at least so long before the end of their window
OVERTIME = 120 * MINUTE  # that a driver works before a promise is broken
WORTH_A_LOOK = 0.2  # stops that the live estimate makes late, more than before
MENDING = Effort(iterations=150, seconds=0.3)
TABLE = [f"{window}/{shift}" for window in (0, 10, 20, 30) for shift in (0, 15, 30)]


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


def book(town: Town, requests: Sequence[Request], *, window_buffer: int, shift_buffer: int) -> list[DayPlan]:
    """Everybody answered in turn, by trucks that see less of their windows and shifts than was promised."""
    plans = [buffers.buffered(plan, TRAVEL, window=0, shift=shift_buffer) for plan in town.empty()]
    for request in requests:
        for wish in request.wishes:
            if after := _booked(plans[wish[0]], request, wish, window_buffer):
                plans[wish[0]] = search.improve(after, TRAVEL, seed=request.key)
                break
    return plans


def _booked(plan: DayPlan, request: Request, wish: Wish, buffer: int) -> DayPlan | None:
    asked = buffers.asked(window(wish), seconds=buffer)
    (answer,) = Horizon([plan], TRAVEL).ask(request.errand, [asked])
    if isinstance(answer, Fit):
        return insertion.insert(plan, answer, request.errand, key=request.key)
    if answer.why not in WORTH_ASKING:
        return None
    stop = Stop(request.key, request.errand, asked.earliest, asked.latest)
    return search.make_room(plan, stop, TRAVEL, seed=request.key)


def as_promised(plan: DayPlan, buffer: int) -> DayPlan:
    """The plan with the windows and shifts that were promised."""
    routes = [
        replace(
            route,
            truck=replace(route.truck, ends=SHIFT[1]),
            stops=tuple(replace(stop, latest=stop.latest + buffer) for stop in route.stops),
        )
        for route in plan.routes
    ]
    return replace(plan, routes=tuple(routes))


@dataclass
class Van:
    """One truck on a simulated day: what it did, and the visit that it is at or driving to."""

    slow: float
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

    def drive(self, *, mending: bool) -> Tally:
        now = min(route.truck.starts for route in self.plan.routes)
        while any(len(self.vans[route.truck.key].left) < len(route.stops) for route in self.plan.routes):
            now += EVERY
            for route in self.plan.routes:
                self._go_on(route, self.vans[route.truck.key], now)
            if mending:
                self._mend(now)
        return self._tally()

    def _go_on(self, route: Route, van: Van, now: int) -> None:
        """All that the truck does until now; it decides where to go next when it leaves a door."""
        while True:
            if van.next_stop is None:
                ahead = next((stop for stop in route.stops if stop.key not in van.left), None)
                if ahead is None or van.clock > now:
                    return
                comes = van.clock + self._leg(van, ahead.errand.place, ahead.key)
                service = ahead.errand.service * van.slow * self._factor(self.noise.service, ahead.key)
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

    def _mend(self, now: int) -> None:
        """Hand stops over where that makes fewer late, by what is seen; all others stay where they are."""
        progress = {key: Progress(dict(van.reached), dict(van.left)) for key, van in self.vans.items()}
        danger = _late_stops(self.plan, progress, now)
        if danger > self.lived_with + WORTH_A_LOOK:
            after = self._mended(progress, now)
            if (better := _late_stops(after, progress, now)) < danger - WORTH_A_LOOK / 2:
                self.handed_over += _changed_trucks(self.plan, after)
                self.plan, danger = after, better
            self.lived_with = danger
        self.lived_with = min(self.lived_with, danger)

    def _mended(self, progress: dict[int, Progress], now: int) -> DayPlan:
        """The plan with late stops handed over; those that nobody else can take stay in their place."""
        tight = replace(self.plan, routes=tuple(_tightened(route) for route in self.plan.routes))
        found = repair(tight, TRAVEL, lost={}, late={}, progress=progress, now=now, effort=MENDING, seed=now)
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


def _late_stops(plan: DayPlan, progress: dict[int, Progress], now: int) -> float:
    """How many of the stops still ahead will be late, by the live estimate."""
    ahead = (live.expect(route, TRAVEL, progress[route.truck.key], now) for route in plan.routes)
    return sum(each.late for expected in ahead for each in expected)


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


def served_and_driven(
    town: Town, buffer: tuple[int, int], *, orders: int, drives: int, mending: bool
) -> dict[str, float | str]:
    """What one pair of buffers costs, and what it brings."""
    window_buffer, shift_buffer = (MINUTE * minutes for minutes in buffer)
    accepted, total = 0, Counter[str]()
    for order in range(orders):
        requests = town.arrivals(order)
        plans = book(town, requests, window_buffer=window_buffer, shift_buffer=shift_buffer)
        accepted += sum(len(plan.stops) for plan in plans)
        for seed in range(drives):
            for plan in plans:
                tally = Day(as_promised(plan, window_buffer), Noise(), seed).drive(mending=mending)
                total.update(vars(tally))
    share = round(100 * accepted / orders / len(town.requests), 2)
    figures: dict[str, float | str] = {"set": town.name, "buffer": f"{buffer[0]}/{buffer[1]}"}
    return figures | {"accepted": share} | Tally(**total).figures()


def main(words: Sequence[str] | None = None) -> None:
    asked = _asked(words)
    for town in sets.towns(asked.folder):
        for pair in asked.buffers:
            window_minutes, _, shift_minutes = pair.partition("/")
            figures = served_and_driven(
                town,
                (int(window_minutes), int(shift_minutes)),
                orders=asked.orders,
                drives=asked.drives,
                mending=not asked.no_repair,
            )
            said = [f"{name}={value}" for name, value in figures.items() if name != "set"]
            print(f"{town.name:14}", *said, file=sys.stderr, flush=True)
            print(json.dumps(figures), flush=True)


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--buffers", nargs="+", default=TABLE, metavar="WINDOW/SHIFT", help="minutes")
    parser.add_argument("--orders", type=int, default=1, help="orders of arrival, the file's own first")
    parser.add_argument("--drives", type=int, default=10, help="times that each day is driven")
    parser.add_argument("--no-repair", action="store_true", help="everybody drives the plan to its end")
    return parser.parse_args(words)


if __name__ == "__main__":
    main()
