"""The customer's own way out: a signed link, the money, one confirmation. No log-in, no reason, no offer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kept.base.refusals import NotFound
from kept.business.queries import get_location
from kept.desk import exit as leaving
from kept.memberships import queries
from kept.memberships.actions.leave import ShowAgain
from kept.web.memberships import page
from kept.web.memberships.forms import EndForm, MailboxForm
from kept.web.security import by_link, open_to_all

if TYPE_CHECKING:
    from kept.memberships.models import Cancellation, Membership


@open_to_all
@never_cache
def show_ask(request: HttpRequest) -> HttpResponse:
    """For whoever has no link: it goes to their mailbox. The answer tells nobody who is a member here."""
    form = MailboxForm(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    if asked:
        leaving.send_links(form.cleaned_data["address"], now=timezone.now())
    shown = {"form": form, "asked": asked, "location": get_location()}
    status = 422 if request.method == "POST" and not asked else 200
    return render(request, "memberships/ask.html", shown, status=status)


@by_link
@require_GET
def show_leave(request: HttpRequest, token: str) -> HttpResponse:
    """What they have, and how each part of it ends. Opening it writes nothing: mail scanners open links."""
    now = timezone.now()
    return _page(request, leaving.open_link(token, now=now), token, now=now)


@by_link
@require_POST
def create_money(request: HttpRequest, token: str) -> HttpResponse:
    """The first of two steps: the asking counts from now, and the money is shown."""
    now = timezone.now()
    membership = leaving.open_link(token, now=now)
    form = EndForm(request.POST, membership=membership, running=queries.running_add_ons(membership))
    if not form.is_valid():
        return _page(request, membership, token, now=now, form=form, status=422)
    leaving.show(membership, leaving.Wanted(form.choice), by=membership.customer.actor, now=now)
    return redirect("memberships:leave", token)


@by_link
@require_POST
def create_confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """The second step."""
    now = timezone.now()
    membership = leaving.open_link(token, now=now)
    row = _exit_of(request, membership)
    try:
        leaving.confirm(row, by=membership.customer.actor, now=now)
    except ShowAgain as again:
        return _page(request, membership, token, now=now, again=again.words, status=422)
    return redirect("memberships:leave", token)


@by_link
@require_POST
def create_undoing(request: HttpRequest, token: str) -> HttpResponse:
    """They stay after all."""
    now = timezone.now()
    membership = leaving.open_link(token, now=now)
    leaving.undo(_exit_of(request, membership), by=membership.customer.actor, now=now)
    return redirect("memberships:leave", token)


def _exit_of(request: HttpRequest, membership: Membership) -> Cancellation:
    """The exit named in the form, if it is one of this membership. Raises NotFound."""
    number = request.POST.get("exit", "")
    row = queries.get_exit(int(number)) if number.isdecimal() and len(number) < 18 else None
    if row is None or row.membership_id != membership.pk:
        raise NotFound(_("Nothing has been asked to end. Please choose first what is to end."))
    return row


def _page(
    request: HttpRequest,
    membership: Membership,
    token: str,
    *,
    now: datetime,
    form: EndForm | None = None,
    again: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page in the customer's own language."""
    shown = {
        "shown": page.show(membership, now=now),
        "customer": membership.customer,
        "location": membership.location,
        "zone": membership.location.zone,
        "token": token,
        "form": form,
        "again": again,
        "now": now,
    }
    with translation.override(membership.customer.language):
        return render(request, "memberships/leave.html", shown, status=status)
