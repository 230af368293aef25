"""The words of keeping a promise: what is owed, the facts that decide it, and where it stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from kept.policies.rules import in_words, utc
from kept.text.sentences import Moment, Sentence, moment, say, word


class Kind(StrEnum):
    DELIVERY_WINDOW = "delivery_window"
    CALL_BACK = "call_back"
    REPLY = "reply"
    REFUND = "refund"
    END_DATE = "end_date"
    REMEDY = "remedy"
    RECEIPT = "receipt"


DECIDED_BY: Mapping[Kind, str] = {  # DOMAIN §10: kind → the fact that decides it
    Kind.DELIVERY_WINDOW: "arrival",
    Kind.CALL_BACK: "contact_attempt",
    Kind.REPLY: "reply_sent",
    Kind.REFUND: "refund",
    Kind.END_DATE: "exit_confirmed",
    Kind.REMEDY: "remedy_given",
    Kind.RECEIPT: "receipt_sent",
}
NAMES: Mapping[Kind, str] = {
    Kind.DELIVERY_WINDOW: "the delivery",
    Kind.CALL_BACK: "the call back",
    Kind.REPLY: "the reply",
    Kind.REFUND: "the refund",
    Kind.END_DATE: "the end date",
    Kind.REMEDY: "the remedy",
    Kind.RECEIPT: "the receipt",
}


class State(StrEnum):
    """Where a promise stood at one instant."""

    KEPT = "kept"
    BROKEN = "broken"
    UNRECORDED = "unrecorded"  # due, and the record that we should have kept is missing: scores 0
    NEVER_OURS = "never_ours"  # decided by a fact that was never ours to record: left out, and named
    NOT_DUE = "not_due"
    RELEASED = "released"


@dataclass(frozen=True)
class End:
    """How a promise ended other than by being kept or broken, and at whose wish."""

    how: Literal["released", "replaced"]
    at: datetime | None = None
    wish: Literal["customer", "ours"] | None = None

    def __post_init__(self) -> None:
        if self.at is not None:
            object.__setattr__(self, "at", utc(self.at))


@dataclass(frozen=True)
class Owed:
    """A promise as it was made. Both ends of a window are kept: an arrival at ``until`` is in time.

    ``amount`` counts minor units. ``until`` None: never due. Raises ValueError for naive instants, a window
    that ends before it begins, or a beginning without an end.
    """

    id: str
    kind: Kind
    made_at: datetime
    until: datetime | None
    starts_at: datetime | None = None
    amount: int | None = None
    currency: str | None = None
    accepted: bool | None = None
    end: End | None = None
    replaces: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        for name in ("made_at", "until", "starts_at"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, utc(getattr(self, name)))
        if self.starts_at is not None and (self.until is None or self.until < self.starts_at):
            raise ValueError("a window ends after it begins")

    def ended_in_time(self, at: datetime) -> bool:
        """Whether it was released or replaced before it was due, and before ``at``.

        A promise ends once: what was due and broken stays broken, whoever frees us afterwards.
        """
        if self.end is None:
            return False
        ended_at = self.end.at
        return ended_at is None or (ended_at <= at and (self.until is None or ended_at <= self.until))

    def released_by(self, at: datetime) -> bool:
        """Whether the customer had freed us of it, in time: nobody frees themselves (DOMAIN §3)."""
        released = self.end is not None and self.end.how == "released" and self.end.wish != "ours"
        return released and self.ended_in_time(at)

    def in_words(self, zone: tzinfo, *, exact: bool = False) -> Sentence:
        """The promise as a clause: ``the delivery between Thu 5 Mar 2026, 08:00 and 12:00``.

        ``exact``: with the seconds, where one decides.
        """
        what = word(NAMES[self.kind])
        if self.until is None:
            return what
        if self.kind is Kind.END_DATE:
            day = moment(_day(self.until, zone), self.until, zone, whole_day=True)
            return say("{what} {day}", what=what, day=day)
        if self.starts_at is None:
            return say("{what} by {due}", what=what, due=due_in_words(self.until, zone, exact=exact))
        since = in_words(self.starts_at, zone, exact=exact)
        until: str = due_in_words(self.until, zone, exact=exact)
        if self.starts_at.astimezone(zone).date() == self.until.astimezone(zone).date() and not exact:
            until = f"{self.until.astimezone(zone):%H:%M}"
        return say("{what} between {since} and {until}", what=what, since=since, until=until)


def due_in_words(until: datetime, zone: tzinfo, *, exact: bool = False) -> Sentence | Moment:
    """When something is due, as a person says it; the last minute of a day is the end of that day."""
    if exact or not ends_a_day(until, zone):
        return in_words(until, zone, exact=exact)
    last = until - timedelta(microseconds=1)
    return say("the end of {day}", day=moment(_day(last, zone), last, zone, whole_day=True))


def ends_a_day(instant: datetime, zone: tzinfo) -> bool:
    """Whether this is the last minute of a local day, or the midnight after it."""
    local = instant.astimezone(zone)
    return (local.hour, local.minute) == (23, 59) or local.time() == time(0)


def _day(instant: datetime, zone: tzinfo) -> str:
    return in_words(instant, zone).partition(",")[0]


@dataclass(frozen=True)
class Fact:
    """A deciding fact of one promise. ``at`` None: the record exists and shows that it did not happen."""

    ref: str
    at: datetime | None
    reached: bool = False
    amount: int | None = None
    currency: str | None = None
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.at is not None:
            object.__setattr__(self, "at", utc(self.at))


@dataclass(frozen=True)
class Absent:
    """A record that is not there, and whether we should have kept it."""

    ref: str
    record: str
    should_exist: bool = True


@dataclass(frozen=True)
class Evidence:
    """What is on record about one promise: its deciding facts, and the records that are absent."""

    facts: tuple[Fact, ...] = ()
    absent: tuple[Absent, ...] = ()


@dataclass(frozen=True)
class Standing:
    """Where the promise stood, its score (None: out of scope), why, on what, and when it was decided.

    ``decided_at`` is the instant of the deciding fact; None when the record shows that it never happened,
    or when there is no record.
    """

    promise: Owed
    state: State
    score: Fraction | None
    because: str
    refs: tuple[str, ...] = field(default=())
    decided_at: datetime | None = None
