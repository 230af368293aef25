"""How rows become a figure: a share with its 95 % interval, a median beside it, and when n is too small."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

SMALL = 20  # DOMAIN §7: a figure of fewer rows says so
Z_95 = 1.959963984540054  # the 97.5 % quantile of the standard normal distribution


@dataclass(frozen=True)
class Row:
    """One row behind a figure: its name ("promise:7"), what it counts for (0 to 1), and why.

    Raises ValueError for a score outside [0, 1].
    """

    ref: str
    score: Fraction
    because: str

    def __post_init__(self) -> None:
        if not 0 <= self.score <= 1:
            raise ValueError("a row counts for 0 to 1")


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


@dataclass(frozen=True)
class Figure:
    """The mean of ``n`` scores that sum to ``total``: the rows behind it always do."""

    total: Fraction
    n: int

    @property
    def value(self) -> Fraction | None:
        """None where there is nothing to count: never 0, and never 1."""
        return self.total / self.n if self.n else None

    @property
    def interval(self) -> Interval | None:
        return wilson(self.total, self.n)

    @property
    def is_small(self) -> bool:
        return self.n < SMALL


@dataclass(frozen=True)
class Listed(Figure):
    """A figure with its rows at hand."""

    rows: tuple[Row, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Listed:
        found = tuple(rows)
        return cls(sum((row.score for row in found), Fraction(0)), len(found), found)


@dataclass(frozen=True)
class Beside:
    """What stands beside a figure, with its unit ("min", "h", "%", ""): None where there is nothing."""

    value: Fraction | None
    unit: str
    n: int


def wilson(total: Fraction, n: int) -> Interval | None:
    """The Wilson score interval (Wilson 1927) of ``total`` out of ``n`` at 95 %; None without rows.

    Exact for yes and no. For scores between (the mean of K) it is on the safe side: a value in [0, 1] with
    mean p varies by at most p(1 − p), which is the variance of yes and no.
    """
    if not n:
        return None
    share, z2 = float(total / n), Z_95 * Z_95
    middle = share + z2 / (2 * n)
    spread = Z_95 * (share * (1 - share) / n + z2 / (4 * n * n)) ** 0.5
    scale = 1 + z2 / n
    return Interval(max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))


def median(values: Iterable[Fraction], unit: str) -> Beside:
    """The middle value, exact; the mean of the two middle ones for an even number."""
    found = sorted(values)
    return Beside(Fraction(statistics.median(found)) if found else None, unit, len(found))


def share(rows: Sequence[bool]) -> Beside:
    """How many of these are true, in per cent."""
    return Beside(Fraction(100 * sum(rows), len(rows)) if rows else None, "%", len(rows))


def yes(condition: bool) -> Fraction:
    return Fraction(int(condition))


def whole(number: int) -> Fraction:
    return Fraction(number)
