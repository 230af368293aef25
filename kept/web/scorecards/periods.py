"""Over which days a page counts, as its address says it: ``30d``, ``2026-w10``, ``2026-03``, ``2026``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dateformat import format as as_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kept.scorecards.scopes import Days, Step

LAST = (7, 30, 90)  # days, today the last of them
USUAL = "30d"
MONTHS, QUARTERS = 12, 5  # so many can be chosen; any other stands in an address
TREND_WEEKS, TREND_MONTHS = 13, 12
YEARS = range(1970, 2200)
NAMED = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|q([1-4])|w(\d\d)))?", re.ASCII)


@dataclass(frozen=True)
class Over:
    """Some local days with the code that names them in an address, and in words."""

    code: str
    said: str
    days: Days

    @property
    def last_day(self) -> date:
        return self.days.ends_on - timedelta(days=1)

    @property
    def step(self) -> Step:
        """The trend beside it goes by weeks, and by months where months are looked at."""
        return Step.WEEK if self.code[-1] == "d" or "w" in self.code else Step.MONTH

    @property
    def points(self) -> int:
        return TREND_WEEKS if self.step is Step.WEEK else TREND_MONTHS


def read(code: str, *, today: date) -> Over:
    """The days of a code; of one that says nothing the last thirty days, as without any."""
    if found := re.fullmatch(r"(\d{1,3})d", code, re.ASCII):
        number = int(found[1])
        if number in LAST:
            return _last(number, today)
    elif (found := NAMED.fullmatch(code)) and int(found[1]) in YEARS:
        year, month, quarter, week = int(found[1]), found[2], found[3], found[4]
        if month:
            return month_of(date(year, int(month), 1))
        if quarter:
            return quarter_of(date(year, 3 * int(quarter) - 2, 1))
        if week is None:
            return year_of(date(year, 1, 1))
        if 1 <= int(week) <= _weeks(year):
            return week_of(date.fromisocalendar(year, int(week), 1))
    return _last(30, today)


def choices(today: date) -> list[tuple[str, list[Over]]]:
    """What can be chosen, newest first, under the word for its length."""
    months, quarters = [month_of(today)], [quarter_of(today)]
    while len(months) < MONTHS:
        months.append(month_of(months[-1].days.starts_on - timedelta(days=1)))
    while len(quarters) < QUARTERS:
        quarters.append(quarter_of(quarters[-1].days.starts_on - timedelta(days=1)))
    return [
        (_("Days"), [_last(number, today) for number in LAST]),
        (_("Months"), months),
        (_("Quarters"), quarters),
        (_("Years"), [year_of(today), year_of(today.replace(year=today.year - 1, day=1))]),
    ]


def span(days: Days, step: Step) -> Over:
    """The week or month of a trend as something that can be opened."""
    return week_of(days.starts_on) if step is Step.WEEK else month_of(days.starts_on)


def month_of(day: date) -> Over:
    first = day.replace(day=1)
    # Translators: a month in the letters of Django's date formats: March 2026
    said = as_date(first, pgettext("month", "F Y"))
    return Over(f"{first:%Y-%m}", said, Days(first, _next_month(first)))


def quarter_of(day: date) -> Over:
    number = (day.month + 2) // 3
    first = date(day.year, 3 * number - 2, 1)
    last = date(day.year, 3 * number, 1)
    said = _("%(number)d. quarter of %(year)d") % {"number": number, "year": day.year}
    return Over(f"{day.year}-q{number}", said, Days(first, _next_month(last)))


def year_of(day: date) -> Over:
    first = date(day.year, 1, 1)
    return Over(f"{day.year}", f"{day.year}", Days(first, date(day.year + 1, 1, 1)))


def week_of(day: date) -> Over:
    year, week, weekday = day.isocalendar()
    first = day - timedelta(days=weekday - 1)
    said = _("Week of %(day)s") % {"day": as_date(first, pgettext("day with year", "j M Y"))}
    return Over(f"{year}-w{week:02d}", said, Days(first, first + timedelta(days=7)))


def say_days(days: Days) -> str:
    """``1 Mar 2026 to 31 Mar 2026``; both are counted."""
    letters = pgettext("day with year", "j M Y")
    ends = (days.starts_on, days.ends_on - timedelta(days=1))
    first, last = (as_date(day, letters) for day in ends)
    return _("%(first)s to %(last)s") % {"first": first, "last": last} if first != last else first


def _last(number: int, today: date) -> Over:
    said = ngettext("Last %(n)d day", "Last %(n)d days", number) % {"n": number}
    return Over(f"{number}d", said, Days.last(number, today))


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _weeks(year: int) -> int:
    """52, or 53: the week of 28 December is the last of its year (ISO 8601)."""
    return date(year, 12, 28).isocalendar().week
