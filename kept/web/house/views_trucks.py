"""Depots and trucks of a house that stands: what they hold, when they drive, what we offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.business import queries as staff
from kept.business.rules import Right, Role
from kept.deliveries import actions, queries
from kept.desk import found as desk
from kept.web.desk.requests import StaffRequest, needs
from kept.web.house.forms_trucks import DepotForm, DespiteForm, VehicleForm, depot_form, vehicle_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form

    from kept.deliveries.models import Depot, Vehicle


@require_http_methods(["GET", "POST"])
@needs(Right.PLAN_DELIVERIES, Right.WRITE_POLICIES)
def create_depot(request: StaffRequest) -> HttpResponse:
    form = DepotForm(request.POST or None, auto_id="depot_%s")
    if not form.is_valid():
        return _show(request, "house/depot.html", form)
    base, by = desk.Base(**form.cleaned_data), request.user.actor
    depot = desk.open_depot(base, location=request.user.location, by=by, now=timezone.now())
    messages.success(request, _("%(name)s is open. Add its trucks next.") % {"name": depot.name})
    return redirect("house:show")


@require_http_methods(["GET", "POST"])
@needs(Right.PLAN_DELIVERIES, Right.WRITE_POLICIES)
def change_depot(request: StaffRequest, depot_id: int) -> HttpResponse:
    depot = queries.get_depot(depot_id)
    form = DepotForm(request.POST, auto_id="depot_%s") if request.POST else depot_form(depot)
    if form.is_bound and form.is_valid():
        return _saved(
            request, form, lambda despite: _change_depot(request, depot, form, despite), depot=depot
        )
    return _show(request, "house/depot.html", form, depot=depot)


@require_http_methods(["GET", "POST"])
@needs(Right.PLAN_DELIVERIES, Right.WRITE_POLICIES)
def change_truck(request: StaffRequest, vehicle_id: int) -> HttpResponse:
    vehicle = queries.get_vehicle(vehicle_id)
    drivers = list(staff.colleagues(Role.DRIVER))
    form = vehicle_form(vehicle, drivers)
    if request.POST:
        form = VehicleForm(request.POST, drivers=drivers, auto_id="truck_%s")
    if form.is_bound and form.is_valid():
        return _saved(
            request, form, lambda despite: _change_truck(request, vehicle, form, despite), vehicle=vehicle
        )
    return _show(request, "house/truck.html", form, vehicle=vehicle)


@require_POST
@needs(Right.PLAN_DELIVERIES, Right.WRITE_POLICIES)
def create_retirement(request: StaffRequest, vehicle_id: int) -> HttpResponse:
    """The truck drives no more. Refused in words while it has stops ahead."""
    vehicle = queries.get_vehicle(vehicle_id)
    actions.retire_vehicle(vehicle, by=request.user.actor, now=timezone.now())
    messages.success(request, _("%(name)s drives no more.") % {"name": vehicle.name})
    return redirect("house:show")


def _change_depot(request: StaffRequest, depot: Depot, form: DepotForm, despite: bool) -> None:
    base, by = desk.Base(**form.cleaned_data), request.user.actor
    desk.change_depot(depot, base, despite=despite, by=by, now=timezone.now())


def _change_truck(request: StaffRequest, vehicle: Vehicle, form: VehicleForm, despite: bool) -> None:
    for name, value in form.own.items():
        setattr(vehicle, name, value)
    by, now = request.user.actor, timezone.now()
    actions.change_vehicle(vehicle, hours=form.hours, despite=despite, by=by, now=now)


def _saved(request: StaffRequest, form: Form, save: Callable[[bool], None], **shown: Any) -> HttpResponse:
    """Save it, or show what it would break; nothing was changed then."""
    template = "house/truck.html" if "vehicle" in shown else "house/depot.html"
    try:
        save("despite" in request.POST)
    except actions.WouldBreak as refused:
        return _show(request, template, form, breaks=refused.faults, despite=DespiteForm(), **shown)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return _show(request, template, form, **shown)
    messages.success(request, _("Changed. It counts from now."))
    return redirect("house:show")


def _show(request: StaffRequest, template: str, form: Form, **shown: Any) -> HttpResponse:
    status = 422 if form.errors or "breaks" in shown else 200
    return render(request, template, {"form": form, **shown}, status=status)
