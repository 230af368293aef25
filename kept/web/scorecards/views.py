"""The scorecard and its rows, over the last 7, 30 or 90 days; figures become text here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from kept.base.periods import Period
from kept.base.refusals import NotFound
from kept.scorecards import queries
from kept.scorecards.queries import Card, Name
from kept.scorecards.rules import Beside
from kept.web.complaints.rows import Opened, opened
from kept.web.desk.requests import StaffRequest

DAYS = (7, 30, 90)
BESIDE: dict[Name, tuple[Lazy, ...]] = {
    Name.CLEAR: (gettext_lazy("Median words of a telling"),),
    Name.IMMEDIATE: (gettext_lazy("Median from first word to settled"),),
    Name.FREE: (gettext_lazy("Median from asking to out"),),
    Name.ACCOMMODATING: (gettext_lazy("Granted"),),
    Name.KEPT: (gettext_lazy("Median width of the windows"), gettext_lazy("Windows promised per order")),
    Name.FAIR: (gettext_lazy("Overturned on review"),),
}
UNITS: dict[str, Lazy] = {
    "min": pgettext_lazy("unit", "min"),
    "h": pgettext_lazy("unit", "h"),
    "%": pgettext_lazy("unit", "%"),
    "words": pgettext_lazy("unit", "words"),
    "per order": pgettext_lazy("unit", ""),
}


@dataclass(frozen=True)
class Shown:
    """A card in words: 75.0 %, its interval, and where the bar and its whisker stand (per cent)."""

    card: Card
    percent: str
    low: str
    high: str
    whisker: str
    beside: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShownRow:
    opened: Opened
    score: str
    because: str


@require_GET
def show_scorecard(request: StaffRequest) -> HttpResponse:
    now, days = timezone.now(), _days(request)
    period = _period(now, days)
    page = {
        "cards": [_shown(card) for card in queries.get_scorecard_for(request.user, period, now=now)],
        "tallies": queries.tallies_for(request.user, period),
        "days": days,
        "choices": DAYS,
        "period": period,
    }
    return render(request, "scorecards/show.html", page)


@require_GET
def show_rows(request: StaffRequest, name: str) -> HttpResponse:
    """The rows that sum to the figure, each opening what it counts."""
    now, days = timezone.now(), _days(request)
    card = queries.get_card_for(request.user, name, _period(now, days), now=now)
    figure = card.counted.figure
    addresses = opened([*(row.ref for row in figure.rows), *card.counted.pending])
    rows = [ShownRow(addresses[row.ref], _number(row.score), row.because) for row in figure.rows]
    page = {
        "shown": _shown(card),
        "rows": rows,
        "total": _number(figure.total),
        "pending": [addresses[name] for name in card.counted.pending],
        "days": days,
    }
    return render(request, "scorecards/rows.html", page)


@require_GET
def show_tally(request: StaffRequest, name: str) -> HttpResponse:
    """The rows behind a plain count."""
    days = _days(request)
    found = {tally.name: tally for tally in queries.tallies_for(request.user, _period(timezone.now(), days))}
    if name not in found:
        raise NotFound(_("We do not count this."))
    page = {"tally": found[name], "rows": opened(found[name].rows).values(), "days": days}
    return render(request, "scorecards/tally.html", page)


def _days(request: StaffRequest) -> int:
    wanted = request.GET.get("days", "")
    return int(wanted) if wanted.isdecimal() and len(wanted) < 4 and int(wanted) in DAYS else 30


def _period(now: datetime, days: int) -> Period:
    return Period(now - timedelta(days=days), now)


def _shown(card: Card) -> Shown:
    figure = card.counted.figure
    interval = figure.interval
    titles = BESIDE[card.place.name]
    return Shown(
        card=card,
        percent=_percent(float(figure.value)) if figure.value is not None else "",
        low=_percent(interval.low) if interval else "",
        high=_percent(interval.high) if interval else "",
        whisker=_percent(interval.high - interval.low) if interval else "",
        beside=tuple(
            (str(title), _beside(beside))
            for title, beside in zip(titles, card.counted.beside, strict=True)
            if beside.value is not None
        ),
    )


def _beside(beside: Beside) -> str:
    if beside.value is None:
        return ""
    return f"{_number(beside.value, places=1)} {UNITS[beside.unit]}".strip()


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _number(value: Fraction, *, places: int = 3) -> str:
    text = f"{float(value):.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
