"""How long a truck drives between two places: great circle × circuity, with a plain speed model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Place = tuple[float, float]
"""(latitude, longitude) in degrees, WGS 84; for ``Plane``: (x, y) in km."""

Points = npt.NDArray[np.float64]
Seconds = npt.NDArray[np.int64]

EARTH_RADIUS_KM = 6371.0088  # mean radius R1, IUGG


class Travel(Protocol):
    """Driving times between places, fixed for the length of one plan."""

    def points(self, places: Sequence[Place]) -> Points:
        """The places in the model's own coordinates, (n, k). Raises ValueError for one it cannot reach."""
        ...

    def seconds(self, origins: Points, destinations: Points) -> Seconds:
        """Whole driving seconds, rounded up, pair by pair along the first axis (a single row is repeated)."""
        ...


@dataclass(frozen=True)
class Speeds:
    """From kilometres as the crow flies to driving seconds.

    Each leg costs ``leg_seconds`` (parking, turning out), then ``town`` seconds per road km up to
    ``town_km`` and ``country`` seconds beyond. Roads are ``circuity`` times longer than the straight line:
    about 1.3 in towns (Ballou, Rahardja and Sakai 2002, Transportation Research A 36). The defaults are
    30 km/h up to 5 km and 60 km/h beyond, which are the figures of the booking benchmark.
    """

    circuity: float = 1.3
    leg_seconds: float = 60
    town: float = 120
    country: float = 60
    town_km: float = 5

    def __post_init__(self) -> None:
        if (
            self.circuity < 1
            or min(self.leg_seconds, self.country, self.town_km) < 0
            or self.town < self.country
        ):
            raise ValueError(
                "roads are no shorter than the straight line, and no faster in town than outside"
            )

    def seconds(self, straight_km: npt.NDArray[np.float64]) -> Seconds:
        """Whole seconds, rounded up; 0 for the same point."""
        km = straight_km * self.circuity
        bend = self.town_km * (self.town - self.country)
        driving = self.leg_seconds + np.minimum(self.town * km, bend + self.country * km)
        # A millionth is taken off before rounding up: noise of the floats must not cost a second.
        return np.where(km > 0, np.ceil(driving - 1e-6), 0).astype(np.int64)


@dataclass(frozen=True)
class GreatCircle:
    """Travel over the earth; places are (latitude, longitude) in degrees."""

    speeds: Speeds = Speeds()

    def points(self, places: Sequence[Place]) -> Points:
        degrees = np.array(places, dtype=np.float64).reshape(-1, 2)
        if not (np.abs(degrees) <= (90, 180)).all():  # also refuses NaN
            raise ValueError("a latitude lies within ±90 and a longitude within ±180 degrees")
        latitude, longitude = np.radians(degrees).T
        return np.column_stack(
            [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
        )

    def seconds(self, origins: Points, destinations: Points) -> Seconds:
        chord = _distance(origins, destinations)
        return self.speeds.seconds(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1)))


@dataclass(frozen=True)
class Plane:
    """Travel on a flat map; places are (x, y) in km. For benchmarks whose towns lie nowhere on earth."""

    speeds: Speeds = Speeds()

    def points(self, places: Sequence[Place]) -> Points:
        return np.array(places, dtype=np.float64).reshape(-1, 2)

    def seconds(self, origins: Points, destinations: Points) -> Seconds:
        return self.speeds.seconds(_distance(origins, destinations))


def paced(seconds: Seconds, pace: float | npt.NDArray[np.float64]) -> Seconds:
    """Drives stretched by how much slower the roads are then, rounded up."""
    stretched: Seconds = np.ceil(seconds * pace).astype(np.int64)
    return stretched


def _distance(origins: Points, destinations: Points) -> npt.NDArray[np.float64]:
    """Straight-line lengths, axis by axis: faster on narrow arrays than a sum over the last axis."""
    squares = (origins[:, 0] - destinations[:, 0]) ** 2
    for axis in range(1, origins.shape[1]):
        squares += (origins[:, axis] - destinations[:, axis]) ** 2
    return np.sqrt(squares)
