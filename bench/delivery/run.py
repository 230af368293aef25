"""How much we promise, and whether it can be kept: booking sets and VRPTW instances, as a table and JSON.

    python bench/delivery/run.py FOLDER [--quick] [--bars 3,4] [--orders 5] [--no-loads] [--clairvoyant FILE]

FOLDER holds booking sets (*.json), VRPTW instances (*.txt), or both; nothing of it belongs here. Requests
arrive one by one, in the file's order and in shuffled ones; the first wish that can still be promised is
granted and is then hard. The bars, by their numbers in the issue:

1. promises that the final plans break, as ``judge`` drives them: printed with every desk
2. the same requests at equal time: OR-Tools and VROOM solve the day anew, one second of CPU per quote
   (``pip install -r bench/delivery/peers.txt``; left out where they are not installed)
3. accepted, against the best safe hand rule chosen in hindsight, cheapest insertion alone, and the best plan
   known with every request known in advance; and the last when half of the customers take any of their wishes
4. refusals that PyVRP proves false in three seconds, and how long a customer waits for them
5. driving against what PyVRP finds in three seconds, on days met on the way
6. VRPTW instances against ``--best NAME=LENGTH``: ten seconds, a minute from 500 stops on
7. a truck lost at 08:00: promises kept by our repair, and by PyVRP in five seconds

Milliseconds and seconds are CPU time of one process; ``--cores`` play sets side by side. ``--clairvoyant``
keeps the best-known shares between runs, ``--best SET=PERCENT`` gives them. The booking README's references
were taken without loads: ``--no-loads`` compares like with like, a truck obeys its loads otherwise.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from bench.delivery import clairvoyant, judge, loop, peers, sets, static
from bench.delivery.sets import Figures, Town, percent

Task = Callable[[], list[Figures]]
SLOW_FROM = 500  # stops: an instance of so many gets a minute
RATIOS = ("to_insertion", "to_hand", "to_hand_any_cap", "to_best_known", "half_easy_to_best_known")


def main(words: Sequence[str] | None = None) -> None:
    asked = _asked(words)
    best = {name: float(share) for name, _, share in (each.partition("=") for each in asked.best)}
    towns = sets.towns(asked.folder, loads=not asked.no_loads)
    scope = loop.Scope(frozenset(asked.bars), asked.judge, asked.looks)
    tasks: list[Task] = []
    if asked.bars & {1, 3, 4, 5, 7}:
        known = {town.name: _best_known(town, best, asked) for town in towns} if 3 in asked.bars else {}
        tasks += [
            partial(_played, town, order, scope, known.get(town.name))
            for order in range(asked.orders)
            for town in towns
        ]
    if 2 in asked.bars:
        some = sorted(towns, key=lambda town: len(town.requests))[: 1 if asked.quick else None]
        tasks += [partial(_peer, town, name) for town in some for name in peers.installed()]
        tasks += [partial(_ours_at_equal_time, town) for town in some]
    if 6 in asked.bars:
        tasks += [partial(_static, each, best.get(each.name)) for each in sets.instances(asked.folder)]
    found: list[Figures] = []
    with ProcessPoolExecutor(asked.cores) as pool:
        for lines in pool.map(_run, tasks):
            _print(lines)
            found += lines
    _print(_means(found))


def _run(task: Task) -> list[Figures]:
    return task()


def _best_known(town: Town, best: dict[str, float], asked: argparse.Namespace) -> int:
    """As given, as kept from a run before, or looked for now."""
    if town.name in best:
        return round(best[town.name] * len(town.requests) / 100)
    return clairvoyant.best_known(town, asked.clairvoyant_seconds, asked.clairvoyant)


def _played(town: Town, order: int, scope: loop.Scope, best: int | None) -> list[Figures]:
    lines = loop.play(town, order, scope, best)
    return [{"set": town.name, "order": order} | line for line in lines]


def _peer(town: Town, name: str) -> list[Figures]:
    """Bar 2: somebody else, in the file's order."""
    desk = peers.Peer(town, peers.installed()[name], seconds=1.0).serve(town.arrivals(0))
    return [
        _equal_time(town, name, desk.promised, judge.broken(town, desk.plans, desk.promised), desk.quote_ms)
    ]


def _ours_at_equal_time(town: Town) -> list[Figures]:
    desk = loop.ours(town).serve(town.arrivals(0))
    broken = judge.broken(town, desk.plans, desk.promised)
    return [_equal_time(town, "ours", desk.promised, broken, desk.quote_ms)]


def _equal_time(
    town: Town, name: str, promised: dict[int, sets.Wish], broken: int, quote_ms: list[float]
) -> Figures:
    line: Figures = {"set": town.name, "bar": 2, "desk": name, "accepted": percent(len(promised), town)}
    return line | {"broken": broken} | loop.spread("quote_ms", quote_ms)


def _static(instance: sets.Instance, best: float | None) -> list[Figures]:
    """Bar 6."""
    seconds = 60.0 if len(instance.stops) >= SLOW_FROM else 10.0
    line = {"set": instance.name, "bar": 6} | static.solve(instance, seconds)
    if best:
        line["over_best_known_percent"] = round(100 * (float(line["length"]) / best - 1), 2)
    return [line]


def _means(lines: Iterable[Figures]) -> list[Figures]:
    """What the bars are about: ratios as the mean over all sets and orders, promises broken as a sum."""
    lines = list(lines)
    means: Figures = {"set": "all", "broken": sum(float(line.get("broken", 0)) for line in lines)}
    for name in RATIOS:
        if each := [float(line[name]) for line in lines if name in line]:
            means[name] = round(float(np.mean(each)), 3)
    return [means]


def _print(lines: Iterable[Figures]) -> None:
    for figures in lines:
        said = {key: value for key, value in figures.items() if key != "set"}
        print(f"{figures['set']:14}", *(f"{key}={value}" for key, value in said.items()), file=sys.stderr)
        print(json.dumps(figures), flush=True)


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("folder", type=Path)
    add("--bars", type=_numbers, default={1, 2, 3, 4, 5, 6, 7}, help="which, as 3,4")
    add(
        "--quick",
        action="store_true",
        help="the file's order, fewer samples, peers on the smallest set: minutes",
    )
    add("--orders", type=int, help="orders of arrival, the file's own first (5; quick: 1)")
    add("--judge", type=int, help="refusals judged per run (20; quick: 6)")
    add(
        "--looks", type=int, help="days looked at in each of four moments of a run, for 5 and 7 (2; quick: 1)"
    )
    add("--cores", type=int, default=2, help="sets and orders played side by side")
    add("--no-loads", action="store_true", help="trucks hold everything, as in the references")
    add("--best", action="append", default=[], metavar="SET=FIGURE", help="best-known share, or length")
    add("--clairvoyant", type=Path, metavar="FILE", help="where best-known shares are kept")
    add("--clairvoyant-seconds", type=float, help="to look for one (600; quick: 60)")
    asked = parser.parse_args(words)
    usual = {"orders": (5, 1), "judge": (20, 6), "looks": (2, 1), "clairvoyant_seconds": (600, 60)}
    for name, (full, quick) in usual.items():
        if getattr(asked, name) is None:
            setattr(asked, name, quick if asked.quick else full)
    return asked


def _numbers(text: str) -> set[int]:
    return {int(number) for number in text.split(",")}


if __name__ == "__main__":
    main()
