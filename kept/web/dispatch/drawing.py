"""A truck's day on one line: shift, drives, visits, breaks, windows; values in, percentages out."""

from __future__ import annotations

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
    """A tour's line without its visits: the shift, the windows promised on it, what lies between the visits.

    The parts that are kept free at the end of a shift and of each window are drawn apart.
    """

    shift: Bar | None
    windows: tuple[Bar, ...]
    pieces: tuple[Bar, ...]
    shift_free: Bar | None
    windows_free: tuple[Bar, ...]


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


def strip(tour: Tour, scale: Scale, day: Day) -> Strip:
    """Draw a tour without its visits; a window that many stops have is drawn once."""
    shift_buffer = timedelta(minutes=day.depot.shift_buffer_minutes)
    windows = sorted({promised(stop) for stop in tour.stops})
    between = [span for span in tour.spans if span.doing is not Doing.SERVE and span.ends > span.starts]
    return Strip(
        shift=scale.bar(*tour.shift) if tour.shift else None,
        windows=tuple(scale.bar(*window) for window in windows),
        pieces=tuple(scale.span(span) for span in between),
        shift_free=_end_of(tour.shift, scale, shift_buffer) if tour.shift else None,
        windows_free=tuple(
            free for window in windows if (free := _end_of(window, scale, day.kept_free(window))) is not None
        ),
    )


def _end_of(span: tuple[datetime, datetime], scale: Scale, buffer: timedelta) -> Bar | None:
    return scale.bar(max(span[0], span[1] - buffer), span[1]) if buffer else None


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"
