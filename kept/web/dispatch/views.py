"""The day board: every truck with its stops, what was promised, and when it can be there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.business.rules import Right
from kept.deliveries import actions, queries
from kept.desk import arrive
from kept.web.desk import lines
from kept.web.desk.requests import StaffRequest, needs
from kept.web.dispatch import drawing
from kept.web.dispatch.forms import DayForm, PlaceForm
from kept.web.promise_line import Line

if TYPE_CHECKING:
    from kept.deliveries.models import Stop

MOST_WAITING = 50


@dataclass(frozen=True)
class Row:
    """A visit on the board."""

    stop: Stop
    line: Line
    begins_at: datetime | None

    @property
    def extra_minutes(self) -> int:
        """The driving that it added when it was booked, rounded up."""
        return max(0, -(-self.stop.extra_seconds // 60))

    @property
    def arrived(self) -> bool:
        return self.line.arrived_at is not None

    @property
    def may_be_missed(self) -> bool:
        """Its window is over, and nobody has said that the truck was there."""
        waits = self.stop.delivery.state == "scheduled" and not self.stop.promise.facts.all()
        return waits and self.line.now > self.stop.promise.until


@dataclass(frozen=True)
class Lane:
    """One truck's day: its rows, and its line if somebody drives."""

    tour: queries.Tour
    rows: tuple[Row, ...]
    shift: drawing.Bar | None
    bars: tuple[drawing.Bar, ...]


@needs(Right.PLAN_DELIVERIES)
def show_board(request: StaffRequest) -> HttpResponse:
    """A day of trucks; today unless asked otherwise. A day that cannot be read is today's too."""
    return _board(request)


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_place(request: StaffRequest, delivery_id: int) -> HttpResponse:
    """Say where an address lies, as copied from a map by hand: from then on windows can be quoted."""
    delivery = queries.get_delivery_for(request.user, delivery_id)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _board(request, placing=(delivery.pk, form), status=422)
    latitude, longitude = form.cleaned_data["place"]
    actions.place(delivery, latitude=latitude, longitude=longitude, by=request.user.actor, now=timezone.now())
    messages.success(request, _("%(address)s has its place now.") % {"address": delivery.address})
    return redirect("dispatch:board")


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_missed(request: StaffRequest, stop_id: int) -> HttpResponse:
    """No truck came, and we know it."""
    stop = queries.get_stop_for(request.user, stop_id)
    arrive.miss(stop, by=request.user.actor, now=timezone.now())
    said = _("%(name)s: the promise is broken, and the delivery waits for a new window.")
    messages.success(request, said % {"name": stop.delivery.customer.name})
    board = redirect("dispatch:board")
    board["Location"] += f"?day={stop.plan.on.isoformat()}"
    return board


def _board(
    request: StaffRequest, *, placing: tuple[int, PlaceForm] | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    zone = request.user.location.zone
    form = DayForm(request.GET)
    today = now.astimezone(zone).date()
    day = (form.cleaned_data["day"] if form.is_valid() else None) or today
    tours = queries.board_for(request.user, day)
    scale = drawing.scale_of([tour.shift for tour in tours if tour.shift])
    waiting = queries.waiting_for(request.user)
    shown = {
        "lanes": [_lane(tour, scale, now=now) for tour in tours],
        "ticks": scale.ticks(zone) if scale else [],
        "now_x": scale.x(now) if scale and scale.starts_at <= now <= scale.ends_at else "",
        "at": datetime(day.year, day.month, day.day, 12, tzinfo=zone),
        "day": day,
        "today": today,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "waiting": waiting[:MOST_WAITING],
        "waiting_count": waiting.count(),
        "placing": placing[0] if placing else None,
        "place_form": placing[1] if placing else PlaceForm(),
        "may_see_orders": request.user.may(Right.READ_ORDERS),
        "now": now,
    }
    return render(request, "dispatch/board.html", shown, status=status)


def _lane(tour: queries.Tour, scale: drawing.Scale | None, *, now: datetime) -> Lane:
    rows = tuple(
        Row(visit.stop, lines.line_of(visit.stop.promise, now=now), visit.begins_at) for visit in tour.visits
    )
    if scale is None or tour.shift is None:
        return Lane(tour, rows, None, ())
    bars = tuple(
        scale.bar(
            row.begins_at,
            row.begins_at + timedelta(minutes=row.stop.delivery.service_minutes),
            number=number,
            state=row.line.state,
        )
        for number, row in enumerate(rows, 1)
        if row.begins_at is not None
    )
    return Lane(tour, rows, scale.bar(*tour.shift), bars)
