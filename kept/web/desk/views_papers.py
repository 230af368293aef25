"""Papers at the desk: the invoice printed and handed over at the counter, and what left to be read again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kept.business.rules import Right
from kept.desk import papers, tell, told
from kept.orders import queries as orders
from kept.web.desk.requests import StaffRequest, needs
from kept.web.security import download


@require_POST
@needs(Right.READ_ORDERS, Right.WRITE_CONVERSATIONS)
def create_invoice(request: StaffRequest, order_id: int) -> HttpResponse:
    """Print the invoice, with the policies due at the purchase on it."""
    order = orders.get_order_for(request.user, order_id)
    papers.print_for(order, by=request.user.actor, now=timezone.now())
    return redirect("desk:order", order.pk)


@require_POST
@needs(Right.READ_ORDERS, Right.WRITE_CONVERSATIONS)
def create_handing_over(request: StaffRequest, order_id: int) -> HttpResponse:
    """It is in the customer's hands now: what it prints was told."""
    order = orders.get_order_for(request.user, order_id)
    tell.hand_over(order, by=request.user.actor, now=timezone.now())
    return redirect("desk:order", order.pk)


def download_invoice(request: StaffRequest, order_id: int) -> HttpResponse:
    file = told.printed(orders.get_invoice_for(request.user, order_id))
    return download(file.name, file.content)


def download_paper(request: StaffRequest, paper_id: int) -> HttpResponse:
    """A paper or a receipt, as it left with a mail."""
    file = told.paper_for(request.user, paper_id)
    return download(file.name, file.content)
