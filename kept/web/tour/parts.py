"""The sample page: every state of the promise line and every component once, to look at while building."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kept.base.money import Money
from kept.web.promise_line import Line, State

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 5, 18, 0, tzinfo=UTC)  # Thursday, 13:00 there
EIGHT = datetime(2026, 3, 5, 13, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def window(state: State, *, arrived: float | None = None, wish: float | None = None, now: float = 5) -> Line:
    """A delivery promised for 8–12; ``arrived``, ``wish`` and ``now`` are hours after eight."""
    return Line(
        state=state,
        words="Delivery",
        zone=ZONE,
        now=EIGHT + now * HOUR,
        starts_at=EIGHT,
        ends_at=EIGHT + 4 * HOUR,
        arrived_at=None if arrived is None else EIGHT + arrived * HOUR,
        wish_at=None if wish is None else EIGHT + wish * HOUR,
    )


def windows() -> list[Line]:
    return [
        window(State.MADE, now=-20),
        window(State.TOLD, now=-20, wish=1),
        window(State.DUE_SOON, now=3.4),
        window(State.KEPT, arrived=3.667, wish=1),
        window(State.BROKEN, arrived=5),
        window(State.BROKEN, arrived=-0.5),
        window(State.BROKEN),
        window(State.RELEASED),
        window(State.REPLACED),
    ]


def others() -> list[Line]:
    """A call back by five, an end date, and money that comes in parts."""
    five = datetime(2026, 3, 5, 22, 0, tzinfo=UTC)
    friday = datetime(2026, 3, 7, 5, 0, tzinfo=UTC)
    owed = Money(12900, "USD")
    call = Line(State.MADE, "Call back", ZONE, NOW, due_at=five, made_at=five - 4 * HOUR)
    ends = Line(
        State.MADE, "Membership ends", ZONE, NOW, due_at=friday, on_the_day=True, made_at=NOW - 24 * HOUR
    )
    refund = Line(State.MADE, "Refund", ZONE, NOW, due_at=friday, whole_day=True, amount=owed)
    return [
        call,
        replace(call, state=State.DUE_SOON, now=five - HOUR / 2),
        replace(call, state=State.KEPT, now=five, arrived_at=five - HOUR),
        replace(call, state=State.BROKEN, now=five + 2 * HOUR, arrived_at=five + HOUR),
        ends,
        replace(ends, state=State.KEPT, arrived_at=NOW),
        replace(refund, paid=Money(5000, "USD")),
        replace(refund, state=State.KEPT, paid=owed),
    ]
