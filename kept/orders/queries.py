"""Finding orders."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.customers.models import Customer
from kept.customers.queries import ids_of
from kept.orders.models import Invoice, Order, Paper


def get_order_for(staff: Staff, pk: int) -> Order:
    require(staff, Right.READ_ORDERS)
    order = Order.objects.select_related("customer", "location").filter(pk=pk).first()
    if order is None:
        raise NotFound(_("We have no such order."))
    return order


def by_number(number: str) -> Order:
    """The order with this number. Raises NotFound."""
    order = Order.objects.select_related("customer", "location").filter(number=number.strip()).first()
    if order is None:
        raise NotFound(_("We have no order %(number)s.") % {"number": number[:40]})
    return order


def get_invoice_for(staff: Staff, order_id: int) -> Invoice:
    """The invoice of an order, for who may read orders. Raises NotFound while none was issued."""
    require(staff, Right.READ_ORDERS)
    invoice = _invoices().filter(order=order_id).first()
    if invoice is None:
        raise NotFound(_("This order has no invoice yet. Print it first."))
    return invoice


def get_invoice(pk: int) -> Invoice:
    """An invoice by its number, for whoever prints it."""
    return _invoices().get(pk=pk)


def invoice_of(order: Order) -> Invoice | None:
    """The invoice of an order; None while none was issued."""
    return _invoices().filter(order=order).first()


def paper_of(invoice: Invoice) -> bytes | None:
    """The invoice as it was printed; None while it was not."""
    kept = Paper.objects.filter(invoice=invoice).first()
    return None if kept is None else bytes(kept.content)


def printed_for(customers: Collection[int]) -> QuerySet[Invoice]:
    """The invoices of these customers that were printed, newest first."""
    return (
        _invoices().filter(order__customer__in=customers, paper__isnull=False).order_by("-issued_at", "-pk")
    )


def orders_of(customer: Customer) -> QuerySet[Order]:
    """This person's orders, newest first, with their lines at hand."""
    return (
        Order.objects.filter(customer__in=ids_of(customer))
        .select_related("location", "invoice")
        .prefetch_related("lines")
        .order_by("-placed_at", "-pk")
    )


def search_for(staff: Staff, words: str, *, most: int = 20) -> QuerySet[Order]:
    """Orders whose number begins with, or whose address has, these words."""
    require(staff, Right.READ_ORDERS)
    found = Order.objects.select_related("customer")
    return (found.filter(number__istartswith=words) | found.filter(address__icontains=words)).order_by(
        "-placed_at"
    )[:most]


def _invoices() -> QuerySet[Invoice]:
    return Invoice.objects.select_related("order__customer", "order__location").prefetch_related(
        "order__lines", "policies__policy"
    )
