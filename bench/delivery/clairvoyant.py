"""What anybody could promise who knew every request in advance: prize-collecting PyVRP, run long.

Each request is a group of clients that exclude each other, one per wish, with a prize; the days lie behind
each other on one clock. It starts from what our desk promises, so it knows no less. The more seconds, the
nearer it comes: a share of "the best known" is honest only beside the seconds that made it known.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from zlib import crc32

import pyvrp
from pyvrp.search import NeighbourhoodParams

from bench.delivery import judge
from bench.delivery.desks import Desk
from bench.delivery.sets import HOUR, NO_LIMIT, OPENS, SHIFT, Town, Wish
from kept.deliveries.routing import search

DAY = 24 * HOUR
PRIZE = 100_000  # seconds of driving that a promise is worth
PARAMS = pyvrp.SolveParams(
    penalty=pyvrp.PenaltyParams(max_penalty=2_000),  # its search starts at the half: 100 s late is a prize
    neighbourhood=NeighbourhoodParams(num_neighbours=20),  # twice the iterations, and 1 % more accepted
)


def best_known(town: Town, seconds: float, cache: Path | None) -> int:
    """How many requests the best known plan accepts: as the cache knows, or looked for and put there."""
    name = (
        f"{town.name}{' without loads' if town.capacity == NO_LIMIT else ''} {crc32(repr(town).encode()):08x}"
    )
    known = json.loads(cache.read_text()) if cache and cache.exists() else {}
    if known.get(name, {}).get("seconds", 0) < seconds:
        accepted = _accepted(town, seconds)
        known[name] = {"accepted": accepted, "requests": len(town.requests), "seconds": seconds}
        if cache:
            cache.write_text(json.dumps(known, indent=1) + "\n")
    return int(known[name]["accepted"])


def _accepted(town: Town, seconds: float) -> int:
    desk = Desk(town, improving=search.AFTER_A_BOOKING).serve(town.arrivals(0))
    data, client = _problem(town)
    tours = [
        pyvrp.Route(data, [client[stop.key, desk.promised[stop.key]] for stop in route.stops], day)
        for day, plan in enumerate(desk.plans)
        for route in plan.routes
        if route.stops
    ]
    deadline = time.process_time() + seconds
    found = pyvrp.solve(
        data,
        lambda _cost: time.process_time() > deadline,
        collect_stats=False,
        params=PARAMS,
        initial_solution=pyvrp.Solution(data, tours),
    ).best
    assert found.is_feasible()
    return found.num_clients()


def _problem(town: Town) -> tuple[pyvrp.ProblemData, dict[tuple[int, Wish], int]]:
    """All days at once, and the client of each request and wish."""
    client: dict[tuple[int, Wish], int] = {}
    clients, groups = [], []
    for group, request in enumerate(town.requests):
        for day, slot in request.wishes:
            client[request.key, (day, slot)] = len(clients)
            opens = day * DAY + OPENS[slot] * HOUR
            clients.append(
                pyvrp.Client(
                    request.key + 1,
                    delivery=[request.errand.load[0]],
                    service_duration=request.errand.service,
                    tw_early=opens,
                    tw_late=opens + 4 * HOUR,
                    required=False,
                    prize=PRIZE,
                    group=group,
                )
            )
        mine = [client[request.key, wish] for wish in request.wishes]
        groups.append(pyvrp.ClientGroup(mine, required=False))
    trucks = [
        pyvrp.VehicleType(
            town.trucks, [town.capacity], tw_early=day * DAY + SHIFT[0], tw_late=day * DAY + SHIFT[1]
        )
        for day in range(town.days)
    ]
    drives = judge.drives(town)
    places = [pyvrp.Location(0, 0)] * len(drives)
    depots = [pyvrp.Depot(0)]
    return pyvrp.ProblemData(places, clients, depots, trucks, [drives], [drives], groups), client
