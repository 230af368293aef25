"""Where an order's address lies: suggestions that somebody confirms with the customer; nothing is guessed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.base.refusals import Refused
from kept.business.rules import Right
from kept.deliveries import actions as deliveries
from kept.deliveries import addresses, queries
from kept.orders import queries as orders
from kept.web.addresses.forms import ConfirmForm
from kept.web.desk.requests import StaffRequest, needs
from kept.web.desk.views_windows import changed, show_panel


class NoPlace(Refused):
    code = "place_not_named"


@needs(Right.READ_ORDERS, Right.BOOK_DELIVERIES)
def show_places(request: StaffRequest, order_id: int) -> HttpResponse:
    """Where the address may lie, for somebody to ask the customer. Other servers may take seconds."""
    order = orders.get_order_for(request.user, order_id)
    delivery = queries.delivery_of(order)
    page = {
        "found": addresses.suggest(order.address, country=order.location.country),
        "asked": order.address,
        "choose": reverse("desk:create_order_place", args=[order.pk]),
        "target": f"#windows-of-{order.pk}",
        "conversation_id": request.GET.get("conversation", ""),
        "elsewhere": reverse("addresses:place", args=[delivery.pk]) if delivery else "",
    }
    return render(request, "addresses/_suggestions.html", page)


@require_POST
@needs(Right.READ_ORDERS, Right.BOOK_DELIVERIES)
def create_place(request: StaffRequest, order_id: int) -> HttpResponse:
    """The customer says that this is it: from now on windows can be quoted."""
    order = orders.get_order_for(request.user, order_id)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise NoPlace(_("Please choose one of the places."))
    latitude, longitude = form.cleaned_data["place"]
    source = form.cleaned_data["source"]
    by, now = request.user.actor, timezone.now()
    delivery = deliveries.take_on(order, by=by, now=now)
    deliveries.place(delivery, latitude=latitude, longitude=longitude, source=source, by=by, now=now)
    return changed(show_panel(request, order))
