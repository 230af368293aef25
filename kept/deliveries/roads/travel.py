"""Travel by what a road server said beforehand; a drive that nobody asked about is guessed, generously."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kept.deliveries.routing.travel import GreatCircle, Place, Points, Seconds, Speeds

Cell = tuple[int, int]
"""(latitude, longitude) in ten-thousandths of a degree, about 10 m: places in one cell share their drives."""

GUESS = Speeds(circuity=1.5)
"""Where a road server is to be had, a guess stands for minutes only, and the truth must not be longer: rivers
and one-way streets are in it. Without a server the circuity is 1.3."""

UNKNOWN = np.iinfo(np.uint16).max  # a drive of 18 hours and 12 minutes is none of ours


def cell_of(place: Place) -> Cell:
    latitude, longitude = place
    return round(latitude * 10_000), round(longitude * 10_000)


def place_of(cell: Cell) -> Place:
    return cell[0] / 10_000, cell[1] / 10_000


@dataclass(frozen=True, eq=False)
class Roads:
    """Known drives in one square table; never changed once made, so that a plan is driven by one truth.

    Two are the same only if they are one: what was reckoned with it is kept by it.

    ``cells`` numbers the places, ``table[from, to]`` are whole driving seconds or UNKNOWN.
    """

    cells: dict[Cell, int] = field(default_factory=dict)
    table: npt.NDArray[np.uint16] = field(default_factory=lambda: np.zeros((0, 0), np.uint16))
    guess: GreatCircle = field(default_factory=lambda: GreatCircle(GUESS))

    def points(self, places: Sequence[Place]) -> Points:
        """Three columns for the guess, the place's number in the table (-1: in none) as the fourth."""
        numbers = [self.cells.get(cell_of(place), -1) for place in places]
        return np.column_stack([self.guess.points(places), np.array(numbers, dtype=np.float64)])

    def seconds(self, origins: Points, destinations: Points) -> Seconds:
        """As asked of the server, with the time to park that every leg takes; else the guess."""
        guessed = self.guess.seconds(origins[:, :3], destinations[:, :3])
        known = self._known(origins, destinations)
        parked = known.astype(np.int64) + round(self.guess.speeds.leg_seconds)
        return np.where((known == UNKNOWN) | (guessed == 0), guessed, parked)

    def _known(self, origins: Points, destinations: Points) -> npt.NDArray[np.uint16]:
        rows, columns = (points[:, 3].astype(np.int64) for points in (origins, destinations))
        if not len(self.table):
            return np.full(np.broadcast_shapes(rows.shape, columns.shape), UNKNOWN, np.uint16)
        return np.where((rows < 0) | (columns < 0), UNKNOWN, self.table[rows, columns])

    def knowing(self, drives: Sequence[tuple[Cell, Cell, int]]) -> Roads:
        """These roads and more: of a drive told twice, the later one counts."""
        cells = dict(self.cells)
        for origin, destination, _seconds in drives:
            cells.setdefault(origin, len(cells))
            cells.setdefault(destination, len(cells))
        table = np.full((len(cells), len(cells)), UNKNOWN, np.uint16)
        table[: len(self.table), : len(self.table)] = self.table
        for origin, destination, seconds in drives:
            table[cells[origin], cells[destination]] = min(seconds, UNKNOWN - 1)
        return Roads(cells, table, self.guess)
