"""From perception to numbers: the three gaps of DOMAIN §5, exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

LABELLED_ABOVE = Fraction(1, 4)  # DOMAIN §5: one star


@dataclass(frozen=True)
class Gaps:
    """1 − r = service + disclosure + expectation; expectation below zero is goodwill."""

    service: Fraction
    disclosure: Fraction
    expectation: Fraction

    @property
    def label(self) -> Literal["expectation gap", "goodwill"] | None:
        """The word put on the third figure, only when it is larger than one star."""
        if self.expectation > LABELLED_ABOVE:
            return "expectation gap"
        return "goodwill" if -self.expectation > LABELLED_ABOVE else None


def decompose(kept: Fraction, told: int, rating: Fraction) -> Gaps:
    """Split the dissatisfaction 1 − r into what we broke, what we did not tell, and the rest.

    ``kept`` is K in [0, 1], ``told`` k in {0, 1}, ``rating`` r in [0, 1]. Raises ValueError outside of these.
    """
    if not 0 <= kept <= 1 or told not in (0, 1) or not 0 <= rating <= 1:
        raise ValueError("K and r lie in [0, 1], and k is 0 or 1")
    return Gaps(1 - kept, kept * (1 - told), kept * told - rating)


def rating(stars: float | None) -> Fraction:
    """r = (stars − 1) ÷ 4; a complaint without a rating counts 0."""
    return Fraction(0) if stars is None else (Fraction(stars) - 1) / 4
