"""A truck is lost or late: seen before it is written, and confirmed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kept.base.refusals import Refused
from kept.business.queries import colleagues
from kept.business.rules import Right, Role
from kept.deliveries import words
from kept.desk import mishap
from kept.web.desk import lines
from kept.web.desk.requests import StaffRequest, needs
from kept.web.dispatch.forms import DriverForm

if TYPE_CHECKING:
    from datetime import datetime

    from kept.business.models import Staff
    from kept.deliveries.models import Stop, Vehicle
    from kept.web.promise_line import Line

LOST = 0
WHAT = [
    (30, gettext_lazy("half an hour late")),
    (60, gettext_lazy("an hour late")),
    (120, gettext_lazy("two hours late")),
    (LOST, gettext_lazy("lost from now on")),
]


class Unreadable(Refused):
    code = "mishap_unreadable"


class MishapForm(forms.Form):
    """What befell which truck of today, and why."""

    vehicle = forms.TypedChoiceField(coerce=int, label=gettext_lazy("Truck"))
    what = forms.TypedChoiceField(coerce=int, choices=WHAT, label=gettext_lazy("What happened"))
    because = forms.CharField(max_length=200, required=False, label=gettext_lazy("Why, for your colleagues"))


@dataclass(frozen=True)
class Row:
    """A stop of the foreseen day: the line of its promise, and who brings it or what is free."""

    stop: Stop
    line: Line
    said: str


@needs(Right.PLAN_DELIVERIES)
def show_mishap(request: StaffRequest) -> HttpResponse:
    """Say what happened; then see who can be kept by whom. Nothing is written by looking."""
    now = timezone.now()
    form = _form(request, now=now)
    page: dict[str, Any] = {
        "form": form,
        "befallen": mishap.befallen_today(request.user, now=now),
        "now": now,
    }
    if request.GET and form.is_valid():
        found = mishap.foresee(_mishap(request, form, now=now), now=now)
        page |= {
            "foreseen": found,
            "order": json.dumps(found.order),
            "without_driver": mishap.without_driver(found.mishap, found.order, staff=request.user, now=now),
            "drivers": colleagues(Role.DRIVER),
        } | _rows(found, now=now)
    return render(request, "dispatch/mishap.html", page, status=422 if request.GET and form.errors else 200)


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_mishap(request: StaffRequest) -> HttpResponse:
    """Write it with the routes as they were seen. Whom nobody can keep stands on the board."""
    now = timezone.now()
    form = _form(request, now=now)
    if not form.is_valid():
        raise _unreadable()
    order, version = order_of(request)
    befell = _mishap(request, form, now=now)
    drivers = _drivers(request, befell, order, now=now)
    repaired = mishap.confirm(befell, order, version=version, drivers=drivers, staff=request.user, now=now)
    said = _("%(truck)s: written down. The routes are as you saw them.")
    if not repaired:
        said = _("%(truck)s: written down. The other trucks keep their routes.")
    messages.success(request, said % {"truck": befell.vehicle.name})
    for truck in mishap.without_driver(befell, order, staff=request.user, now=now) if repaired else []:
        messages.warning(
            request, _("Nobody drives %(truck)s yet. Name a driver under Trucks.") % {"truck": truck.name}
        )
    return redirect("dispatch:today")


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_return(request: StaffRequest, vehicle_id: int) -> HttpResponse:
    """It drives again as its shift says."""
    now = timezone.now()
    vehicle = mishap.get_truck_for(request.user, vehicle_id, now=now)
    mishap.drives_again(vehicle, staff=request.user, now=now)
    messages.success(request, _("%(truck)s drives again.") % {"truck": vehicle.name})
    return redirect("dispatch:today")


def _form(request: StaffRequest, *, now: datetime) -> MishapForm:
    form = MishapForm((request.POST if request.method == "POST" else request.GET) or None)
    trucks = mishap.trucks_of_today(request.user, now=now)
    form.fields["vehicle"].choices = [(truck.pk, truck.name) for truck in trucks]  # type: ignore[attr-defined]  # of a choice field
    return form


def _mishap(request: StaffRequest, form: MishapForm, *, now: datetime) -> mishap.Mishap:
    said = form.cleaned_data
    vehicle = mishap.get_truck_for(request.user, said["vehicle"], now=now)
    if said["what"] == LOST:
        return mishap.Mishap(vehicle, lost_at=now, because=said["because"])
    return mishap.late(vehicle, minutes=said["what"], because=said["because"], now=now)


def order_of(request: StaffRequest) -> tuple[mishap.Order, int]:
    """The routes and the version that the page showed. Raises Unreadable."""
    try:
        order = {
            int(truck): ([int(key) for key in keys], [int(at) for at in reloads])
            for truck, (keys, reloads) in json.loads(request.POST.get("order", "")).items()
        }
        return order, int(request.POST.get("version", ""))
    except (ValueError, TypeError, AttributeError):
        raise Unreadable(_("The page did not say which routes were meant. Please look again.")) from None


def _drivers(
    request: StaffRequest, befell: mishap.Mishap, order: mishap.Order, *, now: datetime
) -> dict[Vehicle, Staff]:
    """Who was named for the trucks that nobody drives yet. Raises Unreadable."""
    named = {}
    for truck in mishap.without_driver(befell, order, staff=request.user, now=now):
        form = DriverForm(request.POST, prefix=str(truck.pk))
        if not form.is_valid():
            raise _unreadable()
        if driver := form.cleaned_data["driver"]:
            named[truck] = driver
    return named


def _unreadable() -> Unreadable:
    return Unreadable(_("The page did not say what happened to which truck. Please look again."))


def _rows(found: mishap.Foreseen, *, now: datetime) -> dict[str, Any]:
    zone = found.mishap.vehicle.depot.location.zone
    taken_over = _("%(truck)s brings it.")
    return {
        "moved": [_row(each.stop, taken_over % {"truck": each.truck}, now=now) for each in found.moved],
        "to_call": [_row(each.stop, _instead(each, zone), now=now) for each in found.to_call],
    }


def _row(stop: Stop, said: str, *, now: datetime) -> Row:
    return Row(stop, lines.line_of(stop.promise, now=now), said)


def _instead(each: mishap.ToCall, zone: Any) -> str:
    said = []
    if each.instead is not None:
        first, last = (at.astimezone(zone).time() for at in each.instead)
        said.append(_("Today a truck could still come %(span)s.") % {"span": words.say_span(first, last)})
    return " ".join([*said, words.next_best(each.windows)])
