"""What a day's page is made of, whole or as the part that htmx puts in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kept.business.queries import colleagues
from kept.business.rules import Right, Role
from kept.deliveries import addresses, board, live, queries
from kept.deliveries.gaps import Gap
from kept.deliveries.queries.door import unsettled_taps_for
from kept.web.desk.requests import StaffRequest, wants_part
from kept.web.dispatch import drawing, lanes
from kept.web.dispatch.forms import PlaceForm
from kept.web.promise_line import State
from kept.web.security import with_pictures_from

if TYPE_CHECKING:
    from kept.deliveries.models import Depot, Stop

MOST_WAITING = 50
ALL_OPEN = 3  # trucks: of more, the lists are opened one by one


@dataclass(frozen=True)
class Said:
    """What is said about what was just done; ``undo`` puts a stop back where it stood."""

    words: str
    undo: tuple[Stop, Gap] | None = None
    unpin: bool = False
    refused: bool = False


def address_of(depot: Depot, on: date) -> str:
    """Where the board shows this day."""
    return f"{reverse('dispatch:board')}?{urlencode({'day': on.isoformat(), 'depot': depot.pk})}"


def noon(on: date, zone: ZoneInfo) -> datetime:
    """An instant that lies on a day, for words that need one."""
    return datetime(on.year, on.month, on.day, 12, tzinfo=zone)


def answer(request: StaffRequest, depot: Depot, on: date, said: Said | None = None) -> HttpResponse:
    """After something was done: the day as it stands now, where it stands."""
    if wants_part(request):
        return show(request, depot, on, said=said)
    if said:
        messages.success(request, said.words)
    return redirect(address_of(depot, on))


def show(
    request: StaffRequest, depot: Depot, on: date, *, said: Said | None = None,
    placing: tuple[int, PlaceForm] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of a day. ``placing`` is a delivery whose place could not be read, with its form."""
    now = timezone.now()
    day = board.day_for(request.user, on, depot)
    waiting = board.waiting_for(request.user, depot)
    shown = _day(day, now=now) | {
        "drivers": colleagues(Role.DRIVER),
        "waiting": waiting[:MOST_WAITING],
        "waiting_count": len(waiting),
        "loose_taps": unsettled_taps_for(request.user),
        "placing": placing[0] if placing else None,
        "place_form": placing[1] if placing else PlaceForm(),
        "may_look_up": addresses.is_set_up(),
        "may_see_orders": request.user.may(Right.READ_ORDERS),
        "said": said,
        "part": wants_part(request),
        "now": now,
    }
    if wants_part(request):
        page = render(request, "dispatch/_day.html", shown, status=status)
    else:
        page = render(request, "dispatch/board.html", shown | _around(day, now), status=status)
    if settings.MAP_TILES:
        page.headers["Content-Security-Policy"] = with_pictures_from(settings.MAP_TILES)
    return page


def _day(day: board.Day, *, now: datetime) -> dict[str, object]:
    """What the part shows of the day itself."""
    zone = day.depot.location.zone
    today = now.astimezone(zone).date()
    scale = drawing.scale_of(day)
    seen = {each.stop: each for each in live.today(day.depot, now=now).seen} if day.on == today else {}
    shown = lanes.lanes_of(day, scale, seen=seen, now=now)
    now_seen = scale is not None and scale.starts_at <= now <= scale.ends_at
    return {
        "day": day,
        "lanes": shown,
        "unfolded": _unfolded(shown),
        "past": day.on < today,
        "driven": any(row.arrived for lane in shown for row in lane.rows),
        "is_today": day.on == today,
        "states": list(State),
        "move_words": _("Move"),
        "places_words": _("Move…"),
        "planned_words": _("planned"),
        "orders_at": reverse("desk:order", args=[0]).removesuffix("0"),
        "stops_at": reverse("dispatch:places", args=[0]).removesuffix("0/places"),
        "hours": scale.ticks(zone) if scale else [],
        "ticks": scale.ticks(zone, hours=2) if scale else [],
        "now_x": scale.x(now) if scale and now_seen else "",
        "zone": zone,
        "address": address_of(day.depot, day.on),
        "depot_place": (f"{day.depot.latitude:.6f}", f"{day.depot.longitude:.6f}"),
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }


def _unfolded(shown: Sequence[lanes.Lane]) -> set[int]:
    """The trucks whose stops are unfolded at first: all of a few, the first with stops of many."""
    filled = [lane.number for lane in shown if lane.rows]
    return set(filled if len(shown) <= ALL_OPEN else filled[:1])


def _around(day: board.Day, now: datetime) -> dict[str, object]:
    """What the whole page has beside the day: its neighbours, and the other depots."""
    zone = day.depot.location.zone
    today = now.astimezone(zone).date()
    return {
        "at": noon(day.on, zone),
        "today": today,
        "before": address_of(day.depot, day.on - timedelta(days=1)),
        "after": address_of(day.depot, day.on + timedelta(days=1)),
        "now_on": address_of(day.depot, today),
        "depots": list(queries.depots()),
    }
