"""Adding up the sums of a scope over days: whole months by the month, the days around them by the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from django.db import models
from django.db.models import Q

from kept.scorecards import rules
from kept.scorecards.models import BILLION, Span, Spread, Sum
from kept.scorecards.rules import Beside, Figure
from kept.scorecards.scopes import Days, Scope


@dataclass
class Added:
    """One characteristic of a scope over days, added up."""

    n: int = 0
    early: int = 0
    total: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    marks: Counter[str] = field(default_factory=Counter)
    buckets: Counter[int] = field(default_factory=Counter)

    @property
    def figure(self) -> Figure:
        return Figure(Fraction(self.total, BILLION), self.n)

    @property
    def measured(self) -> int:
        return sum(self.buckets.values())

    def median(self, unit: str, per: int = 1) -> Beside:
        """The middle of the measures, in units of ``per`` (60 for minutes of seconds)."""
        middle = rules.median(self.buckets)
        return Beside(None if middle is None else middle / per, unit, self.measured)


def added_up(scope: Scope, days: Days, names: Collection[str]) -> dict[str, Added]:
    """Each of these characteristics by its name; at most six queries, whatever the days."""
    found = {name: Added() for name in names}
    for span, part in _parts(days):
        place = _place(scope, span, part, names)
        rows = Sum.objects.filter(place).values_list("name", "reason", "mark")
        for name, reason, mark, n, early, total in rows.annotate(*_TOTALS).order_by():
            added = found[name]
            if mark:
                added.marks[mark] += n + early
                continue
            added.n, added.early, added.total = added.n + n, added.early + early, added.total + total
            added.reasons[reason] += n + early
        spread = Spread.objects.filter(place).values_list("name", "bucket")
        for name, bucket, n in spread.annotate(models.Sum("n")).order_by():
            found[name].buckets[bucket] += n
    return found


def figures_by_day(scope: Scope, days: Days, name: str) -> Mapping[date, Figure]:
    """The figure of each day on which something was counted: one query."""
    rows = Sum.objects.filter(_place(scope, Span.DAY, days, [name]), mark="").values_list("starts_on")
    summed = rows.annotate(models.Sum("n"), models.Sum("total")).order_by()
    return {day: Figure(Fraction(total, BILLION), n) for day, n, total in summed}


_TOTALS = (models.Sum("n"), models.Sum("early"), models.Sum("total"))


def numbers_by_day(
    scope: Scope, days: Days, name: str, *, reason: str = "", mark: str = ""
) -> dict[date, int]:
    """How many things were counted on each day, newest first; with this reason or mark if it names one."""
    rows = Sum.objects.filter(_place(scope, Span.DAY, days, [name]), mark=mark)
    if reason:
        rows = rows.filter(reason=reason)
    counted = rows.values_list("starts_on").annotate(models.Sum("n"), models.Sum("early"))
    return {day: n + early for day, n, early in counted.order_by("-starts_on")}


def _place(scope: Scope, span: Span, days: Days, names: Collection[str]) -> Q:
    return Q(
        scope=str(scope), span=span, name__in=names, starts_on__gte=days.starts_on, starts_on__lt=days.ends_on
    )


def _parts(days: Days) -> Iterator[tuple[Span, Days]]:
    """The whole months among the days, and what lies before and after them."""
    first = days.starts_on if days.starts_on.day == 1 else _next_month(days.starts_on)
    last = days.ends_on.replace(day=1)
    if first >= last:
        yield Span.DAY, days
        return
    if days.starts_on < first:
        yield Span.DAY, Days(days.starts_on, first)
    yield Span.MONTH, Days(first, last)
    if last < days.ends_on:
        yield Span.DAY, Days(last, days.ends_on)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
