"""Which days are charged next: period after period, counted from the day of joining. Pure."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Span:
    """Local days from ``starts_on`` to ``ends_on``, which is not in it."""

    starts_on: date
    ends_on: date

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)


def after(charged_until: date | None, *, joined_on: date, months: int) -> Span:
    """The next whole period of so many months after the days that are charged already.

    Periods are counted from ``joined_on``: who joined on the 31st is charged from the last day of a shorter
    month, and from the 31st again afterwards. Where the days charged end on no such day, they are counted
    from there: a part of a period would be charged at the price of a whole one.
    """
    starts_on = charged_until or joined_on
    passed = (starts_on.year - joined_on.year) * 12 + starts_on.month - joined_on.month
    in_step = months_after(joined_on, passed) == starts_on
    ends_on = months_after(joined_on, passed + months) if in_step else months_after(starts_on, months)
    return Span(starts_on, ends_on)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
