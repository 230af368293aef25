"""How much we promise, and whether it can be kept: booking sets and VRPTW instances, as a table and JSON.

    python bench/delivery/run.py FOLDER [--orders 5] [--best town-0=95.8] [--judge 20] [--no-loads]

FOLDER holds booking sets (*.json), VRPTW instances (*.txt), or both. Requests arrive one by one, in the
file's order and in shuffled ones; the first wish that can still be promised is granted and is then hard. The
desks compared: by hand, by the best rule that broke nothing, chosen in hindsight; cheapest
insertion alone; ours; and ours when half of the customers take any of their wishes. ``--best`` is what the
best-known plan accepts with every request known in advance, ``--judge`` how many of our refusals per run a
search of three seconds tries to prove false. Milliseconds are CPU time. Nothing of the folder belongs here.

The README's references were taken without loads: only then is its cheapest insertion met (town-0 73.2,
rc1_10_1-0 62.8, town-0-small 68.7, to the digit if driving seconds are cut instead of rounded up).
``--no-loads`` compares like with like; a truck obeys its loads otherwise.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from bench.delivery import judge, sets
from bench.delivery.desks import TRAVEL, Desk, HandRule, plan_for
from bench.delivery.sets import Request, Town
from bench.delivery.static import solve
from kept.deliveries.routing import search
from kept.deliveries.routing.search import Effort

THREE_SECONDS = Effort(iterations=10**9, seconds=3)
HAND_PLAN = Effort(iterations=1_000, seconds=60)
Figures = dict[str, float | str]


def main(words: Sequence[str] | None = None) -> None:
    asked = _asked(words)
    best = {name: float(share) for name, _, share in (each.partition("=") for each in asked.best)}
    for town in sets.towns(asked.folder, loads=not asked.no_loads):
        for order in range(asked.orders):
            for figures in booked(town, order, judged=asked.judge):
                if town.name in best and "accepted" in figures:
                    figures["of_best_known"] = round(float(figures["accepted"]) / best[town.name], 3)
                _print({"set": town.name, "order": order} | figures)
    for instance in sets.instances(asked.folder):
        _print({"set": instance.name} | solve(instance, asked.seconds))


def booked(town: Town, order: int, *, judged: int) -> list[Figures]:
    """One order of arrival, answered by every desk."""
    arrivals = town.arrivals(order)
    easy = random.Random(order).sample(range(len(arrivals)), len(arrivals) // 2)
    ours = {"improving": search.AFTER_A_BOOKING, "rearranging": search.FOR_AN_ASKED_WINDOW}
    alone = Desk(town).serve(arrivals)
    desk = Desk(town, **ours).serve(arrivals)
    half_easy = Desk(town, **ours).serve(arrivals, easy=easy)
    return [
        by_hand(town, arrivals, step=town.trucks) | {"desk": "by hand, whole stops a truck"},
        by_hand(town, arrivals, step=1) | {"desk": "by hand, any cap"},
        _shares("insertion alone", alone),
        _shares("ours", desk) | _times(desk) | _refusals(desk, judged) | _driving(desk),
        _shares("ours, half take any wish", half_easy),
    ]


def by_hand(town: Town, arrivals: Sequence[Request], *, step: int) -> Figures:
    """The rule that accepts most without breaking a promise: a cap for the town, or for each truck's zone.

    The town's cap is a multiple of ``step``; a zone's is any number.
    """
    found: Figures = {"accepted": 0.0}
    for zones, stops in ((1, step), (town.trucks, 1)):
        low, high = 0, 12 * town.trucks // zones // stops
        while high - low > 1:  # promises break somewhere between: halve the span
            middle = (low + high) // 2
            cap = stops * middle
            promised, first = HandRule(zones, cap).promises(town, arrivals)
            plans = plan_for(town, promised, HAND_PLAN, enough=0)
            broken = judge.broken(town, plans, promised)
            if broken:
                high = middle
                continue
            low, share = middle, _percent(len(promised), town)
            if share > float(found["accepted"]):
                found |= {"rule": str(HandRule(zones, cap)), "accepted": share, "broken": broken}
                found |= {"at_first_wish": _percent(first, town)}
    return found


def _shares(name: str, desk: Desk) -> Figures:
    town = desk.town
    return {
        "desk": name,
        "accepted": _percent(len(desk.promised), town),
        "at_first_wish": _percent(desk.at_first_wish, town),
        "broken": judge.broken(town, desk.plans, desk.promised),
        "minutes_per_stop": round(judge.driving_minutes(town, desk.plans) / max(1, len(desk.promised)), 2),
    }


def _times(desk: Desk) -> Figures:
    found: Figures = {}
    for name, times in (("improve", desk.improve_ms), ("rearrange", desk.rearrange_ms)):
        middle, high = np.percentile(times or [0.0], [50, 95])
        found |= {f"{name}_ms_p50": round(float(middle)), f"{name}_ms_p95": round(float(high))}
    return found


def _refusals(desk: Desk, judged: int) -> Figures:
    """Of some refusals, how many a search of three seconds proves false.

    Counted twice: of all windows that insertion refused although a truck could reach them, and of those that
    were refused in the end.
    """
    if not judged or not desk.refused:
        return {}
    sample = random.Random(0).sample(desk.refused, min(judged, len(desk.refused)))
    false = sum(bool(search.make_room(no.plan, no.stop, TRAVEL, effort=THREE_SECONDS)) for no in sample)
    share = false / len(sample)
    return {
        "judged": len(sample),
        "false_of_noes": round(100 * share, 1),
        "false_of_insertions_noes": round(100 * share * len(desk.refused) / desk.refused_at_first, 1),
    }


def _driving(desk: Desk) -> Figures:
    """The driving as booked against what three seconds of search per day make of it."""
    better = [search.improve(plan, TRAVEL, effort=THREE_SECONDS) for plan in desk.plans]
    ratio = judge.driving_minutes(desk.town, desk.plans) / judge.driving_minutes(desk.town, better)
    return {"driving_to_3_s": round(ratio, 3)}


def _percent(count: int, town: Town) -> float:
    return round(100 * count / len(town.requests), 2)


def _print(figures: Figures) -> None:
    name, said = figures["set"], {key: value for key, value in figures.items() if key != "set"}
    print(f"{name:14}", *(f"{key}={value}" for key, value in said.items()), file=sys.stderr, flush=True)
    print(json.dumps(figures), flush=True)


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--orders", type=int, default=5, help="orders of arrival, the file's own first")
    parser.add_argument("--best", action="append", default=[], metavar="SET=PERCENT", help="best-known share")
    parser.add_argument("--judge", type=int, default=20, help="refusals judged per run")
    parser.add_argument(
        "--no-loads", action="store_true", help="trucks hold everything, as in the references"
    )
    parser.add_argument("--seconds", type=float, default=10, help="per VRPTW instance")
    return parser.parse_args(words)


if __name__ == "__main__":
    main()
