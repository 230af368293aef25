"""When a location works, in its own zone: opening spans per weekday, closed days, ends of local days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from kept.base.periods import Period


def local_instant(day: date, at: time, zone: tzinfo) -> datetime:
    """The UTC instant of a local wall time.

    A time that the spring change skips is moved forward by the change; a time that the autumn change
    repeats is its first occurrence (PEP 495, fold=0).
    """
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The instant at which the local day is over: "by Friday" means up to here."""
    return local_instant(day + timedelta(days=1), time(0), zone)


@dataclass(frozen=True)
class Calendar:
    """Opening spans by weekday (0 = Monday), closed days, and the zone they are meant in.

    Raises ValueError for a span that ends before it starts or spans of a day that overlap.
    """

    zone: ZoneInfo
    hours: Mapping[int, tuple[tuple[time, time], ...]] = field(default_factory=dict)
    closed_on: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        for weekday, spans in self.hours.items():
            if weekday not in range(7):
                raise ValueError(f"{weekday} is no weekday (0 is Monday)")
            ends = [t for span in spans for t in span]
            if ends != sorted(set(ends)):
                raise ValueError("the opening spans of a day follow each other without overlap")

    def is_open_on(self, day: date) -> bool:
        return day not in self.closed_on and bool(self.hours.get(day.weekday()))

    def spans(self, day: date) -> list[Period]:
        """The day's opening spans as UTC periods, empty when closed."""
        if not self.is_open_on(day):
            return []
        return [
            Period(local_instant(day, opens, self.zone), local_instant(day, closes, self.zone))
            for opens, closes in self.hours[day.weekday()]
        ]

    def open_days(self, first: date, *, within: int = 366) -> Iterator[date]:
        """The open days from ``first`` on, looking ``within`` days ahead."""
        for ahead in range(within):
            if self.is_open_on(first + timedelta(days=ahead)):
                yield first + timedelta(days=ahead)

    def after(self, now: datetime, working: timedelta) -> datetime:
        """The instant at which ``working`` time has passed, counted in opening hours only.

        Raises ValueError if the calendar does not open enough within a year.
        """
        left = working
        for day in self.open_days(now.astimezone(self.zone).date()):
            for span in self.spans(day):
                starts = max(span.starts_at, now)
                if starts >= span.ends_at:
                    continue
                if starts + left <= span.ends_at:
                    return starts + left
                left -= span.ends_at - starts
        raise ValueError("the calendar does not open enough within a year")

    def working_day_end(self, now: datetime, days: int) -> datetime:
        """The end of the local day that lies ``days`` working days after today's."""
        today = now.astimezone(self.zone).date()
        found = [day for day, _ in zip(self.open_days(today + timedelta(days=1)), range(days), strict=False)]
        if len(found) < days:
            raise ValueError("the calendar does not open enough within a year")
        return end_of_day(found[-1] if found else today, self.zone)
