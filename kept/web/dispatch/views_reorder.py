"""A better order of what the trucks still have before them: seen before it is written, and taken over."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kept.business.rules import Right
from kept.deliveries import queries, words_live
from kept.deliveries.live import Outlook
from kept.desk import reorder
from kept.web.desk import lines
from kept.web.desk.requests import StaffRequest, needs
from kept.web.dispatch.views_mishap import Row, order_of

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kept.deliveries.live import Seen


@dataclass(frozen=True)
class Shown:
    """An offer in words: of each truck the stops before it, in their new turn."""

    offer: reorder.Offer
    order: str
    trucks: dict[str, list[Row]]
    saved: int


@require_GET
@needs(Right.PLAN_DELIVERIES)
def show_order(request: StaffRequest) -> HttpResponse:
    """Look for it now. Nothing is written by looking."""
    now = timezone.now()
    offers = [_shown(offer, now=now) for offer in reorder.look(request.user, now=now)]
    return render(request, "dispatch/reorder.html", {"offers": offers, "now": now})


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_order(request: StaffRequest, depot_id: int) -> HttpResponse:
    """The trucks drive in the order that the page showed."""
    depot = queries.get_depot(depot_id)
    order, version = order_of(request)
    reorder.confirm(depot, order, version=version, staff=request.user, now=timezone.now())
    said = _(
        "The trucks have their new order. Their drivers see it with the next tap, or on opening their page."
    )
    messages.success(request, said)
    return redirect("dispatch:today")


def _shown(offer: reorder.Offer, *, now: datetime) -> Shown:
    trucks = {name: [_row(each, now=now) for each in changes] for name, changes in offer.trucks.items()}
    saved = sum(each.is_saved for changes in offer.trucks.values() for each in changes)
    return Shown(offer, json.dumps(offer.order), trucks, saved)


def _row(change: reorder.Change, *, now: datetime) -> Row:
    promise = change.stop.promise
    line = replace(lines.line_of(promise, now=now), expected=change.then.range)
    then, was = (_span(seen, promise.location.zone, now) for seen in (change.then, change.was))
    words = _("Expected %(then)s.")
    if change.is_saved:
        words = _("Expected %(then)s, in time. As it stands %(was)s, probably too late.")
    elif change.is_later:
        words = _("Expected %(then)s, later than as it stands (%(was)s).")
    said = [words % {"then": then, "was": was}]
    if change.then.outlook != Outlook.FINE:
        said.append(f"{words_live.outlook(change.then)}.")
    return Row(change.stop, line, " ".join(said))


def _span(seen: Seen, zone: ZoneInfo, now: datetime) -> str:
    return words_live.span(seen, now=now, zone=zone) or _("after the shift")
