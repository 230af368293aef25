"""A tour as the board shows it: a line of time, and a row for every stop with its promise and its minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kept.deliveries.board import Day, Tour, has_come, moment, promised
from kept.deliveries.timetable import Doing
from kept.web.desk import lines
from kept.web.dispatch import drawing
from kept.web.promise_line import SETTLED, Line

if TYPE_CHECKING:
    from kept.deliveries.models import Depot, Stop

COLOURS = 6  # with the dashes, 30 trucks look different: static/css/dispatch-trucks.css
DASHES = 5


@dataclass(frozen=True)
class Row:
    """A stop in its place. The times are the plan's; None where nobody drives."""

    stop: Stop
    number: int
    line: Line
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    drive_minutes: int = 0
    wait_minutes: int = 0
    bar: drawing.Bar | None = None
    window: drawing.Bar | None = None
    kept_free: drawing.Bar | None = None

    @property
    def extra_minutes(self) -> int:
        """The driving that it added when it was booked, rounded up."""
        return max(0, _minutes(self.stop.extra_seconds))

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


@dataclass(frozen=True)
class Lane:
    """One truck's day. ``number`` tells trucks apart beside their colour and their dash."""

    tour: Tour
    number: int
    rows: tuple[Row, ...]
    strip: drawing.Strip | None

    @property
    def colour(self) -> int:
        return (self.number - 1) % COLOURS + 1

    @property
    def dash(self) -> int:
        return (self.number - 1) % DASHES + 1

    @property
    def driving_minutes(self) -> int:
        return _minutes(int(self.tour.driving.total_seconds()))


def lanes_of(day: Day, scale: drawing.Scale | None, *, now: datetime) -> list[Lane]:
    """Every truck of a day, numbered."""
    buffer = timedelta(minutes=day.depot.shift_buffer_minutes)
    return [
        Lane(
            tour=tour,
            number=number,
            rows=tuple(_row(tour, stop, at, scale, day.depot, now) for at, stop in enumerate(tour.stops, 1)),
            strip=drawing.strip(tour, scale, kept_free=buffer) if scale else None,
        )
        for number, tour in enumerate(day.tours, 1)
    ]


def _row(
    tour: Tour, stop: Stop, number: int, scale: drawing.Scale | None, depot: Depot, now: datetime
) -> Row:
    served = tour.span_of(stop, Doing.SERVE)
    starts_at, until = promised(stop)
    buffer = timedelta(minutes=depot.window_buffer_minutes)
    begins_at, ends_at = (moment(served.starts), moment(served.ends)) if served else (None, None)
    seen = (begins_at, ends_at) if begins_at and ends_at else (starts_at, starts_at)
    return Row(
        stop=stop,
        number=number,
        line=lines.line_of(stop.promise, now=now),
        begins_at=begins_at,
        ends_at=ends_at,
        drive_minutes=_lasts(tour, stop, Doing.DRIVE),
        wait_minutes=_lasts(tour, stop, Doing.WAIT),
        bar=scale.bar(*seen) if scale else None,
        window=scale.bar(starts_at, until) if scale else None,
        kept_free=scale.bar(until - buffer, until) if scale and buffer else None,
    )


def _lasts(tour: Tour, stop: Stop, doing: Doing) -> int:
    span = tour.span_of(stop, doing)
    return _minutes(span.ends - span.starts) if span else 0


def _minutes(seconds: int) -> int:
    """Whole minutes, rounded up."""
    return -(-seconds // 60)
