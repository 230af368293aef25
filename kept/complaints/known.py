"""What a brief holds: a customer, what we did to them, what we owe and told them; each part names its row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kept.complaints.topics import Topic
from kept.customers.models import Customer
from kept.deliveries.live import Seen


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
    """What we promised to make a failure good: its ``outcome`` ("" while it is open), and the first fact."""

    ref: str
    words: str
    until: datetime
    outcome: str
    happened_at: datetime | None = None

    def late(self, now: datetime) -> bool:
        return not self.outcome and self.until < now


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
class Moved:
    """A window that we moved at our own wish, and the one that took its place. Both count (DOMAIN §5)."""

    ref: str
    starts_at: datetime
    until: datetime
    instead: str
    now_starts_at: datetime
    now_until: datetime
    at: datetime


@dataclass(frozen=True)
class Told:
    """One version of a policy: how often it was told, how often in writing, when last, the best evidence."""

    ref: str
    title: str
    version: int
    times: int
    written: int
    at: datetime
    grade: int
    topics: frozenset[Topic]


@dataclass(frozen=True)
class Untold:
    """A policy in force about what they bring now, of which no telling is on record."""

    ref: str
    title: str
    topics: frozenset[Topic]


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
    """A delivery window of today, the arrival if the truck has come, and else where we see it now."""

    ref: str
    starts_at: datetime
    until: datetime
    arrived_at: datetime | None
    outcome: str
    seen: Seen | None = None


@dataclass(frozen=True)
class Complained:
    """A complaint whose letter has not left yet."""

    ref: str
    at: datetime
    decided: bool


@dataclass(frozen=True)
class Suggested:
    """A sentence, the rows that make it true, and what it is about."""

    sentence: str
    refs: tuple[str, ...]
    topics: frozenset[Topic] = frozenset()


@dataclass(frozen=True)
class Brings:
    """What a customer brings now: their ``words`` of it so far, and ``since`` when."""

    words: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Brief:
    """Everything a representative should know by the first word, as it stood at ``now``.

    ``asked`` is what the customer's words of this contact are about: it orders the rest, and decides nothing.
    """

    customer: Customer
    since: date
    kept: int
    failures: tuple[Failure, ...]
    moved: tuple[Moved, ...]
    owed: tuple[Owed, ...]
    told: tuple[Told, ...]
    untold: tuple[Untold, ...]
    last_matter: LastMatter | None
    elsewhere: tuple[Heard, ...]
    today: tuple[Window, ...]
    complaints: tuple[Complained, ...]
    asked: frozenset[Topic]
    all_read: bool
    zone: ZoneInfo
    now: datetime
    first_words: tuple[Suggested, ...] = ()

    @property
    def late(self) -> tuple[Owed, ...]:
        return tuple(owed for owed in self.owed if owed.late)

    @property
    def told_of_it(self) -> tuple[Told, ...]:
        """What they were told about what they bring now; where they say nothing yet, about anything."""
        fits = tuple(told for told in self.told if told.topics & self.asked)
        return fits if self.asked else self.told
