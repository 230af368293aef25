"""Where an address lies: what is suggested, and what a person confirms. Nothing is taken by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kept.business.rules import Right
from kept.deliveries import actions, addresses, queries
from kept.web.addresses.forms import ConfirmForm, SearchForm
from kept.web.desk.requests import StaffRequest, needs, wants_part

if TYPE_CHECKING:
    from kept.deliveries.models import Delivery


@require_GET
@needs(Right.BOOK_DELIVERIES)
def show_place(request: StaffRequest, delivery_id: int) -> HttpResponse:
    """The part in which an address gets its place; as a page of its own without htmx."""
    return _show(request, queries.get_delivery_for(request.user, delivery_id))


@require_GET
@needs(Right.BOOK_DELIVERIES)
def list_suggestions(request: StaffRequest, delivery_id: int) -> HttpResponse:
    """What the operator's table and server say about the address, or about another spelling of it."""
    delivery = queries.get_delivery_for(request.user, delivery_id)
    form = SearchForm(request.GET)
    asked = (form.cleaned_data["q"] if form.is_valid() else "") or delivery.address
    found = addresses.suggest(asked, country=delivery.depot.location.country)
    if wants_part(request):
        shown = {"found": found, "asked": asked, **_choosing(delivery)}
        return render(request, "addresses/_suggestions.html", shown)
    return _show(request, delivery, found=found, asked=asked)


@require_POST
@needs(Right.BOOK_DELIVERIES)
def create_place(request: StaffRequest, delivery_id: int) -> HttpResponse:
    """Somebody confirms a place: their name and what they went by are written down."""
    delivery = queries.get_delivery_for(request.user, delivery_id)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _show(request, delivery, form=form, status=422)
    latitude, longitude = form.cleaned_data["place"]
    delivery = actions.place(
        delivery,
        latitude=latitude,
        longitude=longitude,
        source=form.cleaned_data["source"],
        by=request.user.actor,
        now=timezone.now(),
    )
    answer = _show(request, delivery, placed=True)
    answer.headers["HX-Trigger"] = "placed"
    return answer


def _show(request: StaffRequest, delivery: Delivery, *, status: int = 200, **extra: Any) -> HttpResponse:
    template = "addresses/_place.html" if wants_part(request) else "addresses/place.html"
    shown = {
        "delivery": delivery,
        "can_look_up": addresses.is_set_up(),
        "asked": delivery.address,
        "may_see_orders": request.user.may(Right.READ_ORDERS),
        **_choosing(delivery),
        **extra,
    }
    return render(request, template, shown, status=status)


def _choosing(delivery: Delivery) -> dict[str, str]:
    """Where a suggestion that somebody chooses is sent to, and what of the page it changes."""
    return {
        "choose": reverse("addresses:create_place", args=[delivery.pk]),
        "target": f"#place-{delivery.pk}",
    }
