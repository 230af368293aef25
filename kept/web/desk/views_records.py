"""Records opened one by one: orders, policies, a telling with its exact words, a matter, ledger entries."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.business.rules import Right
from kept.complaints import blind
from kept.complaints import queries as complaints
from kept.customers import queries as customers
from kept.deliveries import queries as deliveries
from kept.deliveries.queries.door import proofs_of
from kept.desk import people, sealing, sell, told
from kept.ledger import queries as ledger
from kept.orders import queries as orders
from kept.outbox import queries as outbox
from kept.policies import queries as policies
from kept.promises import queries as promises
from kept.web.desk import lines
from kept.web.desk.names import Names
from kept.web.desk.requests import StaffRequest, needs
from kept.web.policies.changes import change
from kept.web.security import download

MOST_ENTRIES = 200
LATEST_ENTRIES = 40
MOST_PAPERS = 20


@needs(Right.READ_ORDERS)
def list_orders(request: StaffRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    found = orders.search_for(request.user, words, most=50)
    may_import = request.user.may(Right.IMPORT_ORDERS)
    return render(request, "desk/orders.html", {"found": found, "words": words, "may_import": may_import})


def show_order(request: StaffRequest, order_id: int) -> HttpResponse:
    order = orders.get_order_for(request.user, order_id)
    delivery = deliveries.delivery_of(order)
    page = {
        "order": order,
        "delivery": delivery,
        "may_cancel": order.cancelled_at is None
        and (delivery is None or delivery.takes_a_window)
        and request.user.may(Right.BOOK_DELIVERIES),
        "customer": order.customer,
        "order_lines": order.lines.all(),
        "proofs": proofs_of(delivery) if delivery else [],
        "invoice": orders.invoice_of(order),
        "may_hand_over": request.user.may(Right.WRITE_CONVERSATIONS),
        "papers": outbox.papers_for(customers.ids_of(order.customer))[:MOST_PAPERS],
        "tellings": policies.told_to(order.customer).filter(about=f"order:{order.pk}"),
    }
    return render(request, "desk/order.html", page)


@require_POST
@needs(Right.READ_ORDERS, Right.BOOK_DELIVERIES)
def create_cancellation(request: StaffRequest, order_id: int) -> HttpResponse:
    """They do not want it any more: whoever answers ends it, and nobody asks why."""
    order = orders.get_order_for(request.user, order_id)
    said = _("Cancelled at the customer’s word.")
    sell.cancel(order, reason=said, by=request.user.actor, now=timezone.now())
    return redirect("desk:order", order.pk)


def show_delivery(request: StaffRequest, delivery_id: int) -> HttpResponse:
    """A delivery is shown with its order, windows and all."""
    return redirect("desk:order", deliveries.get_delivery_for(request.user, delivery_id).order_id)


def list_policies(request: StaffRequest) -> HttpResponse:
    page = {
        "versions": policies.cards_for(request.user),
        "may_write": request.user.may(Right.WRITE_POLICIES),
    }
    return render(request, "desk/policies.html", page)


def show_policy(request: StaffRequest, version_id: int) -> HttpResponse:
    """A version, and what changed since the one before it, or since ``?since=NUMBER``."""
    version = policies.get_version_for(request.user, version_id)
    versions = list(policies.versions_of(version.policy))
    since = request.GET.get("since") or str(version.number - 1)
    older = next((each for each in versions if str(each.number) == since), None)
    page = {
        "version": version,
        "versions": versions,
        "change": change(older, version) if older else None,
        "may_write": request.user.may(Right.WRITE_POLICIES),
        "names": Names(),
    }
    return render(request, "desk/policy.html", page)


def show_telling(request: StaffRequest, disclosure_id: int) -> HttpResponse:
    """The exact words, their hash, and how the evidence grew."""
    telling = policies.get_disclosure_for(request.user, disclosure_id)
    page = {
        "telling": telling,
        "customer": telling.customer,
        "same_words": telling.wording.sha256 == telling.words_sha256,
        "entries": _entries(request, f"disclosure:{telling.pk}"),
        "names": Names(),
    }
    return render(request, "desk/telling.html", page)


def show_matter(request: StaffRequest, matter_id: int) -> HttpResponse:
    """A matter with its contacts, and whether the first person settled it."""
    matter = people.get_matter_for(request.user, matter_id)
    now = timezone.now()
    page = {
        "matter": matter,
        "customer": matter.customer,
        "contacts": matter.contacts.select_related("conversation").order_by("at", "pk"),
        "promised": lines.shown(promises.promises_about(matter.about), now=now) if matter.about else [],
        "names": Names(),
        "now": now,
    }
    return render(request, "desk/matter.html", page)


@needs(Right.READ_LEDGER)
def list_entries(request: StaffRequest) -> HttpResponse:
    """What the ledger says about one row ("promise:7"), or what was written last, with hash and number.

    Raises LookFirst for a row that would tell a blind reviewer the verdict; among the last it is left out.
    """
    about = request.GET.get("about", "")
    newest = ledger.latest_checkpoint()
    blind.refuse(request.user, about)
    found = ledger.entries_about(about) if about else ledger.latest_entries()
    most = MOST_ENTRIES if about else LATEST_ENTRIES
    rows = list(found.select_related("leaf", "payload")[:most])
    hidden = blind.hidden_among(request.user, (entry.subject for entry in rows))
    entries = [
        {
            "entry": entry,
            "says": _without_frame(ledger.payload_of(entry)),
            "genuine": ledger.payload_is_genuine(entry),
            "number": entry.leaf.number,
            "is_proven": newest is not None
            and entry.leaf.number is not None
            and entry.leaf.number < newest.size,
        }
        for entry in rows
        if entry.subject not in hidden
    ]
    page = {
        "about": about,
        "entries": entries,
        "wait": len(rows) - len(entries),
        "newest": newest,
        "keys": ledger.public_keys(),
        "names": Names(),
    }
    return render(request, "desk/ledger.html", page)


@require_POST
@needs(Right.READ_LEDGER)
def create_proof(request: StaffRequest) -> HttpResponse:
    """The receipt for one row, or for all that a customer was told and promised; sealed now."""
    about, now = request.POST.get("about", ""), timezone.now()
    kind, _colon, number = about.partition(":")
    if kind == "customer" and number.isdecimal():
        customer = customers.get_customer_for(request.user, int(number))
        blind.refuse(request.user, *(f"complaint:{each.pk}" for each in complaints.complaints_of(customer)))
        file = told.receipt(customer, now=now)
    else:
        blind.refuse(request.user, about)
        file = sealing.receipt([about], now=now).file
    return download(file.name, file.content)


def _without_frame(payload: dict[str, object] | None) -> dict[str, object] | None:
    """What an entry says beyond who and about what, which stand beside it anyway."""
    if payload is None:
        return None
    return {
        key: value
        for key, value in payload.items()
        if key not in ("by", "subject") and value not in ("", None)
    }


def _entries(request: StaffRequest, about: str) -> object:
    return ledger.entries_about(about) if request.user.may(Right.READ_LEDGER) else []
