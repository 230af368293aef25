"""The rows behind a figure, each with why it counts what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.scorecards.models import Counted
from kept.scorecards.places import Place
from kept.scorecards.queries.behind import Behind, behind
from kept.scorecards.scopes import Days, Scope


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


def page_of(place: Place, scope: Scope, days: Days, *, only: str, page: int, most: int = 0) -> Behind:
    """One page, of ``most`` rows if it says so. Raises NotFound for no reason, mark or page of ours.

    A code that is both (handed on) stands as a mark on whatever has it as its reason, and on others.
    """
    if only and only not in place.reasons and only not in place.marks:
        raise NotFound(_("We do not count this."))
    code = {"mark" if only in place.marks else "reason": only}
    return behind(place.name, scope, days, page=page, most=most, **code)


def row_of(place: Place, row: Counted) -> Row:
    return Row(
        row.ref,
        row.at,
        row.share,
        row.reason,
        place.words(row.reason),
        tuple(row.marks.split()),
        tuple(row.measures),
    )
