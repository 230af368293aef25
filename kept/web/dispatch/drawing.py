"""A truck's day on one line: shift, visits, hours; values in, percentages out, for a server-made SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kept.web import times


@dataclass(frozen=True)
class Bar:
    """A span on the line: where it starts and how wide it is, as percentages like ``12.5%``."""

    x: str
    width: str
    number: int = 0
    state: str = ""


@dataclass(frozen=True)
class Tick:
    x: str
    words: str


@dataclass(frozen=True)
class Scale:
    """The span of time that all trucks of a day are drawn on. Raises ValueError without a length."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValueError("a scale has a length")

    def bar(self, first: datetime, last: datetime, *, number: int = 0, state: str = "") -> Bar:
        left, right = self._share(first), self._share(last)
        return Bar(_percent(left), _percent(max(right - left, 0.004)), number, state)

    def x(self, at: datetime) -> str:
        return _percent(self._share(at))

    def ticks(self, zone: ZoneInfo, *, hours: int = 2) -> list[Tick]:
        """Every second full hour of the local clock."""
        at = self.starts_at.astimezone(zone).replace(minute=0, second=0, microsecond=0)
        found = []
        while at <= self.ends_at:
            if at >= self.starts_at and at.hour % hours == 0:
                found.append(Tick(self.x(at), times.hour(at)))
            at = (at + timedelta(hours=1)).astimezone(zone)
        return found

    def _share(self, at: datetime) -> float:
        share = (at - self.starts_at) / (self.ends_at - self.starts_at)
        return min(1.0, max(0.0, share))


def scale_of(shifts: Sequence[tuple[datetime, datetime]]) -> Scale | None:
    """The span from the first shift's start to the last one's end; None when nobody drives."""
    if not shifts:
        return None
    return Scale(min(shift[0] for shift in shifts), max(shift[1] for shift in shifts))


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"
