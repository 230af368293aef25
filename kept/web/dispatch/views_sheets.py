"""The route sheets of a day: what each driver takes along on paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kept.business.rules import Right
from kept.deliveries import board
from kept.web.desk.requests import StaffRequest, needs
from kept.web.dispatch import lanes, page
from kept.web.dispatch.views_days import day_named


@require_GET
@needs(Right.PLAN_DELIVERIES)
def show_sheets(request: StaffRequest, depot_id: int, on: str) -> HttpResponse:
    """One sheet a truck, each on a page of its own when printed; ``?truck=`` for one of them."""
    depot, day = day_named(depot_id, on)
    now = timezone.now()
    asked = request.GET.get("truck", "")
    shown = lanes.lanes_of(board.day_for(request.user, day, depot, also=board.FOR_PAPER), None, now=now)
    sheets = [lane for lane in shown if lane.rows and asked in ("", str(lane.tour.vehicle.pk))]
    zone = depot.location.zone
    return render(
        request,
        "dispatch/sheets.html",
        {
            "sheets": sheets,
            "depot": depot,
            "at": page.noon(day, zone),
            "address": page.address_of(depot, day),
            "zone": zone,
            "now": now,
        },
    )
