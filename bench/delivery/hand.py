"""A desk that counts by hand: so many stops per zone and window, by the best rule that breaks no promise."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bench.delivery import judge
from bench.delivery.sets import TRAVEL, Figures, Request, Town, Wish, percent, window
from kept.deliveries.routing import insertion, search
from kept.deliveries.routing.insertion import Fit, Horizon
from kept.deliveries.routing.plan import DayPlan, Stop
from kept.deliveries.routing.search import Effort

SHARE_OF_LITRES = 0.95  # a desk that counts by hand leaves a little of the trucks' room free
PLANNING = Effort(iterations=1_000, seconds=60)


@dataclass(frozen=True)
class Rule:
    """So many stops per zone and window, and the litres of the day.

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


def best(town: Town, arrivals: Sequence[Request], *, step: int) -> Figures:
    """The rule that accepts most without breaking a promise: a cap for the town, or for each truck's zone.

    The town's cap is a multiple of ``step``; a zone's is any number.
    """
    found: Figures = {"accepted": 0.0}
    for zones, stops in ((1, step), (town.trucks, 1)):
        low, high = 0, 12 * town.trucks // zones // stops
        while high - low > 1:  # promises break somewhere between: halve the span
            middle = (low + high) // 2
            rule = Rule(zones, stops * middle)
            promised, first = rule.promises(town, arrivals)
            broken = judge.broken(town, _plans(town, promised), promised)
            if broken:
                high = middle
                continue
            low, share = middle, percent(len(promised), town)
            if share > float(found["accepted"]):
                found = {"rule": str(rule), "accepted": share, "broken": broken}
                found["at_first_wish"] = percent(first, town)
    return found


def _plans(town: Town, promised: dict[int, Wish]) -> list[DayPlan]:
    """The best day plans we know for promises made by counting; not looked for further once one breaks."""
    plans = town.empty()
    for key in sorted(promised):
        asked, day, errand = window(promised[key]), promised[key][0], town.requests[key].errand
        (answer,) = Horizon([plans[day]], TRAVEL).ask(errand, [asked])
        if isinstance(answer, Fit):
            plans[day] = insertion.insert(plans[day], answer, errand, key=key)
            continue
        stop = Stop(key, errand, asked.earliest, asked.latest)
        made = search.make_room(plans[day], stop, TRAVEL, effort=PLANNING)
        if made is None:
            break
        plans[day] = made
    return plans
