"""The rows behind a figure: a page of them, and how often each reason was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.scorecards.models import Counted
from kept.scorecards.places import Place
from kept.scorecards.queries.sums import Added
from kept.scorecards.scopes import Days, Kind, Scope

PAGE = 50


@dataclass(frozen=True)
class Row:
    """One row behind a figure. ``score`` None: too early to tell. ``because`` in the reader's language.

    ``measures``: what stands beside it, in the characteristic's own unit (seconds, minutes, words).
    """

    ref: str
    at: datetime
    score: Fraction | None
    reason: str
    because: str
    marks: tuple[str, ...] = ()
    measures: tuple[int, ...] = ()


@dataclass(frozen=True)
class Found:
    """A page of rows, newest day first; ``of`` counts those of all ``pages``."""

    rows: tuple[Row, ...]
    page: int
    pages: int
    of: int


def page_of(
    place: Place, scope: Scope, days: Days, added: Added, *, only: str, page: int, most: int = 0
) -> Found:
    """One page, of ``most`` rows if it says so. How many there are, the sums say: nothing is counted for it.

    Raises NotFound.
    """
    if only and only not in place.reasons and only not in place.marks:
        raise NotFound(_("We do not count this."))
    of = added.of(only)
    most = most or PAGE
    pages = max(1, -(-of // most))
    if not 1 <= page <= pages:
        raise NotFound(_("There is no such page."))
    rows = _counted(place.name, scope, days)
    if only:
        rows = rows.filter(Q(reason=only) | Q(marks__contains=f" {only} "))
    held = rows.order_by("-day", "-pk")[(page - 1) * most : page * most]
    return Found(tuple(_row(place, row) for row in held), page, pages, of)


def _counted(name: str, scope: Scope, days: Days) -> QuerySet[Counted]:
    rows = Counted.objects.filter(name=name, day__gte=days.starts_on, day__lt=days.ends_on)
    match scope.kind:
        case Kind.LOCATION:
            return rows.filter(location=scope.number)
        case Kind.PERSON:
            return rows.filter(staff=scope.number)
        case Kind.TEAM:
            return rows.filter(team=scope.number)
        case Kind.POLICY:
            return rows.filter(policy=scope.number)
    return rows


def _row(place: Place, row: Counted) -> Row:
    return Row(
        row.ref,
        row.at,
        row.share,
        row.reason,
        place.words(row.reason),
        tuple(row.marks.split()),
        tuple(row.measures),
    )
