"""The route sheets of a day: what each driver takes along on paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from kept.business.rules import Right
from kept.deliveries import board, words
from kept.paper import codes
from kept.web.desk.requests import StaffRequest, needs
from kept.web.dispatch import lanes, page
from kept.web.dispatch.rows import Row
from kept.web.dispatch.views_days import day_named


@dataclass(frozen=True)
class Entry:
    """A stop on paper, with the code that opens it on the driver's phone."""

    row: Row
    code: SafeString


@require_GET
@needs(Right.PLAN_DELIVERIES)
def show_sheets(request: StaffRequest, depot_id: int, on: str) -> HttpResponse:
    """One sheet a truck, each on a page of its own when printed; ``?truck=`` for one of them."""
    depot, day = day_named(depot_id, on)
    now, zone = timezone.now(), depot.location.zone
    tours = lanes.lanes_of(board.day_for(request.user, day, depot, also=board.FOR_PAPER), None, now=now)
    asked = request.GET.get("truck", "")
    wanted = [lane for lane in tours if lane.rows and asked in ("", str(lane.tour.vehicle.pk))]
    shown = {
        "sheets": [(lane, [_entry(row) for row in lane.rows]) for lane in wanted],
        "depot": depot,
        "day": words.say_day(day),
        "address": page.address_of(depot, day),
        "zone": zone,
        "now": now,
    }
    return render(request, "dispatch/sheets.html", shown)


def _entry(row: Row) -> Entry:
    address = settings.BASE_URL + reverse("driver:stop", args=[row.stop.pk])
    return Entry(row, mark_safe(codes.page_code(address).decode()))  # noqa: S308  # our own drawing of lines
