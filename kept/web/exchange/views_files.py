"""Files of orders and of arrivals come in; the routes of a day go out. No file is stored, run, or shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kept.business.rules import Right
from kept.deliveries import board
from kept.deliveries.arrivals import COLUMNS as ARRIVAL_COLUMNS
from kept.desk import sell, take_arrivals
from kept.desk.trial import trial
from kept.orders.rules import COLUMNS, NEEDED
from kept.text.tables import BadTable
from kept.web.desk.requests import StaffRequest, needs, wants_part
from kept.web.dispatch.views_days import day_named
from kept.web.exchange import routes
from kept.web.exchange.forms import FileForm
from kept.web.security import download

MOST_SHOWN = 20  # wrong lines; the rest are counted


@dataclass(frozen=True)
class Outcome:
    """What came of a file: in words, or the lines that are wrong with it."""

    kind: str
    words: str = ""
    wrong: tuple[str, ...] = ()
    unseen: int = 0


@require_GET
@needs(Right.IMPORT_ORDERS)
def show_files(request: StaffRequest) -> HttpResponse:
    return _page(request)


@require_POST
@needs(Right.IMPORT_ORDERS)
def create_orders(request: StaffRequest) -> HttpResponse:
    """Take a file of orders, or only try it."""

    def take(content: bytes) -> str:
        entered = sell.take_orders(content, by=request.user.actor, now=timezone.now())
        return ngettext("%(n)s new order", "%(n)s new orders", len(entered)) % {"n": len(entered)}

    return _answer(request, "orders", take)


@require_POST
@needs(Right.RECORD_ARRIVALS)
def create_arrivals(request: StaffRequest) -> HttpResponse:
    """Take a file of arrivals, or only try it."""

    def take(content: bytes) -> str:
        taken = take_arrivals.take_file(content, by=request.user.actor, now=timezone.now())
        said = ngettext("%(n)s new arrival", "%(n)s new arrivals", taken.new) % {"n": taken.new}
        return _("%(new)s, %(standing)s known already") % {"new": said, "standing": taken.standing}

    return _answer(request, "arrivals", take)


@require_GET
@needs(Right.READ_ROUTES)
def download_routes(request: StaffRequest, depot_id: int, on: str) -> HttpResponse:
    """The day's routes as a table, for a spreadsheet or a navigation system."""
    depot, on_day = day_named(depot_id, on)
    day = board.routes_for(request.user, on_day, depot)
    return download(f"routes {day.on}.csv", routes.table(day))


def _answer(request: StaffRequest, kind: str, take: Callable[[bytes], str]) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, Outcome(kind, wrong=tuple(map(str, form.errors["file"]))), status=422)
    content: bytes = form.cleaned_data["file"].read()
    try:
        if "try" in request.POST:
            would = trial(lambda: take(content))
            outcome = Outcome(kind, _("Nothing is wrong with it: %(what)s would come.") % {"what": would})
        else:
            outcome = Outcome(kind, _("Taken: %(what)s.") % {"what": take(content)})
    except BadTable as bad:
        wrong = tuple(bad.lines[:MOST_SHOWN])
        return _page(request, Outcome(kind, wrong=wrong, unseen=len(bad.lines) - len(wrong)), status=422)
    return _page(request, outcome)


def _page(request: StaffRequest, outcome: Outcome | None = None, *, status: int = 200) -> HttpResponse:
    if wants_part(request) and outcome:
        return render(request, "exchange/_outcome.html", {"outcome": outcome}, status=status)
    shown = {
        "outcome": outcome,
        "order_columns": [(column, column in NEEDED) for column in COLUMNS],
        "arrival_columns": [(column, column == "arrived_at") for column in ARRIVAL_COLUMNS],
        "may_record": request.user.may(Right.RECORD_ARRIVALS),
    }
    return render(request, "exchange/files.html", shown, status=status)
