"""The six figures of a scope over days, what stands beside each, and what guards it against gaming."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kept.base.calendars import local_instant
from kept.base.periods import Period
from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import get_location
from kept.scorecards.characteristics import Counted
from kept.scorecards.queries import PLACES, Name, Place
from kept.scorecards.queries.scopes import require_scope
from kept.scorecards.rules import Beside, Figure, Interval, Listed
from kept.scorecards.scopes import Days, Kind, Scope, Step, steps


@dataclass(frozen=True)
class Shown:
    """One number beside a figure, called ``title``; ``opens`` is the reason or mark whose rows it counts.

    ``value`` None: nothing to show. ``unit``: "%", "min", "h", "words", "per order", "" (a plain count).
    ``n``: out of how many. ``method`` says how it was worked out where that is not plain.
    """

    name: str
    title: Lazy
    beside: Beside
    opens: str = ""
    method: Lazy | None = None


@dataclass(frozen=True)
class Card:
    """One characteristic of a scope over days. ``early``: how many are too early to tell, and left out."""

    place: Place
    figure: Figure
    early: int
    beside: tuple[Shown, ...] = ()
    guards: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Scorecard:
    """All six side by side, never summed; ``counted_at``: when what happened was last looked at."""

    scope: Scope
    days: Days
    cards: tuple[Card, ...]
    counted_at: datetime | None


@dataclass(frozen=True)
class Row:
    """One row behind a figure. ``score`` None: too early to tell. ``because`` in the reader's language."""

    ref: str
    at: datetime
    score: Fraction | None
    because: str
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class Rows:
    """A page of the rows behind a figure, newest first. The rows of all pages sum to ``card.figure``.

    ``reasons``: how often each reason was given, (code, words, number), the most frequent first; each code
    can be asked for as ``only``. ``of`` counts the rows of all pages.
    """

    card: Card
    only: str
    rows: tuple[Row, ...]
    page: int
    pages: int
    of: int
    reasons: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class Point:
    days: Days
    figure: Figure

    @property
    def interval(self) -> Interval | None:
        return self.figure.interval


@dataclass(frozen=True)
class Mark:
    """A policy's wording changed on this day."""

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


PAGE = 50


def get_scorecard_for(staff: Staff, scope: Scope, days: Days, *, now: datetime) -> Scorecard:
    """All six of this scope. Raises NotAllowed for somebody whose it is not to read."""
    require_scope(staff, scope)
    return Scorecard(scope, days, tuple(_card(place, scope, days, now) for place in PLACES.values()), now)


def get_rows_for(
    staff: Staff, name: str, scope: Scope, days: Days, *, only: str = "", page: int = 1, now: datetime
) -> Rows:
    """A page of the rows behind one figure, or of those with the reason or mark ``only``.

    Raises NotAllowed, and NotFound for what we do not count and for a page that is not there.
    """
    require_scope(staff, scope)
    place = place_of(name)
    counted = _counted(place, scope, days, now)
    rows = counted.figure.rows
    pages = max(1, -(-len(rows) // PAGE))
    if not 1 <= page <= pages:
        raise NotFound(_("There is no such page."))
    shown = tuple(Row(row.ref, now, row.score, row.because) for row in rows[(page - 1) * PAGE : page * PAGE])
    return Rows(_card(place, scope, days, now), only, shown, page, pages, len(rows))


def get_trend_for(
    staff: Staff, name: str, scope: Scope, step: Step, number: int, *, until: date, now: datetime
) -> Trend:
    """One figure over the last so many weeks or months up to ``until``. Raises NotAllowed and NotFound."""
    require_scope(staff, scope)
    place = place_of(name)
    points = tuple(
        Point(days, _counted(place, scope, days, now).figure) for days in steps(step, number, until)
    )
    return Trend(place, scope, points)


def today(now: datetime) -> date:
    """The local day that it is."""
    return now.astimezone(get_location().zone).date()


def place_of(name: str) -> Place:
    """Raises NotFound for what we do not count."""
    if name not in PLACES:
        raise NotFound(_("We do not count this."))
    return PLACES[Name(name)]


def _card(place: Place, scope: Scope, days: Days, now: datetime) -> Card:
    counted = _counted(place, scope, days, now)
    beside = tuple(
        Shown(f"beside_{nth}", pgettext_lazy("characteristic", "Beside"), each)
        for nth, each in enumerate(counted.beside)
    )
    return Card(place, counted.figure, len(counted.pending), beside)


def _counted(place: Place, scope: Scope, days: Days, now: datetime) -> Counted:
    """The whole business as it was counted before scopes came; the others follow."""
    if scope.kind not in (Kind.BUSINESS, Kind.LOCATION):
        return Counted(Listed.of(()))
    zone = get_location().zone
    period = Period(local_instant(days.starts_on, time(0), zone), local_instant(days.ends_on, time(0), zone))
    return place.count(period, now=now)
