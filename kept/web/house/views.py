"""Opening the desk for the first time, and keeping its house. Each form posts to an address of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.business import queries
from kept.business.rules import Right, Role
from kept.deliveries import queries as deliveries
from kept.desk import found as desk
from kept.memberships import actions as memberships
from kept.policies import queries as told
from kept.web.context import ROLES
from kept.web.desk.requests import StaffRequest, needs
from kept.web.house import forms, founding
from kept.web.security import open_to_all


@open_to_all
@require_http_methods(["GET", "POST"])
def found(request: HttpRequest, token: str) -> HttpResponse:
    founding.check(token)
    form = forms.FoundingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            desk.found(desk.Founding(**form.cleaned_data), now=timezone.now())
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            messages.success(request, _("The desk is open. Log in as its owner."))
            return redirect(f"{reverse('account_login')}?next={reverse('house:show')}")
    return render(request, "house/found.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@needs(Right.WRITE_POLICIES)
def show(request: StaffRequest) -> HttpResponse:
    return _page(request)


@require_POST
@needs(Right.MANAGE_STAFF)
def create_staff(request: StaffRequest) -> HttpResponse:
    form = forms.HireForm(request.POST)
    if not form.is_valid():
        return _page(request, hire=form)
    hired = desk.Hired(**form.cleaned_data)
    staff = desk.hire(hired, location=request.user.location, by=request.user.actor, now=timezone.now())
    return _done(request, _("%(name)s can log in now.") % {"name": staff.name})


@require_POST
@needs(Right.PLAN_DELIVERIES, Right.WRITE_POLICIES)
def create_truck(request: StaffRequest) -> HttpResponse:
    form = _truck_form(request.POST)
    if not form.is_valid():
        return _page(request, truck=form)
    driver, home = form.cleaned_data.pop("driver"), form.cleaned_data.pop("home", "")
    latitude, longitude = form.cleaned_data.pop("place", (None, None))
    truck = desk.Truck(
        **form.cleaned_data,
        driver=queries.get_staff(int(driver)) if driver else None,
        home=deliveries.get_depot(int(home)) if home else None,
        latitude=latitude,
        longitude=longitude,
    )
    vehicle = desk.add_truck(truck, location=request.user.location, by=request.user.actor, now=timezone.now())
    return _done(request, _("%(name)s can be booked now.") % {"name": vehicle.name})


@require_POST
@needs(Right.WRITE_POLICIES)
def create_plan(request: StaffRequest) -> HttpResponse:
    form = forms.PlanForm(request.POST, currency=request.user.location.currency)
    if not form.is_valid():
        return _page(request, plan=form)
    asked = form.cleaned_data
    add_ons = ((asked["add_on"], asked["add_on_price"]),) if asked["add_on"] else ()
    draft = memberships.PlanDraft(name=asked["name"], price=asked["price"], add_ons=add_ons)
    plan = memberships.make_plan(
        draft, location=request.user.location, by=request.user.actor, now=timezone.now()
    )
    return _done(request, _("%(name)s can be sold now.") % {"name": plan.name})


def _truck_form(given: Any = None) -> forms.TruckForm:
    drivers = [(str(one.pk), one.name) for one in queries.colleagues(Role.DRIVER)]
    depots = [(str(depot.pk), depot.name) for depot in deliveries.depots()]
    return forms.TruckForm(given, drivers=drivers, depots=depots)


def _page(request: StaffRequest, **wrong: Form) -> HttpResponse:
    context = {
        "hire": forms.HireForm(auto_id="hire_%s"),
        "truck": _truck_form(),
        "plan": forms.PlanForm(currency=request.user.location.currency, auto_id="plan_%s"),
        "colleagues": [(one, ROLES[Role(one.role)]) for one in queries.colleagues()],
        "versions": told.current_versions(),
        "depots": deliveries.depots(),
        "trucks": deliveries.vehicles(),
        "plans": desk.plans(),
        "location": request.user.location,
        "may_hire": request.user.may(Right.MANAGE_STAFF),
        **wrong,
    }
    return render(request, "house/show.html", context, status=422 if wrong else 200)


def _done(request: StaffRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("house:show")
