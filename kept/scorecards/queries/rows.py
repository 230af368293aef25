"""The rows behind a figure, each with why it counts what it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.scorecards.models import BILLION, Counted
from kept.scorecards.places import Place
from kept.scorecards.queries.behind import Behind, behind, everything
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


@dataclass(frozen=True)
class Every:
    """All rows behind a figure, ``of`` so many, made one by one; none where they are more than was asked."""

    of: int
    rows: Iterator[Row]


def page_of(place: Place, scope: Scope, days: Days, *, only: str, page: int) -> Behind:
    """One page of those with the reason ("because-late") or mark ``only``.

    Raises NotFound for no reason, mark or page of ours.
    """
    return behind(place.name, scope, days, page=page, **_asked(place, only))


def every_of(place: Place, scope: Scope, days: Days, *, only: str, most: int) -> Every:
    """All of them: read at once, in the language of the moment, and made as they are asked for.

    Raises NotFound for no reason or mark of ours.
    """
    found = everything(place.name, scope, days, most=most, **_asked(place, only))
    because = {code: place.words(code) for code in {reason for *_row, reason in found.rows}}
    rows = (
        Row(ref, at, None if score is None else Fraction(score, BILLION), reason, because[reason])
        for ref, at, score, reason in found.rows
    )
    return Every(found.of, rows)


def _asked(place: Place, only: str) -> dict[str, str]:
    """A plain code asks for the mark, which stands on whatever has it as its reason and on others, and for
    the reason where there is no such mark.
    """
    code = only.removeprefix(BECAUSE)
    is_mark = code == only and code in place.marks
    if code not in (place.marks if is_mark else place.reasons) and only:
        raise NotFound(_("We do not count this."))
    return {"mark" if is_mark else "reason": code}


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
