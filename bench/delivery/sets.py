"""What the benchmark's folders hold: towns whose customers arrive one by one, and VRPTW instances."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from kept.deliveries.routing.insertion import Window
from kept.deliveries.routing.plan import DayPlan, Errand, Route, Stop, Truck
from kept.deliveries.routing.travel import Place, Plane, Points, Seconds

HOUR = 3600
FIRST = date(2026, 3, 2)
SHIFT = (8 * HOUR, 20 * HOUR)
OPENS = (8, 12, 16)
NO_LIMIT = 10**9  # litres
TRAVEL = Plane()

Figures = dict[str, float | str]
"""What is printed as a line of JSON."""

Wish = tuple[int, int]
"""A day and one of its three windows, as numbers from 0."""


@dataclass(frozen=True)
class Request:
    """One customer: ``key`` is the place in the file, ``wishes`` stand in the order of preference."""

    key: int
    errand: Errand
    wishes: tuple[Wish, ...]


@dataclass(frozen=True)
class Town:
    """A booking set. Seconds run from midnight of each day; litres; places in km on a flat map."""

    name: str
    days: int
    trucks: int
    capacity: int
    depot: Place
    requests: tuple[Request, ...]

    def empty(self) -> list[DayPlan]:
        routes = tuple(Route(Truck(k, self.depot, *SHIFT, (self.capacity,))) for k in range(self.trucks))
        return [DayPlan(FIRST + timedelta(day), routes) for day in range(self.days)]

    def arrivals(self, order: int) -> list[Request]:
        """The customers as they come: order 0 is the file's, each other number shuffles them in its way."""
        requests = list(self.requests)
        if order:
            random.Random(order).shuffle(requests)
        return requests


def window(wish: Wish) -> Window:
    day, slot = wish
    return Window(FIRST + timedelta(day), OPENS[slot] * HOUR, (OPENS[slot] + 4) * HOUR)


def percent(count: int, town: Town) -> float:
    return round(100 * count / len(town.requests), 2)


def towns(folder: Path, *, loads: bool = True) -> list[Town]:
    """The booking sets of a folder; without loads every truck has room for everything."""
    read = [_town(json.loads(path.read_text())) for path in sorted(folder.glob("*.json"))]
    return read if loads else [replace(town, capacity=NO_LIMIT) for town in read]


def _town(read: dict[str, object]) -> Town:
    requests = read["requests"]
    assert isinstance(requests, list)
    return Town(
        name=str(read["name"]),
        days=int(str(read["days"])),
        trucks=int(str(read["vehicles_per_day"])),
        capacity=int(str(read["capacity_litres"])),
        depot=tuple(read["depot_km"]),  # type: ignore[arg-type]  # [x, y], as the README says
        requests=tuple(
            Request(
                key,
                Errand((each["x_km"], each["y_km"]), each["service_seconds"], (each["load_litres"],)),
                tuple((day, slot) for day, slot in each["wishes"]),
            )
            for key, each in enumerate(requests)
        ),
    )


class Tenths:
    """Travel of a VRPTW instance in DIMACS's convention: Euclidean, cut to a tenth, counted in tenths."""

    def points(self, places: Sequence[Place]) -> Points:
        return np.array(places, dtype=np.float64).reshape(-1, 2)

    def seconds(self, origins: Points, destinations: Points) -> Seconds:
        length = np.sqrt(((origins - destinations) ** 2).sum(axis=1))
        return np.floor(10 * length + 1e-9).astype(np.int64)


@dataclass(frozen=True)
class Instance:
    """A VRPTW instance: one day, all its stops known. All times and lengths are tenths."""

    name: str
    plan: DayPlan
    stops: tuple[Stop, ...]


def instances(folder: Path) -> list[Instance]:
    return [_instance(path) for path in sorted(folder.glob("*.txt"))]


def _instance(path: Path) -> Instance:
    """Solomon's format: fleet in the fifth line, then a row per place, the depot first."""
    lines = [line.split() for line in path.read_text().splitlines() if line.strip()]
    trucks, capacity = map(int, lines[3])
    rows = [[int(float(cell)) for cell in row] for row in lines if len(row) == 7 and row[0].isdigit()]
    (_, x, y, _, ready, due, _), customers = rows[0], rows[1:]
    fleet = (Truck(key, (x, y), 10 * ready, 10 * due, (capacity,)) for key in range(trucks))
    stops = tuple(
        Stop(key, Errand((x, y), 10 * service, (load,)), 10 * ready, 10 * due)
        for key, x, y, load, ready, due, service in customers
    )
    return Instance(path.stem, DayPlan(FIRST, tuple(Route(truck) for truck in fleet)), stops)
