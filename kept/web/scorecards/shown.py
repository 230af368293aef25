"""Figures, intervals and what stands beside them, as words and as drawings."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise as Lazy
from django.utils.translation import pgettext_lazy

from kept.paper.charts import Drawing
from kept.scorecards import drawings
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
class Percent:
    """A figure in words: 75.0, its interval, and the width of its whisker; all in per cent, or empty."""

    figure: Figure
    value: str
    low: str
    high: str
    whisker: str

    @classmethod
    def of(cls, figure: Figure) -> Percent:
        interval = figure.interval
        if figure.value is None or interval is None:
            return cls(figure, "", "", "", "")
        whisker = percent(interval.high - interval.low)
        return cls(
            figure, percent(float(figure.value)), percent(interval.low), percent(interval.high), whisker
        )


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


def percent(share: float) -> str:
    return f"{100 * share:.1f}"


def number(value: Fraction, *, places: int = 3) -> str:
    """``1.75``; whole thousands apart: ``12,345``."""
    text = f"{float(value):,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
