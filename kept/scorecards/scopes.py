"""Of whom, over which days: the business, a location, a team, a policy or one person; local days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """Of whom a figure can be read. Of a customer never: nobody ranks customers here (DOMAIN §5, §6)."""

    BUSINESS = "business"
    LOCATION = "location"
    TEAM = "team"
    POLICY = "policy"
    PERSON = "person"


@dataclass(frozen=True)
class Scope:
    """The business (number 0), or the location, team, policy or member of staff of this number.

    Raises ValueError for a number where none belongs, or none where one does.
    """

    kind: Kind
    number: int = 0

    def __post_init__(self) -> None:
        if (self.kind is Kind.BUSINESS) != (self.number == 0):
            raise ValueError("the business has no number, and everything else has one")

    def __str__(self) -> str:
        return self.kind if self.kind is Kind.BUSINESS else f"{self.kind}:{self.number}"

    @classmethod
    def parse(cls, text: str) -> Scope:
        """Read what ``str(scope)`` wrote. Raises ValueError for anything else."""
        kind, _colon, number = text.partition(":")
        if number and not (number.isascii() and number.isdecimal() and len(number) < 19):
            raise ValueError(f"{text!r} is nobody's figure")
        return cls(Kind(kind), int(number or 0))


BUSINESS = Scope(Kind.BUSINESS)


@dataclass(frozen=True)
class Days:
    """Local days, from ``starts_on`` up to and not including ``ends_on``. Raises ValueError without a day."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on <= self.starts_on:
            raise ValueError("days end after they start")

    @classmethod
    def last(cls, number: int, today: date) -> Days:
        """So many days, today the last of them."""
        return cls(today - timedelta(days=number - 1), today + timedelta(days=1))

    @property
    def length(self) -> int:
        return (self.ends_on - self.starts_on).days

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on


class Step(StrEnum):
    """How far two points of a trend lie apart."""

    WEEK = "week"
    MONTH = "month"


def steps(step: Step, number: int, until: date) -> Iterator[Days]:
    """So many weeks (from Monday) or months, oldest first; the last one holds ``until``, whole or not."""
    starts = _start(step, until)
    spans: list[Days] = []
    for _ in range(number):
        following = _start(step, starts + timedelta(days=7 if step is Step.WEEK else 32))
        spans.append(Days(starts, following))
        starts = _start(step, starts - timedelta(days=1))
    return reversed(spans)


def _start(step: Step, day: date) -> date:
    return day - timedelta(days=day.weekday()) if step is Step.WEEK else day.replace(day=1)
