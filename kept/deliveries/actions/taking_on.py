"""Taking on a delivery for an order, and saying where its address lies."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.deliveries import queries
from kept.deliveries.actions.drives import ask_about
from kept.deliveries.models import Delivery, Depot, State
from kept.ledger import actions as ledger
from kept.orders.models import Order


class OrderCancelled(Refused):
    code = "order_cancelled"


class AlreadyOnItsWay(Refused):
    code = "delivery_on_its_way"


@transaction.atomic
def take_on(order: Order, *, by: Actor, now: datetime) -> Delivery:
    """Open the delivery of an order, with the coordinates that the order gives and none where it gives none.

    It is served from the depot nearest to it, of the order's location where that has any.
    An order that has one keeps it: twice is once. Refused for a cancelled order.
    """
    order = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    if order.cancelled_at is not None:
        raise OrderCancelled(_("Order %(number)s is cancelled.") % {"number": order.number})
    if standing := queries.delivery_of(order):
        return standing
    takes = queries.size_of(order)
    delivery = Delivery.objects.create(
        order=order,
        customer=order.customer,
        depot=queries.depot_for(order),
        address=order.address,
        latitude=order.latitude,
        longitude=order.longitude,
        placed_by=order.made_by if order.latitude is not None else "",
        service_minutes=takes.minutes,
        litres=takes.litres,
        kilograms=takes.kilograms,
        skills=sorted(takes.skills),
        made_at=now,
        made_by=str(by),
    )
    ledger.record("delivery.taken_on", delivery, by=by, at=now, customer=delivery.customer_id, order=order)
    ask_about(delivery, now=now)
    return delivery


@transaction.atomic
def place(
    delivery: Delivery,
    *,
    latitude: float,
    longitude: float,
    source: str = "typed",
    by: Actor,
    now: datetime,
) -> Delivery:
    """Say where the address lies. Refused once a truck is planned to go there: move the window first.

    ``source`` is what somebody went by: typed coordinates, a pin on the map, whoever suggested it.
    Raises ValidationError off the globe.
    """
    delivery = Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    if delivery.state != State.WAITING:
        raise AlreadyOnItsWay(_("A truck is planned for this address already."))
    delivery.latitude, delivery.longitude, delivery.placed_by = latitude, longitude, str(by)
    delivery.depot = queries.nearest_depot((latitude, longitude), location=delivery.depot.location)
    delivery.full_clean()
    delivery.save(update_fields=["latitude", "longitude", "placed_by", "depot"])
    where = f"{latitude:.6f},{longitude:.6f}"
    ledger.record(
        "delivery.placed", delivery, by=by, at=now, customer=delivery.customer_id, where=where, source=source
    )
    ask_about(delivery, now=now)
    return delivery


@transaction.atomic
def serve_from(delivery: Delivery, depot: Depot, *, by: Actor, now: datetime) -> Delivery:
    """The dispatcher has it brought from another depot. Refused once a truck is planned. Twice is once."""
    delivery = Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    if delivery.state != State.WAITING:
        raise AlreadyOnItsWay(_("A truck is planned for this address already."))
    if delivery.depot_id != depot.pk:
        delivery.depot = depot
        delivery.save(update_fields=["depot"])
        ledger.record("delivery.depot", delivery, by=by, at=now, customer=delivery.customer_id, depot=depot)
    return delivery
