"""The scorecard, one figure with its trend and its rows, and how people were let go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kept.base.refusals import NotFound
from kept.business.rules import Right
from kept.ledger.actions import ref
from kept.scorecards import queries
from kept.scorecards.queries import cards
from kept.scorecards.scopes import BUSINESS, Kind
from kept.web.complaints.rows import Opened, opened
from kept.web.desk.requests import StaffRequest, needs
from kept.web.scorecards import asked, shown
from kept.web.scorecards.shown import number


@dataclass(frozen=True)
class ShownRow:
    """A row behind a figure; without a ``score`` it is too early to tell."""

    opened: Opened
    score: str
    because: str
    at: datetime


@require_GET
def show_scorecard(request: StaffRequest) -> HttpResponse:
    """The six side by side, never summed."""
    wanted = asked.read(request)
    found = cards.get_scorecard_for(request.user, wanted.of.scope, wanted.over.days)
    page = {
        "asked": wanted,
        "cards": [shown.card(card) for card in found.cards],
        "counted_at": found.counted_at,
        "may_read_all": request.user.may(Right.READ_SCORECARDS),
    }
    if page["may_read_all"] and wanted.of.scope.kind is Kind.BUSINESS:
        page["tallies"] = queries.tallies_for(request.user, wanted.period)
    return render(request, "scorecards/show.html", page)


@require_GET
def show_rows(request: StaffRequest, name: str) -> HttpResponse:
    """One figure: its interval, its trend, its guards, and the rows that sum to it."""
    wanted = asked.read(request)
    only = request.GET.get("only", "")[:60]
    found = cards.get_rows_for(
        request.user,
        name,
        wanted.of.scope,
        wanted.over.days,
        only=only,
        page=asked.page_number(request),
    )
    step = wanted.over.step
    until = min(wanted.over.last_day, wanted.today)
    trend = cards.get_trend_for(request.user, name, wanted.of.scope, step, wanted.over.points, until=until)
    addresses = opened((row.ref for row in found.rows), to=request.user)
    scores = [row.score for row in found.rows if row.score is not None]
    page = {
        "asked": wanted,
        "found": found,
        "shown": shown.card(found.card),
        "rows": [
            ShownRow(
                addresses[row.ref],
                "" if row.score is None else number(row.score),
                row.because,
                row.at,
            )
            for row in found.rows
        ],
        "page_sum": number(sum(scores[1:], scores[0])) if scores else "0",
        "page_counted": len(scores),
        "total": number(found.card.figure.total),
        "chart": shown.trend_chart(trend, step),
        "points": [each for each in reversed(shown.points(trend, step)) if each.percent.value],
        "marks": trend.marks,
    }
    return render(request, "scorecards/rows.html", page)


@require_GET
@needs(Right.READ_SCORECARDS)
def show_tally(request: StaffRequest, name: str) -> HttpResponse:
    """The rows behind a plain count of the whole business."""
    wanted = asked.read(request, kinds=(Kind.BUSINESS,), of=BUSINESS)
    found = {tally.name: tally for tally in queries.tallies_for(request.user, wanted.period)}
    if name not in found:
        raise NotFound(_("We do not count this."))
    rows = found[name].page(asked.page_number(request))
    page = {
        "tally": found[name],
        "found": rows,
        "rows": opened((ref(row) for row in rows), to=request.user).values(),
        "asked": wanted,
    }
    return render(request, "scorecards/tally.html", page)
