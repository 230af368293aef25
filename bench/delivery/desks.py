"""Who answers the customers: our engine, with or without its parts, and a desk that counts by hand."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bench.delivery.sets import Request, Town, Wish, window
from kept.deliveries.routing import insertion, search
from kept.deliveries.routing.insertion import Fit, Horizon, NoFit, Why, Window
from kept.deliveries.routing.plan import DayPlan, Stop
from kept.deliveries.routing.search import Effort
from kept.deliveries.routing.travel import Plane

TRAVEL = Plane()
WORTH_ASKING = (Why.FULL, Why.NO_ROOM)
SHARE_OF_LITRES = 0.95  # a desk that counts by hand leaves a little of the trucks' room free


@dataclass(frozen=True)
class No:
    """A window that was refused although a truck could reach it: the plan as it was then, and the stop."""

    plan: DayPlan
    stop: Stop


@dataclass
class Desk:
    """Our engine. ``improving`` after every booking, ``rearranging`` where insertion says no; None: never."""

    town: Town
    improving: Effort | None = None
    rearranging: Effort | None = None
    promised: dict[int, Wish] = field(default_factory=dict)
    at_first_wish: int = 0
    refused_at_first: int = 0
    refused: list[No] = field(default_factory=list)
    improve_ms: list[float] = field(default_factory=list)
    rearrange_ms: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.plans = self.town.empty()
        self.gaps = [Horizon([plan], TRAVEL) for plan in self.plans]

    def serve(self, requests: Iterable[Request], *, easy: Sequence[int] = ()) -> Desk:
        """Answer everybody in turn: the first wish that fits; who is ``easy`` takes any of their wishes."""
        for request in requests:
            wishes = self._near_first(request) if request.key in easy else request.wishes
            for wish in wishes:
                if self._book(request, wish):
                    self.at_first_wish += wish == request.wishes[0]
                    break
        return self

    def _book(self, request: Request, wish: Wish) -> bool:
        asked, day = window(wish), wish[0]
        answer = self._ask(request, asked, day)
        if isinstance(answer, Fit):
            after = insertion.insert(self.plans[day], answer, request.errand, key=request.key)
        elif answer.why in WORTH_ASKING and (rearranged := self._rearranged(request, asked, day)):
            after = rearranged
        else:
            return False
        if self.improving:
            started = time.process_time()
            after = search.improve(after, TRAVEL, effort=self.improving, seed=request.key)
            self.improve_ms.append(1000 * (time.process_time() - started))
        self.plans[day], self.gaps[day] = after, Horizon([after], TRAVEL)
        self.promised[request.key] = wish
        return True

    def _ask(self, request: Request, asked: Window, day: int) -> Fit | NoFit:
        (answer,) = self.gaps[day].ask(request.errand, [asked])
        return answer

    def _rearranged(self, request: Request, asked: Window, day: int) -> DayPlan | None:
        stop = Stop(request.key, request.errand, asked.earliest, asked.latest)
        found = None
        self.refused_at_first += 1
        if self.rearranging:
            started = time.process_time()
            found = search.make_room(self.plans[day], stop, TRAVEL, effort=self.rearranging, seed=request.key)
            self.rearrange_ms.append(1000 * (time.process_time() - started))
        if found is None:
            self.refused.append(No(self.plans[day], stop))
        return found

    def _near_first(self, request: Request) -> list[Wish]:
        """Free wishes, a truck near by first: the drive to the nearest stop then, and 90 s for each stop."""

        def far(wish: Wish) -> float:
            asked, day = window(wish), wish[0]
            if not isinstance(self._ask(request, asked, day), Fit):
                return math.inf
            stops = [stop for stop in self.plans[day].stops if stop.earliest == asked.earliest]
            if not stops:
                return math.inf
            here = TRAVEL.points([request.errand.place])
            there = TRAVEL.points([stop.errand.place for stop in stops])
            return int(TRAVEL.seconds(here, there).min()) + 90 * len(stops)

        return sorted(request.wishes, key=far)


@dataclass(frozen=True)
class HandRule:
    """A desk that counts: so many stops per zone and window, and the litres of the day.

    Zones are sectors around the depot, each with as many customers as the others, known in hindsight.
    """

    zones: int
    cap: int

    def __str__(self) -> str:
        return f"{self.cap} a window" + (f" in each of {self.zones} zones" if self.zones > 1 else "")

    def promises(self, town: Town, requests: Sequence[Request]) -> tuple[dict[int, Wish], int]:
        """What is promised by counting, and how many of it are first wishes."""
        zone_of = self._sectors(town)
        litres_of_day = SHARE_OF_LITRES * town.capacity * town.trucks
        stops: Counter[tuple[int, Wish]] = Counter()
        litres: Counter[int] = Counter()
        promised: dict[int, Wish] = {}
        for request in requests:
            zone, load = zone_of[request.key], request.errand.load[0]
            for wish in request.wishes:
                if stops[zone, wish] < self.cap and litres[wish[0]] + load <= litres_of_day:
                    stops[zone, wish] += 1
                    litres[wish[0]] += load
                    promised[request.key] = wish
                    break
        return promised, sum(wish == town.requests[key].wishes[0] for key, wish in promised.items())

    def _sectors(self, town: Town) -> dict[int, int]:
        def angle(request: Request) -> float:
            x, y = request.errand.place
            return math.atan2(y - town.depot[1], x - town.depot[0])

        around = sorted(town.requests, key=angle)
        return {each.key: at * self.zones // len(around) for at, each in enumerate(around)}


def plan_for(
    town: Town, promised: dict[int, Wish], effort: Effort, *, enough: int | None = None
) -> list[DayPlan]:
    """The best day plans we know for promises made by counting; what finds no place is left out.

    Stops looking once more than ``enough`` have none.
    """
    plans, without = town.empty(), 0
    for key in sorted(promised):
        asked, day, errand = window(promised[key]), promised[key][0], town.requests[key].errand
        (answer,) = Horizon([plans[day]], TRAVEL).ask(errand, [asked])
        if isinstance(answer, Fit):
            plans[day] = insertion.insert(plans[day], answer, errand, key=key)
            continue
        stop = Stop(key, errand, asked.earliest, asked.latest)
        if made := search.make_room(plans[day], stop, TRAVEL, effort=effort):
            plans[day] = made
        else:
            without += 1
        if enough is not None and without > enough:
            break
    return plans
