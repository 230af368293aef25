"""Joining at the counter: who, which plan, the words read and each sum ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kept.base.refusals import Refused
from kept.business.rules import Right
from kept.customers import queries as customers
from kept.desk import contract as contracts
from kept.desk import contract_paper
from kept.desk import join as desk
from kept.desk.call import NewCaller, write_down
from kept.desk.contract import OtherWords
from kept.memberships import queries
from kept.web.desk.requests import StaffRequest, needs
from kept.web.joining import begun
from kept.web.memberships.forms_join import JoinerForm, JoinForm
from kept.web.memberships.views_members import members_page
from kept.web.security import download

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
    """The first step: the plan, and what is taken in addition."""
    return _plans(request, customers.get_customer_for(request.user, customer_id))


@needs(Right.SELL_MEMBERSHIPS)
def show_terms(request: StaffRequest, customer_id: int) -> HttpResponse:
    """The second step: price, terms and fees, apart from everything else, to be read here or printed."""
    customer = customers.get_customer_for(request.user, customer_id)
    form = JoinForm(request.GET, plans=list(queries.plans()))
    return _terms(request, customer, form) if form.is_valid() else _plans(request, customer, form=form)


@needs(Right.SELL_MEMBERSHIPS)
def download_to_sign(request: StaffRequest, customer_id: int) -> HttpResponse:
    """The contract on paper before it binds, to be put into the customer's hands."""
    customer = customers.get_customer_for(request.user, customer_id)
    form, now = JoinForm(request.GET, plans=list(queries.plans())), timezone.now()
    if not form.is_valid():
        return _plans(request, customer, form=form)
    contract = contracts.of(form.chosen, form.taken, language=customer.language, now=now)
    file = contract_paper.to_sign(customer, contract, now=now)
    return download(file.name, file.content)


@needs(Right.READ_MEMBERSHIPS)
def download_contract(request: StaffRequest, membership_id: int) -> HttpResponse:
    """The contract as it was agreed to."""
    membership = queries.get_membership_for(request.user, membership_id)
    file = contract_paper.print_contract(membership, now=timezone.now())
    return download(file.name, file.content)


@require_POST
@needs(Right.SELL_MEMBERSHIPS)
def create_membership(request: StaffRequest, customer_id: int) -> HttpResponse:
    customer = customers.get_customer_for(request.user, customer_id)
    form, now = JoinForm(request.POST, plans=list(queries.plans())), timezone.now()
    if not form.is_valid():
        return _plans(request, customer, form=form)
    signing = form.signing(began_at=begun.read(request, now=now))
    try:
        membership = desk.join(customer, signing, by=request.user.actor, now=now)
    except OtherWords as changed:
        return _terms(request, customer, form, again=changed.words)
    return redirect("memberships:member", membership.pk)


def _plans(request: StaffRequest, customer: Customer, *, form: JoinForm | None = None) -> HttpResponse:
    asked = request.GET or request.POST
    shown = {
        "customer": customer,
        "plans": queries.plans(),
        "form": form,
        "chosen": asked.getlist("add_ons"),
    }
    return render(request, "memberships/join.html", shown, status=422 if form is not None else 200)


def _terms(request: StaffRequest, customer: Customer, form: JoinForm, *, again: str = "") -> HttpResponse:
    now = timezone.now()
    shown = {
        "customer": customer,
        "contract": contracts.of(form.chosen, form.taken, language=customer.language, now=now),
        "began": begun.mark(request, now=now),
        "form": form,
        "ticked": request.POST.getlist("ticked"),
        "again": again,
    }
    return render(request, "memberships/join_terms.html", shown, status=422 if again else 200)
