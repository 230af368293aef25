"""Where a promise ends: kept or broken, by the facts recorded about it, or by silence. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Literal

from kept.base.calendars import end_of_day
from kept.promises.owed import Evidence, Kind, Owed, State
from kept.promises.rules import standing


@dataclass(frozen=True)
class Ending:
    outcome: Literal["kept", "broken"]
    because: str


def ending(promise: Owed, evidence: Evidence, *, now: datetime, zone: tzinfo) -> Ending | None:
    """How the promise ends by what is on record at ``now``, or None while nothing has decided it.

    The same judgement as in a verdict (``rules.standing``); silence breaks it once nobody can still be
    expected to bring the record in (``given_up_at``).
    """
    found = standing(promise, evidence, at=now, zone=zone)
    if found.state is State.KEPT:
        return Ending("kept", found.because)
    if found.state is State.BROKEN:
        return Ending("broken", found.because)
    silent = found.state is State.UNRECORDED and now > given_up_at(promise, zone=zone)
    return Ending("broken", found.because) if silent else None


def given_up_at(promise: Owed, *, zone: tzinfo) -> datetime:
    """When silence alone means broken: at the due instant, for a window at the end of its local day.

    A driver's tap may come late from where there is no network, and says itself when it was made.
    """
    if promise.until is None:
        return datetime.max.replace(tzinfo=zone)
    if promise.kind is not Kind.DELIVERY_WINDOW:
        return promise.until
    last_day = (promise.until - timedelta(microseconds=1)).astimezone(zone).date()
    return end_of_day(last_day, zone)
