"""Entering sales, and handing over their invoices."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.models import Location
from kept.customers import actions as customers
from kept.customers import queries as people
from kept.customers import rules as identities
from kept.customers.models import Customer
from kept.customers.rules import ERASED
from kept.ledger import actions as ledger
from kept.orders.models import Invoice, Line, Order, Paper
from kept.orders.rules import BadOrderFile, Item, Sale
from kept.policies.models import Version


class AlreadyCancelled(Refused):
    code = "order_already_cancelled"


@transaction.atomic
def enter(sales: list[Sale], *, location: Location, by: Actor, now: datetime) -> list[Order]:
    """Enter the sales of a file, all or none. Returns the new ones; an order entered before is left as it is.

    Who enters at the same time takes turns: the second sees what the first has entered, and whom.
    Raises BadOrderFile naming every order whose number stands already with other content, or whose
    address or number cannot be read.
    """
    Location.objects.select_for_update(no_key=True).get(pk=location.pk)
    bad: list[str] = []
    entered = []
    for sale in sales:
        standing = Order.objects.filter(number=sale.number).prefetch_related("lines").first()
        if standing is not None:
            if not _same(standing, sale):
                bad.append(f"order {sale.number}: stands already with other content")
            continue
        try:
            with transaction.atomic():
                entered.append(_enter(sale, location=location, by=by, now=now))
        except Refused as refused:
            bad.append(f"order {sale.number}: {refused.words}")
    if bad:
        raise BadOrderFile(bad)
    return entered


@transaction.atomic
def issue_invoice(order: Order, *, policies: Sequence[Version], by: Actor, now: datetime) -> Invoice:
    """Give the order its invoice, which prints these policies. Issued twice, the first one stands."""
    Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    issued = Invoice.objects.filter(order=order).first()
    if issued is not None:
        return issued
    invoice = Invoice.objects.create(order=order, number=f"INV-{order.number}", issued_at=now)
    invoice.policies.set(policies)
    ledger.record(
        "invoice.issued",
        invoice,
        by=by,
        at=now,
        customer=order.customer_id,
        order=order,
        number=invoice.number,
        total=order.total.minor,
        currency=order.currency,
        policies=list(policies),
    )
    return invoice


@transaction.atomic
def keep_paper(invoice: Invoice, content: bytes, *, now: datetime) -> Paper:
    """Keep the invoice as it was printed. Printed by two at once, the first one's stands."""
    Invoice.objects.select_for_update(no_key=True).get(pk=invoice.pk)
    kept = Paper.objects.filter(invoice=invoice).first()
    return kept or Paper.objects.create(invoice=invoice, content=content, made_at=now)


@transaction.atomic
def hand_over_invoice(order: Order, *, by: Actor, now: datetime) -> Invoice:
    """The invoice was put into the customer's hands. Twice is once."""
    invoice = issue_invoice(order, policies=(), by=by, now=now)
    if invoice.handed_over_at is None:
        invoice.handed_over_at = now
        invoice.save(update_fields=["handed_over_at"])
        ledger.record("invoice.handed_over", invoice, by=by, at=now, customer=order.customer_id, order=order)
    return invoice


@transaction.atomic
def cancel(order: Order, *, by: Actor, now: datetime) -> Order:
    """The customer does not want it any more: no reason asked."""
    order = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    if order.cancelled_at is not None:
        raise AlreadyCancelled(_("This order is cancelled already."))
    order.cancelled_at = now
    order.save(update_fields=["cancelled_at"])
    ledger.record("order.cancelled", order, by=by, at=now, customer=order.customer_id)
    return order


@transaction.atomic
def forget(people: Collection[int]) -> None:
    """Empty where the orders of these customers went, and the papers that print their name.

    Numbers, lines, sums and days stay: the books need them.
    """
    orders = Order.objects.filter(customer__in=people)
    Paper.objects.filter(invoice__order__in=orders).delete()
    orders.update(address=ERASED, latitude=None, longitude=None)


def _enter(sale: Sale, *, location: Location, by: Actor, now: datetime) -> Order:
    order = Order.objects.create(
        number=sale.number,
        customer=_customer(sale, location=location, by=by, now=now),
        location=location,
        placed_at=sale.placed_at,
        currency=location.currency,
        prices_include_tax=location.prices_include_tax,
        address=sale.address,
        latitude=sale.latitude,
        longitude=sale.longitude,
        made_at=now,
        made_by=str(by),
    )
    for item in sale.items:
        Line.objects.create(
            order=order,
            article=item.article,
            quantity=item.quantity,
            minor=item.price.minor,
            tax=item.tax,
            service_minutes=item.minutes,
            litres=item.litres,
            kilograms=item.kilograms,
            skills=list(item.skills),
        )
    ledger.record("order.entered", order, by=by, at=now, customer=order.customer_id, number=sale.number)
    return order


def _customer(sale: Sale, *, location: Location, by: Actor, now: datetime) -> Customer:
    """Who bought: found by e-mail address, then by phone number, else new."""
    email = identities.normal_email(sale.email) if sale.email else ""
    phone = identities.normal_phone(sale.phone, location.country) if sale.phone else ""
    by_email = people.by_identity("email", email) if email else None
    by_phone = people.by_identity("phone", phone) if phone else None
    language, since = sale.language or location.language, sale.placed_at.date()
    found = (
        by_email or by_phone or customers.add(sale.customer, language=language, since=since, by=by, now=now)
    )
    if email and by_email is None:
        customers.add_email(found, email, now=now)
    if phone and by_phone is None:
        customers.add_phone(found, phone, country=location.country, now=now)
    return found


def _same(order: Order, sale: Sale) -> bool:
    lines = [
        Item(
            line.article, line.quantity, Money(line.minor, order.currency), line.service_minutes, line.litres,
            line.tax, line.kilograms, tuple(line.skills),
        )
        for line in order.lines.order_by("pk")
    ]  # fmt: skip
    return (order.placed_at, order.address, lines) == (sale.placed_at, sale.address, list(sale.items))
