"""The customer's page of one promise. Opening it changes nothing; only buttons do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from kept.base.refusals import NotFound, Refused
from kept.desk import window_letters
from kept.desk.links import still_open
from kept.promises import actions as promising
from kept.promises import queries as promises
from kept.web.desk import lines
from kept.web.portal import links
from kept.web.security import by_link

if TYPE_CHECKING:
    from kept.promises.models import Promise

CAN_BE_RELEASED = ("call_back", "reply", "remedy")


@by_link
def show_promise(request: HttpRequest, token: str) -> HttpResponse:
    return _promise_page(request, token, _promise(token))


@require_POST
@by_link
def create_release(_request: HttpRequest, token: str) -> HttpResponse:
    """They do not need it any more, and say so themselves."""
    promise = _promise(token)
    if promise.kind not in CAN_BE_RELEASED:
        raise Refused(_("This promise stays. Call us if it should be another one."))
    reason = _("Released by the customer on their own page.")
    promising.release(promise, reason=reason, by=promise.customer.actor, now=timezone.now())
    return redirect("portal:promise", token)


def _promise(token: str) -> Promise:
    opens = links.read(token, "promise", now=timezone.now())
    found = promises.promises_about(opens["about"]).filter(pk=int(opens["promise"]))
    promise = found.select_related("customer", "location").prefetch_related("facts").first()
    if promise is None:
        raise NotFound(_("There is no such promise."))
    still_open(promise.customer)
    return promise


def _promise_page(request: HttpRequest, token: str, promise: Promise) -> HttpResponse:
    with override(promise.customer.language):
        page = {
            "token": token,
            "promise": promise,
            "location": promise.location,
            "shown": lines.Shown(promise, lines.line_of(promise, now=timezone.now())),
            "may_release": promise.settled_at is None and promise.kind in CAN_BE_RELEASED,
            "in_place_of": window_letters.in_place_of(promise),
            "window_page": links.other_window(promise, now=timezone.now()),
        }
        return render(request, "portal/promise.html", page)
