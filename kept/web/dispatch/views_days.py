"""What a dispatcher decides about a whole day or a whole truck: cut-off, publishing, holding, who drives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.base.refusals import NotFound
from kept.business.rules import Right
from kept.deliveries import actions, board, queries
from kept.deliveries.routing.plan import Held
from kept.web.desk.requests import StaffRequest, needs
from kept.web.dispatch import page
from kept.web.dispatch.forms import FIRST, LAST, DriverForm, HoldForm

if TYPE_CHECKING:
    from kept.deliveries.models import Depot


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_cut_off(request: StaffRequest, depot_id: int, on: str) -> HttpResponse:
    """No bookings on this day from now on."""
    depot, day = day_named(depot_id, on)
    actions.cut_off(depot, day, by=request.user.actor, now=timezone.now())
    return page.answer(request, depot, day, page.Said(_("Nothing new is booked on this day any more.")))


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_publishing(request: StaffRequest, depot_id: int, on: str) -> HttpResponse:
    """The drivers see their routes from now on."""
    depot, day = day_named(depot_id, on)
    actions.publish(depot, day, by=request.user.actor, now=timezone.now())
    said = [_("The drivers see their routes now.")]
    nobody = _("Nobody drives %(truck)s yet: name a driver.")
    said += [nobody % {"truck": truck.name} for truck in board.without_driver(request.user, day, depot)]
    return page.answer(request, depot, day, page.Said(" ".join(said)))


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_reopening(request: StaffRequest, depot_id: int, on: str) -> HttpResponse:
    """Bookings are taken again, and no driver sees the day. Refused once it is being driven."""
    depot, day = day_named(depot_id, on)
    actions.reopen(depot, day, by=request.user.actor, now=timezone.now())
    said = page.Said(_("The day is open again: it takes bookings, and no driver sees it."))
    return page.answer(request, depot, day, said)


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_hold(request: StaffRequest, depot_id: int, on: str, vehicle_id: int) -> HttpResponse:
    """Hold the order of a truck's stops, or all of its route; or let go of it."""
    depot, day = day_named(depot_id, on)
    vehicle = board.get_vehicle(depot, vehicle_id)
    form = HoldForm(request.POST)
    if not form.is_valid():
        raise NotFound(_("The page did not say what to hold. Please reload it and try again."))
    held: Held = form.cleaned_data["held"]
    actions.hold(depot, day, vehicle, held, by=request.user.actor, now=timezone.now())
    words = {
        Held.NOTHING: _("The route of %(truck)s may change again."),
        Held.ORDER: _("%(truck)s keeps its order. Another stop may still come between."),
        Held.ALL: _("Nothing comes into the route of %(truck)s, nothing goes out, nothing moves."),
    }
    return page.answer(request, depot, day, page.Said(words[held] % {"truck": vehicle.name}))


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_driver(request: StaffRequest, depot_id: int, on: str, vehicle_id: int) -> HttpResponse:
    """Say who drives a truck on this day; nobody named: whoever drives its shift."""
    depot, day = day_named(depot_id, on)
    vehicle = board.get_vehicle(depot, vehicle_id)
    form = DriverForm(request.POST)
    if not form.is_valid():
        raise NotFound(_("We have no such driver."))
    driver = form.cleaned_data["driver"]
    actions.assign_driver_for_day(depot, day, vehicle, driver, by=request.user.actor, now=timezone.now())
    said = {"truck": vehicle.name, "name": driver.name if driver else ""}
    named = _("%(name)s drives %(truck)s on this day.")
    words = named if driver else _("Whoever has the shift drives %(truck)s.")
    return page.answer(request, depot, day, page.Said(words % said))


def day_named(depot_id: int, on: str) -> tuple[Depot, date]:
    """The depot and the day that an address names. Raises NotFound."""
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise NotFound(_("There is no such day.")) from None
    if not FIRST <= day <= LAST:
        raise NotFound(_("There is no such day."))
    return queries.get_depot(depot_id), day
