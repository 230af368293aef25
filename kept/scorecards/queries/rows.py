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

BECAUSE = "because-"  # before a reason, which may be a mark of other rows as well


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
    """One page, of ``most`` rows if it says so, of those with the reason ("because-late") or mark ``only``.

    A plain code opens the mark, which stands on whatever has it as its reason and on others, and the reason
    where there is no such mark. Raises NotFound for no reason, mark or page of ours.
    """
    code = only.removeprefix(BECAUSE)
    is_mark = code == only and code in place.marks
    if code not in (place.marks if is_mark else place.reasons) and only:
        raise NotFound(_("We do not count this."))
    asked = {"mark" if is_mark else "reason": code}
    return behind(place.name, scope, days, page=page, most=most, **asked)


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
