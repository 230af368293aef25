"""Joining at the counter: who, which plan, the contract's words read and ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kept.base.refusals import Refused
from kept.business.rules import Right
from kept.customers import queries as customers
from kept.desk import join as desk
from kept.desk.call import NewCaller, write_down
from kept.memberships import queries
from kept.policies.queries import wording_in
from kept.web.desk.requests import StaffRequest, needs
from kept.web.memberships.forms_join import JoinerForm, JoinForm
from kept.web.memberships.views_members import members_page

if TYPE_CHECKING:
    from kept.customers.models import Customer


@require_POST
@needs(Right.SELL_MEMBERSHIPS, Right.WRITE_CUSTOMERS)
def create_joiner(request: StaffRequest) -> HttpResponse:
    """Somebody new is written down; then they join."""
    form = JoinerForm(request.POST)
    if form.is_valid():
        try:
            customer = write_down(NewCaller(**form.cleaned_data), staff=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.words)
        else:
            return redirect("memberships:join", customer.pk)
    return members_page(request, form=form, status=422)


@needs(Right.SELL_MEMBERSHIPS)
def show_join(request: StaffRequest, customer_id: int) -> HttpResponse:
    """The plans, and the contract in its exact words, to be read on this page or printed."""
    return _page(request, customers.get_customer_for(request.user, customer_id))


@require_POST
@needs(Right.SELL_MEMBERSHIPS)
def create_membership(request: StaffRequest, customer_id: int) -> HttpResponse:
    customer = customers.get_customer_for(request.user, customer_id)
    form = JoinForm(request.POST, plans=list(queries.plans()))
    if not form.is_valid():
        return _page(request, customer, form=form)
    try:
        membership = desk.join(customer, form.signing, by=request.user.actor, now=timezone.now())
    except desk.OtherWords as changed:
        form.add_error(None, changed.words)
        return _page(request, customer, form=form)
    return redirect("memberships:member", membership.pk)


def _page(request: StaffRequest, customer: Customer, *, form: JoinForm | None = None) -> HttpResponse:
    versions = desk.contracts()
    shown = {
        "customer": customer,
        "plans": queries.plans(),
        "contracts": [(version, wording_in(version, customer.language)) for version in versions],
        "shown": " ".join(str(version.pk) for version in versions),
        "form": form,
        "chosen": request.POST.getlist("add_ons"),
        "now": timezone.now(),
    }
    return render(request, "memberships/join.html", shown, status=422 if form is not None else 200)
