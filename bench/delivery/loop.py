"""A set played once: everybody answered in turn by each desk, with samples of the plans on the way."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bench.delivery import hand, judge
from bench.delivery.desks import Desk
from bench.delivery.judge import Referee
from bench.delivery.sets import SHIFT, TRAVEL, Figures, Request, Town, percent
from kept.deliveries.routing import search
from kept.deliveries.routing.plan import DayPlan
from kept.deliveries.routing.repair import repair

JUDGED_SECONDS = 3.0
LOST_SECONDS = 5.0
MOMENTS = (0.35, 0.55, 0.75, 1.0)  # of the requests served: how full the days are when we look


@dataclass(frozen=True)
class Scope:
    """What is to be found out: which bars, by how many refusals, by how many days at each moment."""

    bars: frozenset[int]
    judged: int
    looks: int


@dataclass
class Sampled:
    """What PyVRP said of the plans met on the way."""

    driving: list[tuple[int, int]] = field(default_factory=list)  # as planned, and as it would have it
    stranded: int = 0
    rescued: int = 0
    by_pyvrp: int = 0
    lost_ms: list[float] = field(default_factory=list)


def play(town: Town, order: int, scope: Scope, best: int | None) -> list[Figures]:
    """One order of arrival; ``best`` is how many the best-known plan accepts."""
    arrivals = town.arrivals(order)
    desk, referee = ours(town), Referee(town)
    sampled = _serve(desk, arrivals, referee, scope)
    mine = _shares("ours", desk)
    lines = [mine | spread("improve_ms", desk.improve_ms) | {"bar": 1}]
    if 3 in scope.bars:
        lines += _compared(town, arrivals, order, mine, best)
    if 4 in scope.bars:
        lines.append(_refusals(desk, referee, scope.judged))
    if 5 in scope.bars:
        lines.append(_driving(sampled))
    if 7 in scope.bars:
        lines.append(_lost(sampled))
    return lines


def ours(town: Town) -> Desk:
    return Desk(town, improving=search.AFTER_A_BOOKING, rearranging=search.FOR_AN_ASKED_WINDOW)


def _serve(desk: Desk, arrivals: Sequence[Request], referee: Referee, scope: Scope) -> Sampled:
    """Serve everybody, and look at some days of the plan at some moments on the way."""
    sampled, served = Sampled(), 0
    for moment in MOMENTS:
        until = int(moment * len(arrivals))
        desk.serve(arrivals[served:until])
        served = until
        for day in random.Random(served).sample(desk.plans, min(scope.looks, len(desk.plans))):
            if 5 in scope.bars:
                sampled.driving.append(referee.driving(day, desk.promised, JUDGED_SECONDS))
            if 7 in scope.bars:
                _lose_a_truck(sampled, day, desk, referee)
    return sampled


def _lose_a_truck(sampled: Sampled, plan: DayPlan, desk: Desk, referee: Referee) -> None:
    """The truck with most stops is lost when the day begins: whom our repair still brings, and whom PyVRP."""
    lost = max(plan.routes, key=lambda route: len(route.stops))
    stranded = [stop.key for stop in lost.stops]
    started = time.process_time()
    mended = repair(plan, TRAVEL, lost={lost.truck.key: SHIFT[0]}, late={}, progress={}, now=SHIFT[0])
    sampled.lost_ms.append(1000 * (time.process_time() - started))
    sampled.stranded += len(stranded)
    sampled.rescued += len(stranded) - len(mended.without_place)
    others = replace(plan, routes=tuple(route for route in plan.routes if route is not lost))
    sampled.by_pyvrp += referee.rescued(others, desk.promised, stranded, LOST_SECONDS)


def _compared(
    town: Town, arrivals: Sequence[Request], order: int, mine: Figures, best: int | None
) -> list[Figures]:
    """Bar 3: what others accept of the same requests in the same order, and what that makes of ours."""
    easy = random.Random(order).sample(range(len(arrivals)), len(arrivals) // 2)
    alone = _shares("insertion alone", Desk(town).serve(arrivals))
    half = _shares("ours, half take any wish", ours(town).serve(arrivals, easy=easy))
    stepped = hand.best(town, arrivals, step=town.trucks) | {"desk": "by hand, whole stops a truck"}
    capped = hand.best(town, arrivals, step=1) | {"desk": "by hand, any cap"}
    ratios: Figures = {"desk": "ours against"}
    for name, other in (("insertion", alone), ("hand", stepped), ("hand_any_cap", capped)):
        ratios[f"to_{name}"] = round(_share(mine) / max(0.1, _share(other)), 3)
    if best:
        known = percent(best, town)
        ratios |= {"best_known": known, "to_best_known": round(_share(mine) / known, 3)}
        ratios["half_easy_to_best_known"] = round(_share(half) / known, 3)
    return [line | {"bar": 3} for line in (stepped, capped, alone, half, ratios)]


def _share(figures: Figures) -> float:
    return float(figures["accepted"])


def _shares(name: str, desk: Desk) -> Figures:
    town = desk.town
    return {
        "desk": name,
        "accepted": percent(len(desk.promised), town),
        "at_first_wish": percent(desk.at_first_wish, town),
        "broken": judge.broken(town, desk.plans, desk.promised),
        "minutes_per_stop": round(judge.driving_minutes(town, desk.plans) / max(1, len(desk.promised)), 2),
    }


def _refusals(desk: Desk, referee: Referee, judged: int) -> Figures:
    """Bar 4: of some refusals, how many PyVRP proves false in three seconds.

    Counted twice: of what insertion refused although a truck could reach it, and of what was refused in the
    end.
    """
    sample = random.Random(0).sample(desk.refused, min(judged, len(desk.refused)))
    false = sum(referee.fits(no.plan, desk.promised, no.key, no.wish, JUDGED_SECONDS) for no in sample)
    share = false / max(1, len(sample))
    return {
        "bar": 4,
        "judged": len(sample),
        "false_of_noes": round(100 * share, 1),
        "false_of_insertions_noes": round(100 * share * len(desk.refused) / max(1, desk.refused_at_first), 1),
    } | spread("rearrange_ms", desk.rearrange_ms)


def _driving(sampled: Sampled) -> Figures:
    """Bar 5: our driving against PyVRP's, over all days looked at and where it was worst."""
    mine, theirs = (sum(each) for each in zip(*sampled.driving, strict=True))
    worst = max(planned / max(1, found) for planned, found in sampled.driving)
    return {
        "bar": 5,
        "days": len(sampled.driving),
        "driving_to_pyvrp": round(mine / max(1, theirs), 4),
        "worst_day": round(worst, 4),
    }


def _lost(sampled: Sampled) -> Figures:
    return {
        "bar": 7,
        "stranded": sampled.stranded,
        "kept": sampled.rescued,
        "kept_by_pyvrp": sampled.by_pyvrp,
    } | spread("repair_ms", sampled.lost_ms)


def spread(name: str, times: Sequence[float]) -> Figures:
    """The median of some milliseconds, the 95th of a hundred, and the longest."""
    middle, high = np.percentile(times or [0.0], [50, 95])
    return {
        f"{name}_p50": round(float(middle), 1),
        f"{name}_p95": round(float(high), 1),
        f"{name}_max": round(max(times, default=0.0), 1),
    }
