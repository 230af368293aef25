"""How counted things become a figure: a share with its 95 % interval, a median beside it, a small n."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

SMALL = 20  # DOMAIN §7: a figure of fewer rows says so
Z_95 = 1.959963984540054  # the 97.5 % quantile of the standard normal distribution


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


def bucket(value: int) -> int:
    """The bucket of a measure: the measure itself below 100, above that rounded to two digits, half up.

    So 240 minutes stay 240, and 1,234 become 1,200: never more than 5 % off.
    """
    unit = 1
    while value >= 100 * unit:
        unit *= 10
    return (value + unit // 2) // unit * unit


def median(buckets: Mapping[int, int]) -> Fraction | None:
    """The middle of measures counted by bucket; the mean of the two middle ones for an even number.

    At most 5 % off the median of the measures themselves, and exact where these have two digits or fewer.
    """
    n = sum(buckets.values())
    if not n:
        return None
    return (Fraction(_ranked(buckets, (n - 1) // 2)) + _ranked(buckets, n // 2)) / 2


def _ranked(buckets: Mapping[int, int], rank: int) -> int:
    """The bucket of the measure with so many before it."""
    seen = 0
    for each in sorted(buckets):
        seen += buckets[each]
        if seen > rank:
            return each
    raise ValueError("there are fewer measures than that")


def share(part: int, n: int) -> Beside:
    """How many of these, in per cent."""
    return Beside(Fraction(100 * part, n) if n else None, "%", n)


def yes(condition: bool) -> Fraction:
    return Fraction(int(condition))
