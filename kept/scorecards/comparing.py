"""Two shares side by side: how far apart, with an honest interval, or that they are too few to say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from kept.scorecards.rules import SMALL, Interval, wilson


class Change(StrEnum):
    TOO_FEW = "too_few"
    FEWER = "fewer"
    MORE = "more"
    NOT_CLEAR = "not_clear"


@dataclass(frozen=True)
class Share:
    """``some`` out of ``of``. Raises ValueError for more than all."""

    some: int | Fraction
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.some <= self.of:
            raise ValueError("a share is between nothing and all")

    @property
    def value(self) -> Fraction | None:
        return Fraction(self.some) / self.of if self.of else None

    @property
    def interval(self) -> Interval | None:
        return wilson(Fraction(self.some), self.of)


@dataclass(frozen=True)
class Difference:
    """``after`` less ``before``, from −1 to 1, with its 95 % interval; None where one side has nothing."""

    before: Share
    after: Share
    value: Fraction | None
    interval: Interval | None

    @property
    def change(self) -> Change:
        """What may be said: nothing below 20 on either side, and nothing where the interval holds zero."""
        if self.interval is None or min(self.before.of, self.after.of) < SMALL:
            return Change.TOO_FEW
        if self.interval.high < 0:
            return Change.FEWER
        return Change.MORE if self.interval.low > 0 else Change.NOT_CLEAR


def compare(before: Share, after: Share) -> Difference:
    """The difference of two independent shares, its interval by Newcombe (1998), method 10.

    That is from each share's own Wilson interval: near 0 and 1, where few complain, it neither leaves the
    possible nor shrinks to nothing.

    >>> found = compare(Share(56, 70), Share(48, 80))  # Newcombe's first example: 0.20, 0.0524 to 0.3339
    >>> round(-found.interval.high, 4), round(-found.interval.low, 4)
    (0.0524, 0.3339)
    """
    was, now = before.interval, after.interval
    if before.value is None or after.value is None or was is None or now is None:
        return Difference(before, after, None, None)
    p, q = float(before.value), float(after.value)
    middle = q - p
    low = middle - ((q - now.low) ** 2 + (was.high - p) ** 2) ** 0.5
    high = middle + ((now.high - q) ** 2 + (p - was.low) ** 2) ** 0.5
    return Difference(before, after, after.value - before.value, Interval(max(-1.0, low), min(1.0, high)))
