"""The desk's way out: two clicks beside the conversation, the record of an exit, and the figures."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.base.periods import Period
from kept.base.refusals import NotFound
from kept.business.rules import Right
from kept.conversations import queries as conversations
from kept.customers.queries import canonical
from kept.desk import exit as leaving
from kept.desk import receipts
from kept.memberships import actions, figures, queries
from kept.memberships.actions.leave import ShowAgain
from kept.web.desk.names import Names
from kept.web.desk.requests import StaffRequest, needs, wants_part
from kept.web.memberships import page
from kept.web.memberships.forms import AddressForm, EndForm, OfferForm, PaymentForm

if TYPE_CHECKING:
    from kept.conversations.models import Conversation
    from kept.memberships.models import Cancellation

SHOWN_DAYS = 90
MOST_ROWS = 200
_PASSED_ON = ("conversation__customer", "to_staff", "to_team")


@needs(Right.READ_MEMBERSHIPS)
def show_panel(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """The customer's memberships, what they owe and were told, and the two clicks; as a part or as a page."""
    conversation = conversations.get_conversation_for(request.user, conversation_id)
    return _panel(request, conversation, now=timezone.now())


@require_POST
@needs(Right.CANCEL_MEMBERSHIPS)
def create_money(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """The first click: the asking is kept, the money is shown."""
    conversation = conversations.get_conversation_to_write_for(request.user, conversation_id)
    membership = queries.get_membership_for(request.user, _number(request.POST.get("membership", "")))
    form = EndForm(request.POST, membership=membership, running=queries.running_add_ons(membership))
    now = timezone.now()
    if not form.is_valid():
        return _panel(request, conversation, now=now, form=form, status=422)
    wanted = leaving.Wanted(form.choice, conversation, asked_at=form.asked_at)
    leaving.show(membership, wanted, staff=request.user, by=request.user.actor, now=now)
    return _panel(request, conversation, now=now)


@require_POST
def create_confirmation(request: StaffRequest, exit_id: int) -> HttpResponse:
    """The second click: it ends, the receipt leaves."""
    row = queries.get_exit_for(request.user, exit_id)
    form, now = AddressForm(request.POST), timezone.now()
    if not form.is_valid():
        return _after(request, row, now=now, address_form=form, status=422)
    try:
        row = leaving.confirm(row, address=form.cleaned_data["address"], by=request.user.actor, now=now)
    except ShowAgain as again:
        return _after(request, row, now=now, again=again.words, status=422)
    return _after(request, row, now=now)


@require_POST
def create_undoing(request: StaffRequest, exit_id: int) -> HttpResponse:
    """The customer stays after all, and said so to us."""
    row = queries.get_exit_for(request.user, exit_id)
    now = timezone.now()
    return _after(request, leaving.undo(row, by=request.user.actor, now=now), now=now)


@require_POST
def create_receipt(request: StaffRequest, exit_id: int) -> HttpResponse:
    """The receipt was printed and is in their hands."""
    row = queries.get_exit_for(request.user, exit_id)
    now = timezone.now()
    leaving.receipt_handed_over(row, by=request.user.actor, now=now)
    return _after(request, row, now=now)


@require_POST
def create_payment(request: StaffRequest, exit_id: int) -> HttpResponse:
    """Money went back."""
    row = queries.get_exit_for(request.user, exit_id)
    form, now = PaymentForm(request.POST, currency=row.currency), timezone.now()
    if not form.is_valid():
        return _record(request, row, now=now, payment_form=form, status=422)
    actions.pay_back(
        row,
        form.cleaned_data["amount"],
        at=now,
        reference=form.cleaned_data["reference"],
        by=request.user.actor,
        now=now,
    )
    return redirect("memberships:exit", row.pk)


@require_POST
def create_offer(request: StaffRequest, exit_id: int) -> HttpResponse:
    """Write down that somebody made an offer. The desk itself shows none."""
    row = queries.get_exit_for(request.user, exit_id)
    form, now = OfferForm(request.POST), timezone.now()
    if not form.is_valid():
        return _record(request, row, now=now, offer_form=form, status=422)
    actions.show_offer(row, form.cleaned_data["what"], by=request.user.actor, now=now)
    return redirect("memberships:exit", row.pk)


def show_exit(request: StaffRequest, exit_id: int) -> HttpResponse:
    """One exit with every row behind it."""
    return _record(request, queries.get_exit_for(request.user, exit_id), now=timezone.now())


@needs(Right.READ_MEMBERSHIPS)
def list_exits(request: StaffRequest) -> HttpResponse:
    """How people were let go in the last 90 days: each figure, and the rows that it counts."""
    now = timezone.now()
    during = Period(now - timedelta(days=SHOWN_DAYS), now + timedelta(seconds=1))
    shown = {
        "figures": figures.count(during),
        "days": SHOWN_DAYS,
        "exits": figures.exits(during)[:MOST_ROWS],
        "offers": figures.offers_shown(during).select_related("cancellation__membership__customer")[
            :MOST_ROWS
        ],
        "hand_overs": figures.hand_overs(during).select_related(*_PASSED_ON)[:MOST_ROWS],
        "fees": figures.fees_tried(during).select_related("customer", "term__version__policy")[:MOST_ROWS],
        "names": Names(),
    }
    return render(request, "memberships/exits.html", shown)


def _panel(
    request: StaffRequest,
    conversation: Conversation,
    *,
    now: datetime,
    form: EndForm | None = None,
    address_form: AddressForm | None = None,
    again: str = "",
    status: int = 200,
) -> HttpResponse:
    customer = canonical(conversation.customer)
    shown = {
        "conversation": conversation,
        "customer": customer,
        "memberships": page.memberships_of(customer, now=now),
        "form": form,
        "address_form": address_form,
        "again": again,
        "knows_address": page.knows_address(customer),
        "may_cancel": request.user.may(Right.CANCEL_MEMBERSHIPS),
        "now": now,
    }
    template = "memberships/_panel.html" if wants_part(request) else "memberships/panel.html"
    return render(request, template, shown, status=status)


def _after(
    request: StaffRequest,
    row: Cancellation,
    *,
    now: datetime,
    address_form: AddressForm | None = None,
    again: str = "",
    status: int = 200,
) -> HttpResponse:
    """Back where it was done: the panel beside the conversation, or the exit's own page.

    When something ended, the whole conversation is read again: what we owe and what was said have changed.
    """
    number = request.POST.get("conversation", "")
    if not number:
        if status == 200:
            return redirect("memberships:exit", row.pk)
        return _record(request, row, now=now, again=again, status=status)
    conversation = conversations.get_conversation_for(request.user, _number(number))
    if wants_part(request) and status == 200:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if status == 200:
        return redirect("memberships:panel", conversation.pk)
    return _panel(request, conversation, now=now, address_form=address_form, again=again, status=status)


def _record(
    request: StaffRequest,
    row: Cancellation,
    *,
    now: datetime,
    offer_form: OfferForm | None = None,
    payment_form: PaymentForm | None = None,
    again: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = {
        "exit": page.show_exit(row, now=now),
        "customer": row.membership.customer,
        "askings": row.askings.select_related("conversation"),
        "steps": row.steps.all(),
        "joining_steps": row.membership.steps.filter(cancellation=None).count(),
        "offers": row.offers.order_by("at", "pk"),
        "hand_overs": queries.hand_overs_of(row).select_related("from_staff", "to_staff", "to_team"),
        "tried": row.applications.select_related("term__version__policy").order_by("at", "pk"),
        "payments": row.payments.all(),
        "printed": _printed(row, now=now),
        "offer_form": offer_form,
        "payment_form": payment_form,
        "again": again,
        "names": Names(),
        "now": now,
    }
    return render(request, "memberships/exit.html", shown, status=status)


def _printed(row: Cancellation, *, now: datetime) -> str:
    """The receipt to hand over where no mail could leave."""
    if row.confirmed_at is None or row.receipt_id is not None:
        return ""
    with translation.override(row.membership.customer.language):
        return receipts.receipt(row, link=leaving.way_out(row.membership, now=now))


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise NotFound(_("We have no such membership."))
    return int(text)
