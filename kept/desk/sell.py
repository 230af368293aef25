"""Orders come in: entered, confirmed to their customers, and waiting for a window, in one move."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.base.actors import Actor
from kept.business.queries import get_location
from kept.deliveries import actions as deliveries
from kept.deliveries.queries import delivery_of, has_depot
from kept.desk import book, tell
from kept.orders import actions as orders
from kept.orders.models import Order
from kept.orders.rules import Sale, read_sales


def take_orders(content: bytes, *, by: Actor, now: datetime) -> list[Order]:
    """Take a CSV file of orders, whole or not at all, and queue each confirmation. Returns the new orders.

    Raises orders.rules.BadOrderFile, which names every bad line.
    """
    location = get_location()
    return take_sales(read_sales(content, currency=location.currency, zone=location.zone), by=by, now=now)


@transaction.atomic
def take_sales(sales: list[Sale], *, by: Actor, now: datetime) -> list[Order]:
    """Enter these sales, all or none, confirm and take on each. Returns the new orders.

    Raises orders.rules.BadOrderFile naming those that stand already with other content.
    """
    entered = orders.enter(sales, location=get_location(), by=by, now=now)
    for order in entered:
        tell.confirm_order(order, by=by, now=now)
        if has_depot():
            deliveries.take_on(order, by=by, now=now)
    return entered


@transaction.atomic
def cancel(order: Order, *, reason: str, by: Actor, now: datetime) -> Order:
    """The customer does not want it any more: the order ends, and its delivery. No reason is needed."""
    order = orders.cancel(order, by=by, now=now)
    delivery = delivery_of(order)
    if delivery is not None:
        book.cancel(delivery, reason=reason, by=by, now=now)
    return order
