"""The drawings of the scorecards, on pages and in reports: their words and where each thing stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.dateformat import format as as_date
from django.utils.formats import number_format
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from kept.paper import charts
from kept.scorecards.perception import BROKEN, KEPT, Gaps, Perception
from kept.scorecards.queries.trends import Point
from kept.scorecards.scopes import Days, Step

COLUMNS: tuple[Lazy, Lazy, Lazy] = (
    pgettext_lazy("how a promise was taken", "pleased"),
    pgettext_lazy("how a promise was taken", "not pleased"),
    pgettext_lazy("how a promise was taken", "said nothing"),
)
ROWS: tuple[Lazy, Lazy] = (pgettext_lazy("promises", "Kept"), pgettext_lazy("promises", "Broken"))
GAPS: tuple[Lazy, Lazy, Lazy, Lazy] = (
    pgettext_lazy("gap", "Service gap"),
    pgettext_lazy("gap", "Disclosure gap"),
    pgettext_lazy("gap", "Expectation gap"),
    pgettext_lazy("gap", "Goodwill"),
)
Changed = Iterable[tuple[date, str]]  # days on which something changed, with what it is called


def trend(title: str, points: Sequence[Point], step: Step, changed: Changed = ()) -> charts.Drawing:
    """A figure step by step, with its interval, and a line on each day on which something changed."""
    drawn = [
        charts.Point(
            short(each.days, step),
            None if each.figure.value is None else float(each.figure.value),
            *((each.interval.low, each.interval.high) if each.interval else (0.0, 0.0)),
            said="" if each.figure.value is None else f"{percent(float(each.figure.value))} %",
            few=each.figure.is_small,
        )
        for each in points
    ]
    return charts.trend(title, _told(drawn), drawn, _marks(changed, [each.days for each in points]))


def corners(found: Perception) -> charts.Drawing:
    """Kept over broken, pleased beside not pleased, and beside both who said nothing."""
    told = _("Of %(due)s promises due, %(kept)s were kept whole; of those nobody spoke of %(silent)s.") % {
        "due": count(found.kept.of),
        "kept": count(int(found.kept.some)),
        "silent": count(int(found.silent.some)),
    }
    kept, broken = (
        tuple(charts.Corner(found.corners[code], count(found.corners[code])) for code in codes)
        for codes in (KEPT, BROKEN)
    )
    return charts.corners(
        _("How promises were taken"),
        told,
        columns=(str(COLUMNS[0]), str(COLUMNS[1]), str(COLUMNS[2])),
        rows=(str(ROWS[0]), str(ROWS[1])),
        kept=(kept[0], kept[1], kept[2]),
        broken=(broken[0], broken[1], broken[2]),
    )


def gaps(over_time: Sequence[Gaps], step: Step, changed: Changed = ()) -> charts.Drawing:
    """The mean gaps step by step, with a line on each day on which something changed."""
    stacks = [
        charts.Stack(
            short(each.days, step),
            float(each.service or 0),
            float(each.disclosure or 0),
            float(each.expectation or 0),
            each.n,
            count(each.n),
        )
        for each in over_time
    ]
    told = _("What was missing to full content, on average, and whose it was. Each step stands in the table.")
    names = (str(GAPS[0]), str(GAPS[1]), str(GAPS[2]), str(GAPS[3]))
    marks = _marks(changed, [each.days for each in over_time])
    return charts.gaps(_("The three gaps over time"), told, stacks, names, marks)


def short(days: Days, step: Step) -> str:
    """How a drawing calls a week ("2 Mar", its Monday) or a month ("Mar 26")."""
    # Translators: the first day of a week beneath a chart, in the letters of Django's date formats: 2 Mar
    letters = pgettext("week on a chart", "j M") if step is Step.WEEK else pgettext("month on a chart", "M y")
    return as_date(days.starts_on, letters)


def count(number: int) -> str:
    """``12,345``; in German ``12.345``."""
    return number_format(number, use_l10n=True, force_grouping=True)


def percent(share: float) -> str:
    """``96.1``; in German ``96,1``."""
    return number_format(round(100 * share, 1), decimal_pos=1, use_l10n=True)  # it cuts off, unrounded


def points(share: float) -> str:
    """A difference in percentage points, with its sign: "−4.2"."""
    said = percent(abs(share))
    return f"−{said}" if share < 0 else f"+{said}"


def _told(drawn: Sequence[charts.Point]) -> str:
    known = [point for point in drawn if point.value is not None]
    if not known:
        return _("Nothing to count in this time.")
    return _("%(first)s: %(was)s. %(last)s: %(is)s. Each step stands in the table.") % {
        "first": known[0].day,
        "was": known[0].said,
        "last": known[-1].day,
        "is": known[-1].said,
    }


def _marks(changed: Changed, spans: Sequence[Days]) -> list[charts.Mark]:
    """Where each lies on a drawing whose steps are all equally wide; what lies outside is left out."""
    found = []
    for on, name in changed:
        for number, days in enumerate(spans):
            if on in days:
                within = (on - days.starts_on).days / days.length
                found.append(charts.Mark((number + within) / len(spans), name))
    return found
