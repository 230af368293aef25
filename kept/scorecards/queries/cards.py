"""The six figures of a scope over days, what stands beside each, and what guards it against gaming."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kept.business.models import Staff
from kept.business.queries import get_location
from kept.scorecards.models import Cursor
from kept.scorecards.places import PLACES, Place, place_of
from kept.scorecards.queries import besides
from kept.scorecards.queries.besides import Shown
from kept.scorecards.queries.rows import BECAUSE, Every, Row, every_of, page_of, row_of
from kept.scorecards.queries.scopes import require_scope
from kept.scorecards.queries.sums import Added, added_up
from kept.scorecards.queries.trends import Mark, Point, Trend, get_trend_for
from kept.scorecards.rules import Figure
from kept.scorecards.scopes import Days, Scope

__all__ = [
    "Card", "Every", "Mark", "Point", "Row", "Rows", "Scorecard", "Shown", "Trend",
    "get_every_row_for", "get_rows_for", "get_scorecard_for", "get_trend_for", "today",
]  # fmt: skip


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
    """All six side by side, never summed; ``counted_at``: when the record was last followed."""

    scope: Scope
    days: Days
    cards: tuple[Card, ...]
    counted_at: datetime | None


def get_scorecard_for(staff: Staff, scope: Scope, days: Days) -> Scorecard:
    """All six of this scope. Raises NotAllowed for somebody whose it is not to read."""
    require_scope(staff, scope)
    added = added_up(scope, days, [*PLACES, besides.ORDERS, besides.WINDOWS])
    cards = tuple(_card(place, added) for place in PLACES.values())
    return Scorecard(scope, days, cards, Cursor.objects.get().at)


@dataclass(frozen=True)
class Rows:
    """A page of the rows behind a figure, newest day first. The rows of all pages sum to ``card.figure``.

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


def get_rows_for(
    staff: Staff,
    name: str,
    scope: Scope,
    days: Days,
    *,
    only: str = "",
    page: int = 1,
) -> Rows:
    """A page of the rows behind one figure, or of those with the reason or mark ``only``.

    Raises NotAllowed, and NotFound for what we do not count and for a page that is not there.
    """
    require_scope(staff, scope)
    place = place_of(name)
    added = added_up(scope, days, [name, besides.ORDERS, besides.WINDOWS])
    found = page_of(place, scope, days, only=only, page=page)
    given = added[name].reasons.most_common()
    reasons = tuple((BECAUSE + code, place.words(code), number) for code, number in given if number)
    rows = tuple(row_of(place, row) for row in found.rows)
    return Rows(_card(place, added), only, rows, found.page, found.pages, found.of, reasons)


def get_every_row_for(
    staff: Staff, name: str, scope: Scope, days: Days, *, only: str = "", most: int
) -> Every:
    """All rows behind one figure, for a file; none where they are more than ``most``.

    Raises NotAllowed, and NotFound for what we do not count, before the first row.
    """
    require_scope(staff, scope)
    return every_of(place_of(name), scope, days, only=only, most=most)


def today(now: datetime) -> date:
    """The local day that it is."""
    return now.astimezone(get_location().zone).date()


def _card(place: Place, added: Mapping[str, Added]) -> Card:
    mine = added[place.name]
    return Card(
        place, mine.figure, mine.early, besides.beside(place.name, added), besides.guards(place.name, added)
    )
