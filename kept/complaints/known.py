"""What a brief holds: a customer, what we did to them, what we owe and told them; each part names its row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kept.customers.models import Customer


@dataclass(frozen=True)
class Owed:
    """A promise that has not ended: due at ``until``, ``late`` when that has passed."""

    ref: str
    kind: str
    words: str
    starts_at: datetime | None
    until: datetime
    late: bool


@dataclass(frozen=True)
class Became:
    """What we promised to make a failure good, and whether that was kept ("" while it is open)."""

    ref: str
    words: str
    until: datetime
    outcome: str


@dataclass(frozen=True)
class Failure:
    """Something that we did wrong towards this customer, and what became of it (nothing, if empty).

    A broken promise has ``kind``, ``until`` and the instant at which it ``happened_at`` after all; a verdict
    against us that rests on no broken promise has only its words.
    """

    ref: str
    words: str
    because: str
    at: datetime
    kind: str = ""
    starts_at: datetime | None = None
    until: datetime | None = None
    happened_at: datetime | None = None
    became: tuple[Became, ...] = ()


@dataclass(frozen=True)
class Told:
    ref: str
    title: str
    version: int
    occasion: str
    medium: str
    grade: int
    at: datetime


@dataclass(frozen=True)
class LastMatter:
    ref: str
    kind: str
    opened_at: datetime
    settled_at: datetime | None
    handed_on: int


@dataclass(frozen=True)
class Heard:
    """What the customer told us about somebody else, in their words."""

    ref: str
    what: str
    at: datetime


@dataclass(frozen=True)
class Window:
    """A delivery window of today, and the arrival if the truck has come."""

    ref: str
    starts_at: datetime
    until: datetime
    arrived_at: datetime | None
    outcome: str


@dataclass(frozen=True)
class Suggested:
    """A sentence, and the rows that make it true."""

    sentence: str
    refs: tuple[str, ...]


@dataclass(frozen=True)
class Brief:
    """Everything a representative should know by the first word, as it stood at ``now``."""

    customer: Customer
    since: date
    kept: int
    failures: tuple[Failure, ...]
    owed: tuple[Owed, ...]
    told: tuple[Told, ...]
    last_matter: LastMatter | None
    elsewhere: tuple[Heard, ...]
    today: tuple[Window, ...]
    complaints_open: int
    zone: ZoneInfo
    now: datetime
    first_words: tuple[Suggested, ...] = ()

    @property
    def late(self) -> tuple[Owed, ...]:
        return tuple(owed for owed in self.owed if owed.late)
