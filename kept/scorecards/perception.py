"""Perception against fact: how promises were taken, kept or broken, and the three gaps of what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.scorecards.characteristics import gaps
from kept.scorecards.comparing import Share
from kept.scorecards.models import Counted
from kept.scorecards.queries.behind import Behind, behind
from kept.scorecards.queries.scopes import require_scope
from kept.scorecards.queries.sums import added_up, figures_by_day
from kept.scorecards.rules import Figure
from kept.scorecards.scopes import Days, Kind, Scope, Step, steps

TAKEN = "taken"
KEPT, BROKEN = ("kept_pleased", "kept_displeased", "kept_silent"), (
    "broken_pleased", "broken_displeased", "broken_silent",
)  # fmt: skip
SCOPES = (Kind.BUSINESS, Kind.LOCATION, Kind.POLICY)  # what we promise: of nobody's work, and of no customer


@dataclass(frozen=True)
class Gaps:
    """The mean gaps of ``n`` complaints and ratings of these days; None of none. Below zero is goodwill."""

    days: Days
    n: int
    service: Fraction | None
    disclosure: Fraction | None
    expectation: Fraction | None


@dataclass(frozen=True)
class Perception:
    """``corners``: how many promises were taken how ("kept_silent"). ``gaps`` are those of all the days."""

    scope: Scope
    days: Days
    corners: Mapping[str, int]
    gaps: Gaps
    over_time: tuple[Gaps, ...]

    @property
    def kept(self) -> Share:
        """Of the promises due, those that were kept whole."""
        whole = sum(self.corners[code] for code in KEPT)
        return Share(whole, whole + sum(self.corners[code] for code in BROKEN))

    @property
    def silent(self) -> Share:
        """Of the promises kept whole, those about which nobody ever said a word."""
        return Share(self.corners["kept_silent"], sum(self.corners[code] for code in KEPT))


def get_perception_for(
    staff: Staff, scope: Scope, days: Days, *, step: Step, number: int, until: date
) -> Perception:
    """The corners and gaps of a scope over days, and the gaps step by step up to ``until``.

    Raises NotAllowed, and NotFound for a scope that no promise is made by.
    """
    _require(staff, scope)
    return read_perception(scope, days, step=step, number=number, until=until)


def read_perception(scope: Scope, days: Days, *, step: Step, number: int, until: date) -> Perception:
    """The same for nobody's eyes yet: for a report."""
    added = added_up(scope, days, (TAKEN, *gaps.GAPS))
    corners = {code: added[TAKEN].reasons[code] for code in (*KEPT, *BROKEN)}
    whole = _gaps(days, [added[name].figure for name in gaps.GAPS])
    return Perception(scope, days, corners, whole, _over_time(scope, list(steps(step, number, until))))


def get_corner_for(staff: Staff, corner: str, scope: Scope, days: Days, *, page: int = 1) -> Behind:
    """The promises in one corner. Raises NotAllowed, and NotFound for no corner or page of ours."""
    _require(staff, scope)
    if corner not in (*KEPT, *BROKEN):
        raise NotFound(_("We do not count this."))
    return behind(TAKEN, scope, days, reason=corner, page=page)


def get_spoken_for(
    staff: Staff, scope: Scope, days: Days, *, page: int = 1
) -> tuple[Behind, dict[str, Gaps]]:
    """The complaints and ratings behind the gaps, and by its name what each was.

    Raises NotAllowed, and NotFound for a page that is not there.
    """
    _require(staff, scope)
    found = behind(gaps.SERVICE, scope, days, page=page)
    by_ref: dict[str, dict[str, Figure]] = {row.ref: {} for row in found.rows}
    for each in Counted.objects.filter(name__in=gaps.GAPS, ref__in=by_ref):
        by_ref[each.ref][each.name] = Figure(each.share or Fraction(0), 1)
    return found, {ref: _gaps(days, [said[name] for name in gaps.GAPS]) for ref, said in by_ref.items()}


def _require(staff: Staff, scope: Scope) -> None:
    require(staff, Right.READ_SCORECARDS)
    require_scope(staff, scope)
    if scope.kind not in SCOPES:
        raise NotFound(_("How promises are taken is counted of the business, a location or a policy."))


def _over_time(scope: Scope, spans: Sequence[Days]) -> tuple[Gaps, ...]:
    """The gaps of each span, from the sums of its days: three queries."""
    whole = Days(spans[0].starts_on, spans[-1].ends_on)
    by_day = [figures_by_day(scope, whole, name) for name in gaps.GAPS]
    found = []
    for span in spans:
        figures = []
        for days in by_day:
            mine = [figure for day, figure in days.items() if day in span]
            total = sum((figure.total for figure in mine), Fraction(0))
            figures.append(Figure(total, sum(figure.n for figure in mine)))
        found.append(_gaps(span, figures))
    return tuple(found)


def _gaps(days: Days, figures: Sequence[Figure]) -> Gaps:
    means = [
        None if figure.value is None else gaps.read(name, figure.value)
        for name, figure in zip(gaps.GAPS, figures, strict=True)
    ]
    return Gaps(days, figures[0].n, *means)
