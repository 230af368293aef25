"""CPU time of one quote: 42 windows (14 days of 3), 10 trucks a day, about 2,800 booked stops.

    python -m bench.delivery.quote

Books a made-up town by the same insertion until it holds about 2,800 stops, checks every day's plan, then
asks for all 42 windows at random places and prints milliseconds of CPU at p50 and p95, as JSON.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from kept.deliveries.routing import checker, insertion
from kept.deliveries.routing.insertion import Fit, Horizon, Window
from kept.deliveries.routing.plan import DayPlan, Errand, Route, Truck
from kept.deliveries.routing.travel import GreatCircle, Place

DAYS, TRUCKS, STOPS, QUOTES = 14, 10, 2_800, 400
HOUR = 3600
DEPOT: Place = (52.52, 13.40)
FIRST = date(2026, 3, 2)


def main() -> None:
    chance = random.Random(2026)
    plans = book(chance)
    travel = GreatCircle()
    faults = sum(len(checker.faults(plan, travel)) for plan in plans)
    horizon = Horizon(plans, travel)
    asked = [window for day in range(DAYS) for window in windows(day)]
    horizon.ask(errand(chance), asked)
    ask = [_cpu_ms(lambda: horizon.ask(errand(chance), asked)) for _ in range(QUOTES)]
    build = [_cpu_ms(lambda: Horizon(plans, travel)) for _ in range(40)]
    stops = sum(len(plan.stops) for plan in plans)
    figures = {"windows": len(asked), "stops": stops, "promises_broken": faults}
    print(json.dumps(figures | _spread("quote", ask) | _spread("build", build)))


def book(chance: random.Random) -> list[DayPlan]:
    """Book one wish after the other until the horizon holds enough stops."""
    plans = [DayPlan(FIRST + timedelta(day), tuple(Route(t) for t in trucks(day))) for day in range(DAYS)]
    held = 0
    while held < STOPS:
        day, wanted = chance.randrange(DAYS), errand(chance)
        for answer in Horizon([plans[day]], GreatCircle()).ask(wanted, windows(day)):
            if isinstance(answer, Fit):
                plans[day] = insertion.insert(plans[day], answer, wanted, key=held)
                held += 1
                break
    return plans


def trucks(day: int) -> list[Truck]:
    start = day * 24 * HOUR
    return [Truck(key, DEPOT, start + 8 * HOUR, start + 20 * HOUR, (12_000,)) for key in range(TRUCKS)]


def windows(day: int) -> list[Window]:
    start = day * 24 * HOUR
    return [Window(FIRST + timedelta(day), start + at * HOUR, start + (at + 4) * HOUR) for at in (8, 12, 16)]


def errand(chance: random.Random) -> Errand:
    place = (DEPOT[0] + chance.gauss(0, 0.05), DEPOT[1] + chance.gauss(0, 0.08))
    return Errand(place, chance.randrange(480, 1_500), (chance.randrange(50, 800),))


def _cpu_ms(work: Callable[[], object]) -> float:
    started = time.process_time_ns()
    work()
    return (time.process_time_ns() - started) / 1e6


def _spread(name: str, times: list[float]) -> dict[str, float]:
    middle, high = np.percentile(times, [50, 95])
    return {f"{name}_ms_p50": round(float(middle), 3), f"{name}_ms_p95": round(float(high), 3)}


if __name__ == "__main__":
    main()
