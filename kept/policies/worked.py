"""Terms worked out with real days and sums, so that whoever writes them sees what they do. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kept.base.calendars import Calendar
from kept.base.money import Money
from kept.policies.terms import (
    CoolingOff,
    Fee,
    LateCredit,
    Notice,
    Refund,
    Said,
    Taken,
    Typed,
    VisitNotice,
    Window,
    gettext_noop,
    months_after,
)

_ = gettext_noop
A_VISIT = datetime(2000, 1, 1, 10, 20)  # noqa: DTZ001  # a time of day, of no day and no zone


@dataclass(frozen=True)
class Span:
    """A window of an example: its local day and times."""

    day: date
    opens: time
    closes: time


@dataclass(frozen=True)
class Ground:
    """What examples stand on: the local day, the open days, the price of a month, the first window to be had.

    ``first`` is None where nothing is delivered yet; then the next open day stands in, from its opening on.
    """

    today: date
    calendar: Calendar
    monthly: Money
    first: Span | None = None


def worked(terms: Sequence[Typed], ground: Ground) -> list[Said]:
    """An example for each term that can be worked out, in their order."""
    found = (_example(term, ground) for term in terms)
    return [said for said in found if said is not None]


def _example(term: Typed, ground: Ground) -> Said | None:
    match term:
        case Window():
            return _window(term, ground)
        case VisitNotice():
            calls = A_VISIT - timedelta(minutes=term.minutes)
            values = {"visit": A_VISIT.time(), "call": calls.time()}
            return Said(_("For a visit at %(visit)s the call comes at %(call)s."), values)
        case LateCredit():
            return _late(term, ground)
        case Fee():
            return _fee(term, ground)
        case Notice() | Refund() | CoolingOff():
            return _days(term, ground)
    return None


def _window(term: Window, ground: Ground) -> Said | None:
    span = _span(term, ground)
    if span is None:
        return Said(_("No day is open yet, so no window can be worked out."))
    return Said(
        _(
            "An order on %(ordered)s: the earliest window is %(day)s, %(opens)s–%(closes)s, "
            "and never a promised hour."
        ),
        {"ordered": ground.today, "day": span.day, "opens": span.opens, "closes": span.closes},
    )


def _span(term: Window, ground: Ground) -> Span | None:
    """The trucks' first window; without trucks, so many hours from the opening of the next open day on."""
    if ground.first is not None:
        return ground.first
    day = next(ground.calendar.open_days(ground.today + timedelta(days=1)), None)
    if day is None:
        return None
    opens = datetime.combine(day, ground.calendar.hours[day.weekday()][0][0])
    return Span(day, opens.time(), (opens + timedelta(hours=term.hours)).time())


def _late(term: LateCredit, ground: Ground) -> Said:
    missed = ground.first.day if ground.first else ground.today
    by = missed + timedelta(days=term.days)
    if term.working:
        ahead = ground.calendar.open_days(missed + timedelta(days=1))
        by = next((day for nth, day in enumerate(ahead, 1) if nth == term.days), by)
    return Said(
        _("A window missed on %(day)s: %(amount)s is back by %(by)s."),
        {"day": missed, "amount": term.amount, "by": by},
    )


def _fee(term: Fee, ground: Ground) -> Said:
    """Halfway through the months in which it counts, and from when on it does not."""
    taken = [Taken(ground.today, ground.monthly)]
    asked_on = months_after(ground.today, (term.months or 12) // 2)
    values = {
        "joined": ground.today,
        "asked": asked_on,
        "due": term.due(taken, asked_on=asked_on),
        "monthly": ground.monthly,
        "nothing": Money(0, term.currency),
    }
    if term.months is None:
        return Said(_("Begun on %(joined)s and ended on %(asked)s: pay %(due)s."), values)
    values["free"] = months_after(ground.today, term.months)
    if term.percent is not None:
        words = _(
            "Begun on %(joined)s at %(monthly)s a month and ended on %(asked)s: pay %(due)s. "
            "From %(free)s on: pay %(nothing)s."
        )
    else:
        words = _(
            "Begun on %(joined)s and ended on %(asked)s: pay %(due)s. From %(free)s on: pay %(nothing)s."
        )
    return Said(words, values)


def _days(term: Notice | Refund | CoolingOff, ground: Ground) -> Said:
    until = ground.today + timedelta(days=term.days)
    values = {"day": ground.today, "until": until, "nothing": Money(0, ground.monthly.currency)}
    match term:
        case Notice():
            return Said(_("Asked to end on %(day)s: the last day that is paid is %(until)s."), values)
        case Refund():
            words = _("Ended on %(day)s: what was paid for later days is back by %(until)s.")
            return Said(words, values)
    return Said(_("Begun on %(day)s: take it back until the end of %(until)s, and pay %(nothing)s."), values)
