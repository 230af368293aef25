"""A truck's day on one line: shift, drives, visits, breaks, windows; values in, percentages out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kept.deliveries.board import Day, Tour, moment, promised
from kept.deliveries.timetable import Doing, Span
from kept.web import times

HOUR = timedelta(hours=1)
NARROWEST = 0.004  # of the line: a visit of no length is seen too


@dataclass(frozen=True)
class Bar:
    """A span on the line: where it starts and how wide it is, as percentages like ``12.5%``."""

    x: str
    width: str
    doing: str = ""

    @property
    def ends(self) -> str:
        return f"{float(self.x[:-1]) + float(self.width[:-1]):.2f}%"

    @property
    def middle(self) -> str:
        return f"{float(self.x[:-1]) + float(self.width[:-1]) / 2:.2f}%"


@dataclass(frozen=True)
class Tick:
    x: str
    words: str


@dataclass(frozen=True)
class Strip:
    """A tour's line: the shift with the part kept free at its end, and all that lies between the visits."""

    shift: Bar | None
    kept_free: Bar | None
    pieces: tuple[Bar, ...]


@dataclass(frozen=True)
class Scale:
    """The span of time that all trucks of a day are drawn on. Raises ValueError without a length."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValueError("a scale has a length")

    def bar(self, first: datetime, last: datetime, doing: str = "") -> Bar:
        left, right = self._share(first), self._share(last)
        return Bar(_percent(left), _percent(max(right - left, NARROWEST)), doing)

    def span(self, span: Span) -> Bar:
        return self.bar(moment(span.starts), moment(span.ends), span.doing)

    def x(self, at: datetime) -> str:
        return _percent(self._share(at))

    def ticks(self, zone: ZoneInfo, *, hours: int = 1) -> list[Tick]:
        """Every full hour of the local clock, or every second one; one that comes twice is said twice."""
        at = self.starts_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        found = []
        while at <= self.ends_at:
            local = at.astimezone(zone)
            if at >= self.starts_at and local.hour % hours == 0 and not local.minute:
                found.append(Tick(self.x(at), times.hour(local)))
            at += HOUR
        return found

    def _share(self, at: datetime) -> float:
        share = (at - self.starts_at) / (self.ends_at - self.starts_at)
        return min(1.0, max(0.0, share))


def scale_of(day: Day) -> Scale | None:
    """From the first shift or window of a day to the last; None when there is neither."""
    spans = [tour.shift for tour in day.tours if tour.shift]
    spans += [promised(stop) for tour in day.tours for stop in tour.stops]
    spans += [(moment(span.starts), moment(span.ends)) for tour in day.tours for span in tour.spans[-1:]]
    if not spans:
        return None
    return Scale(min(starts for starts, _ in spans), max(ends for _, ends in spans))


def strip(tour: Tour, scale: Scale, *, kept_free: timedelta) -> Strip:
    """Draw what lies between the visits; ``kept_free`` is the buffer at the end of a shift."""
    between = (span for span in tour.spans if span.doing is not Doing.SERVE)
    return Strip(
        shift=scale.bar(*tour.shift) if tour.shift else None,
        kept_free=scale.bar(tour.shift[1] - kept_free, tour.shift[1]) if tour.shift and kept_free else None,
        pieces=tuple(_bars(scale, between)),
    )


def _bars(scale: Scale, spans: Iterable[Span]) -> Iterable[Bar]:
    return (scale.span(span) for span in spans if span.ends > span.starts)


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"
