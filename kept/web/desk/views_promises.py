"""Promises: what is due, one with its facts and ledger entries, and ending it by what happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.base.refusals import Refused
from kept.business.rules import Right
from kept.complaints import blind
from kept.desk import exit as leaving
from kept.ledger import queries as ledger
from kept.promises import actions, queries
from kept.promises.owed import DECIDED_BY, Kind
from kept.web.desk import lines
from kept.web.desk.forms import FactForm, ReasonForm
from kept.web.desk.names import Names
from kept.web.desk.requests import StaffRequest, needs

if TYPE_CHECKING:
    from kept.base.actors import Actor
    from kept.base.money import Money
    from kept.promises.models import Promise

IN_SIGHT = timedelta(days=400)  # an open promise further off than this is not a matter of today's list
BY_HAND = ("call_back", "reply", "refund", "remedy")


class EndsByItself(Refused):
    code = "promise_ends_by_itself"


@needs(Right.READ_PROMISES)
def list_promises(request: StaffRequest) -> HttpResponse:
    """Every promise that is still open, the one due soonest first."""
    now = timezone.now()
    found = queries.due_between(now - IN_SIGHT, now + IN_SIGHT).open()
    found = found.select_related("customer", "location").prefetch_related("facts")
    shown = lines.shown(blind.open_to(request.user, found), now=now)
    soon = now + timedelta(hours=24)
    groups = [
        (_("Past their time"), [each for each in shown if each.promise.until < now]),
        (_("Due within a day"), [each for each in shown if now <= each.promise.until < soon]),
        (_("Later"), [each for each in shown if each.promise.until >= soon]),
    ]
    return render(request, "desk/promises.html", {"groups": groups, "count": len(shown)})


def show_promise(request: StaffRequest, promise_id: int) -> HttpResponse:
    promise = _promise(request, promise_id)
    return render(request, "desk/promise.html", _page(request, promise))


@require_POST
@needs(Right.MAKE_PROMISES)
def create_fact(request: StaffRequest, promise_id: int) -> HttpResponse:
    """Write down that it was done: a call, a payment, a reply. A delivery is kept by the driver's arrival."""
    promise = _promise(request, promise_id)
    if promise.kind not in BY_HAND:
        raise EndsByItself(_("This promise is kept by what is recorded where it happens, not by hand."))
    form = FactForm(request.POST, kind=promise.kind, currency=promise.currency)
    if not form.is_valid():
        return render(request, "desk/promise.html", _page(request, promise) | {"fact": form}, status=422)
    _write_down(promise, form, by=request.user.actor, now=timezone.now())
    return _back(request, promise)


@require_POST
@needs(Right.MAKE_PROMISES)
def create_release(request: StaffRequest, promise_id: int) -> HttpResponse:
    """The customer freed us, by their own word, which is the reason."""
    promise = _promise(request, promise_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/promise.html", _page(request, promise) | {"release": form}, status=422)
    actions.release(promise, reason=form.cleaned_data["reason"], by=request.user.actor, now=timezone.now())
    return _back(request, promise)


def _write_down(promise: Promise, form: FactForm, *, by: Actor, now: datetime) -> None:
    """The fact, as it was said. Money of an exit is a payment of its membership, too."""
    money: Money | None = form.cleaned_data["money"]
    if money is not None and leaving.paid_back(promise, money, reference=form.evidence, by=by, now=now):
        return
    happened = actions.Happened(
        kind=DECIDED_BY[Kind(promise.kind)],
        at=now,
        source="staff",
        reached=form.cleaned_data["reached"],
        amount=money,
        evidence=form.evidence,
    )
    actions.record(promise, happened, by=by, now=now)


def _promise(request: StaffRequest, promise_id: int) -> Promise:
    """Raises LookFirst for a remedy that would tell a blind reviewer the verdict."""
    blind.refuse(request.user, f"promise:{promise_id}")
    return queries.get_promise_for(request.user, promise_id)


def _page(request: StaffRequest, promise: Promise) -> dict[str, object]:
    now = timezone.now()
    entries = ledger.entries_about(f"promise:{promise.pk}")
    return {
        "shown": lines.Shown(promise, lines.line_of(promise, now=now)),
        "promise": promise,
        "customer": promise.customer,
        "facts": promise.facts.all(),
        "replaced_by": queries.promises_to(promise.customer).filter(replaces=promise).first(),
        "entries": entries if request.user.may(Right.READ_LEDGER) else [],
        "by_hand": promise.kind in BY_HAND,
        "may_end": request.user.may(Right.MAKE_PROMISES),
        "names": Names(),
        "now": now,
    }


def _back(request: HttpRequest, promise: Promise) -> HttpResponse:
    """To the page it was pressed on: a conversation's, or the promise's own."""
    number = request.POST.get("conversation", "")
    if number.isdecimal():
        return redirect("desk:conversation", int(number))
    return redirect("desk:promise", promise.pk)
