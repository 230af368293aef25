"""The customer's pages: choosing a window, and one promise. Opening them changes nothing; only buttons do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from kept.base.refusals import NotFound, Refused
from kept.deliveries import actions as deliveries
from kept.deliveries import queries, words
from kept.deliveries.rules import LocalWindow
from kept.desk import book, told
from kept.orders import queries as orders
from kept.policies import queries as policies
from kept.promises import actions as promising
from kept.promises import queries as promises
from kept.web.desk import lines
from kept.web.desk.requests import posted_number
from kept.web.desk.views_windows import CAN_CHANGE, days
from kept.web.portal import links
from kept.web.security import by_link

if TYPE_CHECKING:
    from kept.deliveries.models import Delivery
    from kept.policies.models import Version, Wording
    from kept.promises.models import Promise

SCHEDULING = "scheduling"
CAN_BE_RELEASED = ("call_back", "reply", "remedy")


@by_link
def show_window(request: HttpRequest, token: str) -> HttpResponse:
    delivery = _delivery(token, now=timezone.now())
    return _window_page(request, token, delivery)


@require_POST
@by_link
def create_choice(request: HttpRequest, token: str) -> HttpResponse:
    """They chose a window on the page that shows the words: acknowledged (A4), and promised."""
    now = timezone.now()
    delivery = _delivery(token, now=now)
    try:
        window = LocalWindow.parse(request.POST.get("window", ""))
    except ValueError:
        return _window_page(request, token, delivery, 422, problem=_("Please choose one of the windows."))
    if request.POST.get("read") != _mark(_due()):
        return _window_page(
            request, token, delivery, 409, problem=_("Our words have changed. Please read them.")
        )
    try:
        with override(delivery.customer.language):
            book.choose(delivery, window, now=now)
    except deliveries.NoLongerFree as refused:
        return _window_page(request, token, delivery, 409, problem=refused.words)
    return redirect("portal:window", token)


@require_POST
@by_link
def answer_question(request: HttpRequest, token: str) -> HttpResponse:
    """They answer the question about the words on this page (A5 when rightly), or read them once more."""
    now = timezone.now()
    delivery, version = _delivery(token, now=now), posted_number(request, "version")
    if version not in {each.pk for each in _due()}:
        raise NotFound(_("There is no question about this any more."))
    try:
        with override(delivery.customer.language):
            told.answered(delivery.customer, version, _number(request.POST.get("choice", "")), now=now)
    except told.AnsweredOtherwise as refused:
        return _window_page(request, token, delivery, 422, otherwise=refused.words)
    return redirect("portal:window", token)


@by_link
def show_promise(request: HttpRequest, token: str) -> HttpResponse:
    return _promise_page(request, token, _promise(token, now=timezone.now()))


@require_POST
@by_link
def create_release(_request: HttpRequest, token: str) -> HttpResponse:
    """They do not need it any more, and say so themselves."""
    now = timezone.now()
    promise = _promise(token, now=now)
    if promise.kind not in CAN_BE_RELEASED:
        raise Refused(_("This promise stays. Call us if it should be another one."))
    reason = _("Released by the customer on their own page.")
    promising.release(promise, reason=reason, by=promise.customer.actor, now=now)
    return redirect("portal:promise", token)


def _number(choice: str) -> int:
    return int(choice) if choice.isdecimal() else -1


def _delivery(token: str, *, now: datetime) -> Delivery:
    order = orders.by_number(links.read(token, "order", now=now)["order"])
    delivery = queries.delivery_of(order)
    if delivery is None:
        raise NotFound(_("This delivery is cancelled."))
    return delivery


def _promise(token: str, *, now: datetime) -> Promise:
    opens = links.read(token, "promise", now=now)
    found = promises.promises_about(opens["about"]).filter(pk=int(opens["promise"]))
    promise = found.select_related("customer", "location").prefetch_related("facts").first()
    if promise is None:
        raise NotFound(_("There is no such promise."))
    return promise


def _window_page(
    request: HttpRequest,
    token: str,
    delivery: Delivery,
    status: int = 200,
    problem: str = "",
    otherwise: str = "",
) -> HttpResponse:
    customer, now = delivery.customer, timezone.now()
    due = _due()
    with override(customer.language):
        page = {
            "token": token,
            "delivery": delivery,
            "location": delivery.depot.location,
            "promised": _line(delivery, now=now),
            "policies": [(v, _wording(v, customer.language)) for v in due],
            "read": _mark(due),
            "why_no_hour": words.why_no_hour(),
            "problem": problem,
            "otherwise": otherwise,
            "is_over": delivery.state not in CAN_CHANGE,
            "questions": told.questions(customer, due),
        }
        return render(request, "portal/window.html", page | _free(delivery, now=now), status=status)


def _free(delivery: Delivery, *, now: datetime) -> dict[str, Any]:
    """The days that have a free window, and the one that we would suggest."""
    if delivery.state not in CAN_CHANGE:
        return {}
    try:
        quote = queries.quote(delivery, now=now)
    except queries.NotPlaced as refused:
        return {"no_windows": refused.words}
    nearest = quote.by_nearness()
    return {
        "days": [day for day in days(quote) if any(window.free for window in day.windows)],
        "suggested": str(nearest[0].window) if nearest and nearest[0].near else "",
    }


def _promise_page(request: HttpRequest, token: str, promise: Promise) -> HttpResponse:
    with override(promise.customer.language):
        page = {
            "token": token,
            "promise": promise,
            "location": promise.location,
            "shown": lines.Shown(promise, lines.line_of(promise, now=timezone.now())),
            "may_release": promise.settled_at is None and promise.kind in CAN_BE_RELEASED,
        }
        return render(request, "portal/promise.html", page)


def _line(delivery: Delivery, *, now: datetime) -> lines.Shown | None:
    promise = delivery.promise
    return lines.Shown(promise, lines.line_of(promise, now=now)) if promise else None


def _due() -> list[Version]:
    return policies.due_on(SCHEDULING)


def _mark(due: Sequence[Version]) -> str:
    """Which versions stood on the page that was read, so that nobody acknowledges words they never saw."""
    return ",".join(str(version.pk) for version in due)


def _wording(version: Version, language: str) -> Wording:
    return policies.wording_in(version, language)
