"""Where a promise ends: kept or broken, by the facts recorded about it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from kept.base.calendars import end_of_day

DECIDED_BY = {  # DOMAIN §10: kind of promise → the fact that decides it
    "delivery_window": "arrival",
    "call_back": "contact_attempt",
    "reply": "reply_sent",
    "refund": "refund",
    "end_date": "exit_confirmed",
    "receipt": "receipt_sent",
    "remedy": "remedy_given",
}


@dataclass(frozen=True)
class Terms:
    """What was promised: due at ``until``, a window from ``starts_at``, a sum of ``minor`` units."""

    kind: str
    until: datetime
    zone: ZoneInfo
    starts_at: datetime | None = None
    minor: int | None = None
    currency: str = ""

    @property
    def last_day(self) -> date:
        """The local day that ``until`` closes or lies in: midnight belongs to the day that it ends."""
        return (self.until - timedelta(microseconds=1)).astimezone(self.zone).date()


@dataclass(frozen=True)
class Deed:
    """A recorded fact: of a kind of DOMAIN §10, at an instant or ``never``."""

    kind: str
    at: datetime | None
    never: bool = False
    reached: bool | None = None
    minor: int | None = None
    currency: str = ""
    end_on: date | None = None


@dataclass(frozen=True)
class Ending:
    outcome: Literal["kept", "broken"]
    because: str


def ending(terms: Terms, deeds: Sequence[Deed]) -> Ending | None:
    """How the promise ends by these facts, or None while they do not decide it yet.

    Only facts of the deciding kind count; the one that came first decides (for money: the one with which
    the sum was reached). A day or an hour promised is kept up to its end, the end included.
    """
    deciding = [deed for deed in deeds if deed.kind == DECIDED_BY[terms.kind]]
    done = sorted((deed for deed in deciding if deed.at is not None), key=_at)
    found = _BY_KIND.get(terms.kind, _first_in_time)(terms, done)
    if found is None and any(deed.never for deed in deciding):
        return Ending("broken", "The record shows that it did not happen.")
    return found


def given_up_at(terms: Terms) -> datetime:
    """When silence alone means broken: at the due instant, for a window at the end of its local day.

    A driver's tap may come late from where there is no network, and says itself when it was made.
    """
    return end_of_day(terms.last_day, terms.zone) if terms.kind == "delivery_window" else terms.until


def _at(deed: Deed) -> datetime:
    assert deed.at is not None
    return deed.at


def _first_in_time(terms: Terms, done: Sequence[Deed]) -> Ending | None:
    if not done:
        return None
    at = _at(done[0])
    if at > terms.until:
        return Ending("broken", f"Done {_spell(at - terms.until)} late.")
    return Ending("kept", "Done in time.")


def _window(terms: Terms, done: Sequence[Deed]) -> Ending | None:
    if not done:
        return None
    at = _at(done[0])
    if terms.starts_at is not None and at < terms.starts_at:
        return Ending("broken", f"Arrived {_spell(terms.starts_at - at)} before the window.")
    if at > terms.until:
        return Ending("broken", f"Arrived {_spell(at - terms.until)} after the window.")
    return Ending("kept", "Arrived inside the window.")


def _call_back(terms: Terms, done: Sequence[Deed]) -> Ending | None:
    in_time = [deed for deed in done if _at(deed) <= terms.until]
    if any(deed.reached for deed in in_time):
        return Ending("kept", "We called and spoke in time.")
    if len(in_time) >= 2:
        return Ending("kept", "We tried twice in time and reached nobody.")
    if len(done) > len(in_time):
        return Ending("broken", f"Called {_spell(_at(done[len(in_time)]) - terms.until)} late.")
    return None


def _refund(terms: Terms, done: Sequence[Deed]) -> Ending | None:
    paid = 0
    for deed in done:
        if deed.currency == terms.currency:
            paid += deed.minor or 0
        if paid >= (terms.minor or 0):
            return _first_in_time(terms, [deed])
    return None


def _end_date(terms: Terms, done: Sequence[Deed]) -> Ending | None:
    for deed in done:
        if deed.end_on is not None and deed.end_on <= terms.last_day:
            return Ending("kept", "The end was confirmed for the promised day.")
    return Ending("broken", "The end was confirmed for a later day.") if done else None


_BY_KIND = {
    "delivery_window": _window,
    "call_back": _call_back,
    "refund": _refund,
    "end_date": _end_date,
}


def _spell(span: timedelta) -> str:
    minutes = max(1, round(span.total_seconds() / 60))
    if minutes < 120:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    hours = round(minutes / 60)
    return f"{hours} hours" if hours < 48 else f"{round(hours / 24)} days"
