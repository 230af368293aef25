"""The day board, and what is said there about an address or a visit."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kept.base.refusals import NotFound
from kept.business.rules import Right
from kept.deliveries import actions, addresses, queries
from kept.desk import arrive
from kept.web.desk.requests import StaffRequest, needs
from kept.web.dispatch import page
from kept.web.dispatch.forms import DayForm, PlaceForm


@needs(Right.PLAN_DELIVERIES)
def show_board(request: StaffRequest) -> HttpResponse:
    """A day of trucks; today unless asked otherwise. A day that cannot be read is today's too."""
    form = DayForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    try:
        depot = queries.get_depot(asked.get("depot"))
    except NotFound:
        if queries.has_depot():
            raise
        return render(request, "dispatch/none.html", {"may_add": request.user.may(Right.WRITE_POLICIES)})
    on = asked.get("day") or timezone.now().astimezone(depot.location.zone).date()
    if asked.get("since") is not None and asked["since"] == queries.day_of(depot, on).version:
        return HttpResponse(status=204)  # the page asks from time to time whether anything is new
    return page.show(request, depot, on)


@require_GET
@needs(Right.PLAN_DELIVERIES)
def show_suggestions(request: StaffRequest, delivery_id: int) -> HttpResponse:
    """Where an address may lie, for a person to look at. Other servers may take seconds."""
    delivery = queries.get_delivery_for(request.user, delivery_id)
    found = addresses.suggest(delivery.address, country=delivery.depot.location.country)
    elsewhere = reverse("addresses:place", args=[delivery.pk])
    shown = {"found": found, "asked": delivery.address, "elsewhere": elsewhere}
    return render(request, "addresses/_suggestions.html", shown)


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_place(request: StaffRequest, delivery_id: int) -> HttpResponse:
    """Say where an address lies, as a person saw it on a map: from then on windows can be quoted."""
    delivery = queries.get_delivery_for(request.user, delivery_id)
    form = PlaceForm(request.POST)
    on = form.day or timezone.now().astimezone(delivery.depot.location.zone).date()
    if not form.is_valid():
        return page.show(request, delivery.depot, on, placing=(delivery.pk, form), status=422)
    latitude, longitude = form.cleaned_data["place"]
    source, by = form.cleaned_data["source"], request.user.actor
    actions.place(delivery, latitude=latitude, longitude=longitude, source=source, by=by, now=timezone.now())
    said = page.Said(_("%(address)s has its place now.") % {"address": delivery.address})
    return page.answer(request, delivery.depot, on, said)


@require_POST
@needs(Right.PLAN_DELIVERIES)
def create_missed(request: StaffRequest, stop_id: int) -> HttpResponse:
    """No truck came, and we know it."""
    stop = queries.get_stop_for(request.user, stop_id)
    arrive.miss(stop, by=request.user.actor, now=timezone.now())
    said = _("%(name)s: the promise is broken, and the delivery waits for a new window.")
    messages.success(request, said % {"name": stop.delivery.customer.name})
    return redirect(page.address_of(stop.plan.depot, stop.plan.on))
