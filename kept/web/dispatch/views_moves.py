"""A stop put elsewhere, tried before it is done; a stop pinned to its truck."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kept.base.refusals import NotFound
from kept.business.rules import Right
from kept.deliveries import actions, board, gaps, queries
from kept.deliveries.queries import Moved
from kept.web import times
from kept.web.desk.requests import StaffRequest, needs, wants_part
from kept.web.dispatch import page
from kept.web.dispatch.forms import GapForm

if TYPE_CHECKING:
    from kept.deliveries.models import Stop

MOST_FAULTS = 2


@require_GET
@needs(Right.PLAN_DELIVERIES)
def show_try(request: StaffRequest, stop_id: int) -> HttpResponse:
    """What a move would do, in words, while the stop is still held over the place."""
    stop = queries.get_stop_for(request.user, stop_id)
    gap = _gap(request.GET)
    vehicle = board.get_vehicle(stop.plan.depot, gap.vehicle)
    try:
        tried = queries.try_move(stop, vehicle, gaps.position(stop, gap))
    except gaps.Overtaken as refused:
        return JsonResponse({"fits": False, "words": refused.words})
    return JsonResponse({"fits": tried.fits, "words": say(tried, stop)})


@require_GET
@needs(Right.PLAN_DELIVERIES)
def show_places(request: StaffRequest, stop_id: int) -> HttpResponse:
    """For every truck of the day the best place for a stop, or the reason against it."""
    stop = queries.get_stop_for(request.user, stop_id)
    found = gaps.best_of_each_truck(stop)
    zone = stop.plan.depot.location.zone
    shown = {
        "stop": stop,
        "trucks": found,
        "zone": zone,
        "address": page.address_of(stop.plan.depot, stop.plan.on),
    }
    template = "dispatch/_places.html" if wants_part(request) else "dispatch/places.html"
    return render(request, template, shown)


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_move(request: StaffRequest, stop_id: int) -> HttpResponse:
    """Put a stop between two others. If they are no neighbours any more, nothing is moved."""
    stop = queries.get_stop_for(request.user, stop_id)
    depot, on = stop.plan.depot, stop.plan.on
    gap, back = _gap(request.POST), bool(request.POST.get("undo"))
    vehicle = board.get_vehicle(depot, gap.vehicle)
    try:
        stood, at = gaps.gap_of(stop), (gaps.position_back if back else gaps.position)(stop, gap)
    except gaps.Overtaken as refused:
        return _as_it_stands(request, stop, refused)
    tried = queries.try_move(stop, vehicle, at)
    actions.move_stop(stop, vehicle=vehicle, position=at, by=request.user.actor, now=timezone.now())
    if back:
        return _back(request, stop)
    said = _("%(name)s goes with %(truck)s now: %(what)s.") % {
        "name": stop.delivery.customer.name,
        "truck": vehicle.name,
        "what": say(tried, stop),
    }
    return page.answer(
        request, depot, on, page.Said(said, undo=(stop, stood) if stood else None, unpin=not stop.pinned)
    )


def _back(request: StaffRequest, stop: Stop) -> HttpResponse:
    """A move was taken back; the stop is pinned only if it was before."""
    if request.POST.get("unpin"):
        actions.pin(stop, False, by=request.user.actor, now=timezone.now())
    return page.answer(request, stop.plan.depot, stop.plan.on, page.Said(_("The stop is back where it was.")))


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_pin(request: StaffRequest, stop_id: int) -> HttpResponse:
    """Have a stop stay on its truck, or let it go again."""
    stop = queries.get_stop_for(request.user, stop_id)
    pinned = bool(request.POST.get("pinned"))
    actions.pin(stop, pinned, by=request.user.actor, now=timezone.now())
    words = (
        _("%(name)s stays on %(truck)s, whatever would be shorter.")
        if pinned
        else _("%(name)s may go with another truck where that is shorter.")
    )
    said = words % {"name": stop.delivery.customer.name, "truck": stop.vehicle.name}
    return page.answer(request, stop.plan.depot, stop.plan.on, page.Said(said))


def say(tried: Moved, stop: Stop) -> str:
    """``+7 min of driving, there at 9:40``; what speaks against it where it does not fit."""
    if not tried.fits:
        return say_faults(tried.faults)
    parts = [say_driving(tried.extra_seconds)]
    if tried.begins_at:
        local = tried.begins_at.astimezone(stop.plan.depot.location.zone)
        parts.append(_("there at %(clock)s") % {"clock": times.clock(local)})
    return ", ".join(parts)


def say_faults(faults: Sequence[str]) -> str:
    """The first things that speak against it, and how many more there are."""
    said = " ".join(faults[:MOST_FAULTS])
    more = len(faults) - MOST_FAULTS
    if more <= 0:
        return said
    return f"{said} " + ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more}


def say_driving(seconds: int) -> str:
    """``+7 min of driving``, ``4 min less driving``; away from zero, so that no minute is hidden."""
    minutes = -(-abs(seconds) // 60)
    if not minutes:
        return _("no minute more of driving")
    if seconds > 0:
        return ngettext("+%(n)d min of driving", "+%(n)d min of driving", minutes) % {"n": minutes}
    return ngettext("%(n)d min less driving", "%(n)d min less driving", minutes) % {"n": minutes}


def _gap(sent: QueryDict) -> gaps.Gap:
    form = GapForm(sent)
    if not form.is_valid():
        raise NotFound(_("The page did not say where to put the stop. Please reload it and try again."))
    return form.gap


def _as_it_stands(request: StaffRequest, stop: Stop, refused: gaps.Overtaken) -> HttpResponse:
    """Nothing was moved; the fresh day comes in the place of the stale one."""
    said = page.Said(refused.words, refused=True)
    answer = page.show(request, stop.plan.depot, stop.plan.on, said=said, status=409)
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#day", "outerHTML"
    answer.headers["HX-Reselect"] = "unset"
    return answer
