"""From a promise's row to its promise line: which words, which fact, which state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from kept.base.money import Money
from kept.promises.owed import DECIDED_BY, Kind
from kept.web.promise_line import Line, State

if TYPE_CHECKING:
    from kept.promises.models import Promise

SOON = timedelta(hours=2)

NAMES: dict[str, Lazy] = {
    "delivery_window": _("Delivery"),
    "call_back": _("Call back"),
    "reply": _("Reply"),
    "refund": _("Refund"),
    "end_date": _("End"),
    "receipt": _("Receipt"),
    "remedy": _("Remedy"),
}


@dataclass(frozen=True)
class Shown:
    """A promise beside its line: what a template needs of both."""

    promise: Promise
    line: Line

    @property
    def is_open(self) -> bool:
        return self.promise.settled_at is None

    @property
    def overdue(self) -> bool:
        return self.is_open and self.promise.until < self.line.now


def shown(promises: Iterable[Promise], *, now: datetime) -> list[Shown]:
    return [Shown(promise, line_of(promise, now=now)) for promise in promises]


def line_of(promise: Promise, *, now: datetime, wish_at: datetime | None = None) -> Line:
    """The line of a promise whose ``facts`` are at hand (prefetched)."""
    zone = promise.location.zone
    window = promise.starts_at is not None
    return Line(
        state=state_of(promise, now=now),
        words=str(NAMES.get(promise.kind, promise.kind)),
        zone=zone,
        now=now,
        starts_at=promise.starts_at,
        ends_at=promise.until if window else None,
        due_at=None if window else promise.until,
        whole_day=not window and promise.until.astimezone(zone).time() == time(0),
        on_the_day=promise.kind == Kind.END_DATE,
        made_at=promise.made_at if promise.made_at < promise.until else None,
        arrived_at=_decided_at(promise),
        wish_at=wish_at,
        amount=None if window else promise.amount,
        paid=_paid(promise),
    )


def state_of(promise: Promise, *, now: datetime) -> State:
    """Where it stands. Open past its due time it is still "due soon": it ends only by what is recorded."""
    if promise.outcome:
        return State(promise.outcome)
    if promise.until - now <= SOON:
        return State.DUE_SOON
    return State.TOLD if promise.accepted_at else State.MADE


def _decided_at(promise: Promise) -> datetime | None:
    deciding = DECIDED_BY[Kind(promise.kind)]
    return min((f.at for f in promise.facts.all() if f.kind == deciding and f.at), default=None)


def _paid(promise: Promise) -> Money | None:
    if promise.amount is None:
        return None
    came = [f.minor or 0 for f in promise.facts.all() if f.currency == promise.currency]
    return Money(sum(came), promise.currency)
