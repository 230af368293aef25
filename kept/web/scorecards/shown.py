"""Figures, intervals and what stands beside them, as words and as drawings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.functional import Promise as Lazy
from django.utils.translation import pgettext_lazy

from kept.paper.charts import Drawing
from kept.scorecards import drawings
from kept.scorecards.drawings import percent
from kept.scorecards.queries.cards import Card, Shown, Trend
from kept.scorecards.rules import Beside, Figure
from kept.scorecards.scopes import Step
from kept.web.scorecards import periods

UNITS: dict[str, Lazy] = {
    "min": pgettext_lazy("unit", "min"),
    "h": pgettext_lazy("unit", "h"),
    "%": pgettext_lazy("unit", "%"),
    "words": pgettext_lazy("unit", "words"),
}


@dataclass(frozen=True)
class Whisker:
    """Where a figure stands on its line, and its interval: in per cent, with a point, for SVG."""

    at: str
    start: str
    width: str


@dataclass(frozen=True)
class Percent:
    """A figure in words: 75.0, and its interval; all in per cent, or empty. ``drawn`` is the same drawn."""

    figure: Figure
    value: str
    low: str
    high: str
    drawn: Whisker | None = None

    @classmethod
    def of(cls, figure: Figure) -> Percent:
        interval = figure.interval
        if figure.value is None or interval is None:
            return cls(figure, "", "", "")
        value = float(figure.value)
        drawn = Whisker(
            *(f"{100 * share:.1f}" for share in (value, interval.low, interval.high - interval.low))
        )
        return cls(figure, percent(value), percent(interval.low), percent(interval.high), drawn)


@dataclass(frozen=True)
class ShownCard:
    card: Card
    percent: Percent
    beside: tuple[tuple[Shown, str], ...]
    guards: tuple[tuple[Shown, str], ...]


@dataclass(frozen=True)
class ShownPoint:
    """A step of a trend for the table beside the chart, called as there; ``over`` opens its rows."""

    over: periods.Over
    short: str
    percent: Percent


def card(found: Card) -> ShownCard:
    return ShownCard(found, Percent.of(found.figure), numbers(found.beside), numbers(found.guards))


def numbers(shown: tuple[Shown, ...]) -> tuple[tuple[Shown, str], ...]:
    """Those of which there is something to say, with it."""
    return tuple((each, quantity(each.beside)) for each in shown if each.beside.value is not None)


def points(trend: Trend, step: Step) -> list[ShownPoint]:
    return [
        ShownPoint(periods.span(each.days, step), drawings.short(each.days, step), Percent.of(each.figure))
        for each in trend.points
    ]


def trend_chart(trend: Trend, step: Step) -> Drawing:
    """The trend drawn, with a line where a wording changed."""
    changed = [(mark.on, f"{mark.slug} {mark.version}") for mark in trend.marks]
    return drawings.trend(str(trend.place.title), trend.points, step, changed)


def quantity(beside: Beside) -> str:
    if beside.value is None:
        return ""
    return f"{number(beside.value, places=1)} {UNITS.get(beside.unit, '')}".strip()


def number(value: Fraction, *, places: int = 3) -> str:
    """``1.75``, ``12,345``; in German ``1,75`` and ``12.345``."""
    shown = Decimal(f"{float(value):.{places}f}").normalize()
    return number_format(f"{shown:f}", use_l10n=True, force_grouping=True)
