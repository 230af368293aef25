"""Who judges: drives the final plans by the README's own formula and knows only what was promised.

Shares nothing with the engine but the shape of a plan: not its travel times, its insertion, its checker.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from bench.delivery.sets import FIRST, HOUR, OPENS, SHIFT, Town, Wish
from kept.deliveries.routing.plan import DayPlan
from kept.deliveries.routing.travel import Place


def drive(here: Place, there: Place) -> float:
    """Seconds: 60 + 120 a km up to 5 km of road, 60 a km beyond; roads are 1.3 times the straight line."""
    km = 1.3 * math.dist(here, there)
    if here == there:
        return 0.0
    return 60 + 120 * km if km <= 5 else 660 + 60 * (km - 5)


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
