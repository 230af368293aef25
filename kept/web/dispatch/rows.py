"""A stop as the board shows it: its promise, its minutes, and where it lies on the line and on the map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kept.deliveries import words, words_live
from kept.deliveries.board import Tour, has_come, moment, promised
from kept.deliveries.live import Seen
from kept.deliveries.timetable import Doing, Span
from kept.web.desk import lines
from kept.web.dispatch import drawing
from kept.web.promise_line import SETTLED, Line, draw, say_state

if TYPE_CHECKING:
    from kept.deliveries.models import Stop

Spans = dict[tuple[int, Doing], Span]


@dataclass(frozen=True)
class Row:
    """A stop in its place, at the plan's times (None where nobody drives). ``seen``: how it looks today."""

    stop: Stop
    number: int
    line: Line
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    drive_minutes: int = 0
    wait_minutes: int = 0
    bar: drawing.Bar | None = None
    window: drawing.Bar | None = None
    expected: drawing.Bar | None = None
    seen: Seen | None = None

    @property
    def place(self) -> tuple[str, str]:
        """Latitude and longitude for the map, in no language's decimals."""
        delivery = self.stop.delivery
        return f"{delivery.latitude:.6f}", f"{delivery.longitude:.6f}"

    @property
    def phone(self) -> str:
        """A number to call, the first we learned; empty without one."""
        identities = self.stop.delivery.customer.identities.all()
        return next((each.value for each in identities if each.kind == "phone"), "")

    @property
    def arrived(self) -> bool:
        return has_come(self.stop)

    @property
    def movable(self) -> bool:
        """Whether a truck still has it before it."""
        return not self.arrived and self.line.state not in SETTLED

    @property
    def late(self) -> bool:
        """Whether the plan itself comes after the window: a promise that will break unless it is moved."""
        return self.movable and self.begins_at is not None and self.begins_at > self.stop.promise.until

    @property
    def may_be_missed(self) -> bool:
        """Its window is over, and nobody has said that the truck was there."""
        waits = self.stop.delivery.state == "scheduled" and not self.stop.promise.facts.all()
        return waits and self.line.now > self.stop.promise.until

    @property
    def state_words(self) -> str:
        return say_state(self.line)

    @property
    def window_words(self) -> str:
        return words.say_span(self.stop.opens, self.stop.closes)

    @property
    def happened(self) -> str:
        """``arrived 14:10, 20 minutes late``; nothing before."""
        return draw(self.line).happened if self.line.state in SETTLED or self.arrived else ""

    @property
    def outlook(self) -> str:
        """Today, as the trucks stand: when we expect to be there, and what becomes of the promise."""
        if self.seen is None or not self.movable:
            return ""
        between = words_live.span(self.seen, now=self.line.now, zone=self.line.zone)
        return f"{between} · {words_live.outlook(self.seen)}" if between else words_live.outlook(self.seen)

    @property
    def why(self) -> str:
        """What stands behind a promise in danger."""
        in_danger = self.seen and self.seen.outlook.is_danger
        return words_live.why(self.seen.because, zone=self.line.zone) if self.seen and in_danger else ""

    @property
    def figures(self) -> str:
        """What it takes: driving, waiting, what it added when it was booked, litres, kilograms."""
        delivery = self.stop.delivery
        said = []
        if self.begins_at is not None:
            said.append(_("%(n)d min drive to it") % {"n": self.drive_minutes})
        if self.wait_minutes and not self.arrived:
            said.append(_("%(n)d min wait") % {"n": self.wait_minutes})
        extra = max(0, minutes(self.stop.extra_seconds))
        said.append(_("+%(n)d min driving when booked") % {"n": extra})
        said.append(_("%(n)s l") % {"n": _counted(delivery.litres)})
        if delivery.kilograms:
            said.append(_("%(n)s kg") % {"n": _counted(delivery.kilograms)})
        return " · ".join(said)


def _counted(number: int) -> str:
    """``1,500``; in German ``1.500``."""
    return number_format(number, use_l10n=True, force_grouping=True)


def rows_of(
    tour: Tour, scale: drawing.Scale | None, *, seen: dict[int, Seen], now: datetime
) -> tuple[Row, ...]:
    """The stops of a tour, in the order of driving."""
    spans = {(span.stop, span.doing): span for span in tour.spans if span.stop is not None}
    return tuple(
        _row(stop, number, spans, scale, seen.get(stop.pk), now) for number, stop in enumerate(tour.stops, 1)
    )


def _row(
    stop: Stop, number: int, spans: Spans, scale: drawing.Scale | None, seen: Seen | None, now: datetime
) -> Row:
    starts_at, until = promised(stop)
    served = spans.get((stop.delivery_id, Doing.SERVE))
    begins_at, ends_at = (moment(served.starts), moment(served.ends)) if served else (None, None)
    row = Row(
        stop=stop,
        number=number,
        line=lines.line_of(stop.promise, now=now),
        begins_at=begins_at,
        ends_at=ends_at,
        drive_minutes=_lasts(spans.get((stop.delivery_id, Doing.DRIVE))),
        wait_minutes=_lasts(spans.get((stop.delivery_id, Doing.WAIT))),
        seen=seen,
    )
    return _drawn(row, scale, starts_at, until) if scale else row


def _drawn(row: Row, scale: drawing.Scale, starts_at: datetime, until: datetime) -> Row:
    """The row with its places on the line of time; a visit without a time stands where its window starts."""
    lasts = timedelta(minutes=row.stop.delivery.service_minutes)
    box = (row.begins_at, row.ends_at) if row.begins_at and row.ends_at else (starts_at, starts_at + lasts)
    seen = row.seen
    expected = scale.bar(seen.earliest, seen.latest) if seen and seen.earliest and seen.latest else None
    return replace(row, bar=scale.bar(*box), window=scale.bar(starts_at, until), expected=expected)


def _lasts(span: Span | None) -> int:
    return minutes(span.ends - span.starts) if span else 0


def minutes(seconds: int) -> int:
    """Whole minutes, rounded up."""
    return -(-seconds // 60)
