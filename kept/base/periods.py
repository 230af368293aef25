"""Spans of time: from, and up to but not including, unless a promise says that both ends are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Period:
    """A span of aware instants, ``starts_at`` ≤ x < ``ends_at``. Raises ValueError if it has no length."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("a period needs aware instants")
        if self.ends_at <= self.starts_at:
            raise ValueError("a period ends after it starts")

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    def __contains__(self, instant: datetime) -> bool:
        return self.starts_at <= instant < self.ends_at

    def overlaps(self, other: Period) -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at
