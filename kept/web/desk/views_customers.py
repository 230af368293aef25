"""The book of customers: finding one, the page of one, and merges, which are suggested and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.business.rules import Right
from kept.complaints import blind, looks
from kept.complaints import brief as briefs
from kept.complaints import queries as complaints
from kept.conversations import queries as conversations
from kept.customers import actions, queries
from kept.desk import erase, people, tell
from kept.memberships import queries as memberships
from kept.orders import queries as orders
from kept.policies import queries as policies
from kept.promises import queries as promises
from kept.web.desk import brief_rows, forms, lines
from kept.web.desk.names import Names
from kept.web.desk.page import blind_mails
from kept.web.desk.requests import StaffRequest, needs, posted_number, wants_part

if TYPE_CHECKING:
    from kept.customers.models import Customer

MOST_PROMISES = 30


@needs(Right.READ_CUSTOMERS)
def list_customers(request: StaffRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    found = queries.search_for(request.user, words, most=50).prefetch_related("identities")
    template = "desk/_customers.html" if wants_part(request) else "desk/customers.html"
    return render(request, template, {"found": found, "words": words})


def show_customer(request: StaffRequest, customer_id: int) -> HttpResponse:
    """Everything we have of one person, each with its way in."""
    customer = queries.get_customer_for(request.user, customer_id)
    now = timezone.now()
    promised = blind.open_to(request.user, promises.promises_to(customer)[:MOST_PROMISES])
    shown = lines.shown(promised, now=now)
    brief = briefs.get_brief_for(request.user, customer, now=now)
    page = {
        "customer": customer,
        "identities": people.identities_of(customer),
        "brief": brief,
        "brief_rows": brief_rows.rows(brief),
        "owed": [each for each in shown if each.is_open],
        "ended": [each for each in shown if not each.is_open],
        "tellings": policies.told_to(customer),
        "expectations": promises.expectations_of(customer).exclude(source="wish"),
        "wishes": promises.wishes_of(customer),
        "orders": orders.orders_of(customer),
        "memberships": memberships.memberships_of(customer),
        "may_sell": request.user.may(Right.SELL_MEMBERSHIPS),
        "names": Names(),
        "now": now,
        "may_merge": request.user.may(Right.WRITE_CUSTOMERS),
        "may_erase": request.user.may(Right.ERASE_CUSTOMERS),
    }
    return render(request, "desk/customer.html", page | _people(request, customer))


@require_POST
@needs(Right.WRITE_CUSTOMERS)
def create_merge(request: StaffRequest, customer_id: int) -> HttpResponse:
    """The other record is this person, says the one who presses; it can be undone on the same page."""
    into = queries.get_customer_for(request.user, customer_id)
    other = queries.get_customer_for(request.user, posted_number(request, "duplicate"))
    actions.merge(other, into, by=request.user.actor, now=timezone.now())
    return redirect("desk:customer", into.pk)


@require_POST
@needs(Right.WRITE_CUSTOMERS)
def create_page_link(request: StaffRequest, customer_id: int) -> HttpResponse:
    """Mail them the way to their own page."""
    customer = queries.get_customer_for(request.user, customer_id)
    tell.mail_own_page(customer, by=request.user.actor, now=timezone.now())
    messages.success(request, _("Their page is on its way."))
    return redirect("desk:customer", customer.pk)


@require_POST
@needs(Right.WRITE_CUSTOMERS)
def create_undoing(request: StaffRequest, merge_id: int) -> HttpResponse:
    merged = people.get_merge_for(request.user, merge_id)
    actions.undo_merge(merged, by=request.user.actor, now=timezone.now())
    return redirect("desk:customer", merged.into_id)


@needs(Right.ERASE_CUSTOMERS)
def show_erasing(request: StaffRequest, customer_id: int) -> HttpResponse:
    """What goes, what stays, and what stands in the way, before anything is done."""
    customer = erase.get_person_for(request.user, customer_id)
    return _erasing(request, customer, forms.ErasureForm(initial={"because": "asked"}))


@require_POST
@needs(Right.ERASE_CUSTOMERS)
def create_erasure(request: StaffRequest, customer_id: int) -> HttpResponse:
    """Erase this person. What stands in the way is said on the page, and nothing is done."""
    customer = erase.get_person_for(request.user, customer_id)
    form = forms.ErasureForm(request.POST)
    if not form.is_valid():
        return _erasing(request, customer, form, status=422)
    because, now = form.cleaned_data["because"], timezone.now()
    try:
        erase.person(customer, because=because, by=request.user.actor, now=now)
    except erase.NotYet:
        return _erasing(request, customer, form, status=409)
    return redirect("desk:customer", customer.pk)


def _erasing(
    request: StaffRequest, customer: Customer, form: forms.ErasureForm, *, status: int = 200
) -> HttpResponse:
    """Raises LookFirst where what stands in the way would tell a blind reviewer the verdict."""
    obstacles = erase.in_the_way(customer, now=timezone.now())
    blind.refuse(request.user, *(each.ref for each in obstacles))
    page = {"customer": customer, "form": form, "obstacles": obstacles}
    return render(request, "desk/erase.html", page, status=status)


def _people(request: StaffRequest, customer: Customer) -> dict[str, object]:
    complained = list(complaints.complaints_of(customer))
    talks = conversations.of_customer_for(request.user, customer)
    return {
        "duplicates": queries.possible_duplicates(customer),
        "merges": people.merges_into(customer),
        "conversations": talks,
        "blind_mails": blind_mails(request.user, talks),
        "matters": people.matters_of(customer),
        "ratings": complaints.ratings_of(customer),
        "complaints": complained,
        "blind": looks.blind_to(request.user, (each.pk for each in complained)),
    }
