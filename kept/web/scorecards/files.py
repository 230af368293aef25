"""Figures and rows as tables for a spreadsheet: each line says of whom, over which days, and how."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from kept.scorecards.perception import Gaps, Perception
from kept.scorecards.queries.cards import Card, Row, Scorecard, Shown
from kept.scorecards.rules import SMALL
from kept.text import tables
from kept.web.scorecards import shown

if TYPE_CHECKING:
    from kept.web.scorecards.asked import Asked

WHOSE = ("of", "name", "from", "until")
FIGURES = (*WHOSE, "figure", "number", "value", "unit", "low", "high", "method", "n", "total", "early", "few")
ROWS = (*WHOSE, "figure", "row", "at", "counts", "because")
WILSON = "Wilson 95 %"
LANGUAGE = "en"  # of every cell, whoever asks: a file is compared with the one of last month


def figures(asked: Asked, found: Scorecard) -> bytes:
    """Every figure with its interval, and under it what stands beside it and what guards it."""
    return tables.written(FIGURES, [line for card in found.cards for line in _card(asked, card)])


def rows(asked: Asked, name: str, found: Iterable[Row], *, hidden: Container[str] = ()) -> Iterator[bytes]:
    """The rows behind one figure, in parts; what is too early to tell counts nothing.

    Those that are ``hidden`` from who asks, by their names, count without them.
    """
    zone, first = asked.zone, [*whose(asked), name]
    lines = (
        [
            *first, "" if row.ref in hidden else row.ref,
            row.at.astimezone(zone).isoformat(timespec="seconds"),
            "" if row.score is None else float(row.score), row.because,
        ]
        for row in found
    )  # fmt: skip
    return tables.parts(ROWS, lines)


def perception(asked: Asked, found: Perception) -> bytes:
    """The promises by how they were taken, then the gaps of all the days and of each step."""
    corners: list[list[object]] = [
        [*whose(asked), "promises", code, number, "", None, None, "", found.kept.of, None, None, None]
        for code, number in found.corners.items()
    ]
    return tables.written(
        FIGURES, [*corners, *(line for each in (found.gaps, *found.over_time) for line in _gaps(asked, each))]
    )


def whose(asked: Asked) -> list[object]:
    """Of whom, and the first and the last day that are counted."""
    days = asked.over.days
    last = days.ends_on - timedelta(days=1)
    return [str(asked.of.scope), asked.of.name, days.starts_on.isoformat(), last.isoformat()]


def _card(asked: Asked, card: Card) -> list[list[object]]:
    figure, interval = card.figure, card.figure.interval
    first: list[object] = [
        *whose(asked), str(card.place.name), str(card.place.counts),
        None if figure.value is None else float(100 * figure.value), "%",
        100 * interval.low if interval else None, 100 * interval.high if interval else None, WILSON,
        figure.n, float(figure.total), card.early, "yes" if figure.is_small else "no",
    ]  # fmt: skip
    return [first, *(_number(asked, card, each) for each in (*card.beside, *card.guards))]


def _gaps(asked: Asked, found: Gaps) -> list[list[object]]:
    """The mean of each gap, from −1 to 1."""
    last = found.days.ends_on - timedelta(days=1)
    place = [str(asked.of.scope), asked.of.name, found.days.starts_on.isoformat(), last.isoformat(), "gaps"]
    means = {"service": found.service, "disclosure": found.disclosure, "expectation": found.expectation}
    few = "yes" if found.n < SMALL else "no"
    return [
        [
            *place,
            name,
            None if mean is None else float(mean),
            "",
            None,
            None,
            "mean",
            found.n,
            None,
            None,
            few,
        ]
        for name, mean in means.items()
    ]


def _number(asked: Asked, card: Card, each: Shown) -> list[object]:
    value = each.beside.value
    return [
        *whose(asked), str(card.place.name), str(each.title), None if value is None else float(value),
        str(shown.UNITS.get(each.beside.unit, each.beside.unit)), None, None, str(each.method or ""),
        each.beside.n, None, None, None,
    ]  # fmt: skip
