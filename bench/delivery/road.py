"""What becomes of promises on the road: booking sets served with buffers, then driven on days of chance.

    python bench/delivery/road.py FOLDER [--buffers 0/0 20/30 ...] [--orders 1] [--drives 10]

FOLDER holds booking sets (*.json). For each pair of buffers, WINDOW/SHIFT in minutes, every set is booked as
``run.py`` books it, the trucks seeing windows and shifts that end so much sooner. The plans are then driven
``--drives`` times by the README's noise: visits vary by 0.3, drives by 0.2, all drives of a truck's day by
0.1 (standard deviation ÷ mean, log-normal). Understood like this, plans without buffers are as late as the
README says; were visits slowed by the day, too, they would be late half as often again.

Each day is driven as booked; in the calmer order that ``calmed`` finds at the cut-off; with that and every
better order taken that *About to break* offers; with each truck's own stops reordered more freely; and with
stops handed from truck to truck, as if that took no time. On the road, every quarter of an hour, where the
live estimate makes somebody late, a change is tried, and kept if it does less harm, or as the desk offers it
(``kept/desk/reorder.py``: somebody is saved and nobody put in danger). It knows what a dispatcher knows, and
no more.

Late is a visit that begins after the promised window, ``overran`` a truck that is home after its promised
shift. Nothing of the folder belongs here.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.delivery import sets
from bench.delivery.chance import MINUTE, Mending, driven
from bench.delivery.desks import WORTH_ASKING
from bench.delivery.sets import HOUR, SHIFT, TRAVEL, Request, Town, Wish, window
from kept.deliveries.routing import buffers, insertion, search
from kept.deliveries.routing.insertion import Fit, Horizon
from kept.deliveries.routing.plan import DayPlan, Stop
from kept.deliveries.routing.search import Effort
from kept.deliveries.routing.steady import calmed

LONGER = Effort(20_000, seconds=5.0, thorough=True)  # at the cut-off, as the worker does
TABLE = [f"{window}/{shift}" for window in (0, 15, 20, 25, 30) for shift in (0, 15)]


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
