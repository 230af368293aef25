"""A figure week by week or month by month, and the days on which a policy got other words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kept.business.models import Staff
from kept.policies.models import Version
from kept.scorecards.places import Place, place_of
from kept.scorecards.queries.scopes import require_scope
from kept.scorecards.queries.sums import figures_by_day
from kept.scorecards.rules import Figure, Interval
from kept.scorecards.scopes import Days, Kind, Scope, Step, steps


@dataclass(frozen=True)
class Point:
    days: Days
    figure: Figure

    @property
    def interval(self) -> Interval | None:
        return self.figure.interval


@dataclass(frozen=True)
class Mark:
    """A policy's wording changed on this day: its version ``version`` took the place of the one before."""

    on: date
    slug: str
    version: int


@dataclass(frozen=True)
class Trend:
    """One figure step by step, oldest first, with the days on which a wording changed."""

    place: Place
    scope: Scope
    points: tuple[Point, ...]
    marks: tuple[Mark, ...] = ()


def get_trend_for(
    staff: Staff,
    name: str,
    scope: Scope,
    step: Step,
    number: int,
    *,
    until: date,
) -> Trend:
    """One figure over the last so many weeks or months up to ``until``. Raises NotAllowed and NotFound."""
    require_scope(staff, scope)
    place = place_of(name)
    spans = list(steps(step, number, until))
    whole = Days(spans[0].starts_on, spans[-1].ends_on)
    by_day = figures_by_day(scope, whole, name)
    summed = {days: Figure(Fraction(0), 0) for days in spans}
    for day, figure in by_day.items():
        days = spans[bisect_right(spans, day, key=lambda span: span.starts_on) - 1]
        summed[days] = Figure(summed[days].total + figure.total, summed[days].n + figure.n)
    points = tuple(Point(days, figure) for days, figure in summed.items())
    return Trend(place, scope, points, tuple(_marks(scope, whole)))


def _marks(scope: Scope, days: Days) -> Iterator[Mark]:
    """Of a policy its own changes, of a location those of its policies, of all others every change."""
    published = (
        Version.objects.filter(number__gt=1).select_related("policy__location").order_by("published_at")
    )
    if scope.kind is Kind.POLICY:
        published = published.filter(policy=scope.number)
    if scope.kind is Kind.LOCATION:
        published = published.filter(policy__location=scope.number)
    for version in published:
        day = version.published_at.astimezone(version.policy.location.zone).date()
        if day in days:
            yield Mark(day, version.policy.slug, version.number)
