"""When a truck can truly come: one order's windows, the wish and its answer, booking, moving, the link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.base.refusals import Refused
from kept.business.rules import Right
from kept.customers.queries import email_of
from kept.deliveries import actions as deliveries
from kept.deliveries import addresses, queries, words
from kept.desk import book, window_letters, wishes
from kept.ledger.actions import ref
from kept.orders import queries as orders
from kept.promises import queries as promises
from kept.web import windows
from kept.web.desk import lines
from kept.web.desk.forms import BookingForm, HourForm
from kept.web.desk.requests import StaffRequest, needs, wants_part

if TYPE_CHECKING:
    from kept.deliveries.models import Delivery
    from kept.orders.models import Order

DAYS_AT_ONCE = 5


class NoAddress(Refused):
    code = "link_without_address"


@needs(Right.READ_ORDERS, Right.BOOK_DELIVERIES)
def show_windows(request: StaffRequest, order_id: int) -> HttpResponse:
    order = orders.get_order_for(request.user, order_id)
    return show_panel(request, order)


@require_POST
@needs(Right.READ_ORDERS, Right.BOOK_DELIVERIES)
def create_wish(request: StaffRequest, order_id: int) -> HttpResponse:
    """They name an hour: kept, answered with the true reason and the windows around it."""
    order = orders.get_order_for(request.user, order_id)
    form = HourForm(request.POST, zone=order.location.zone)
    if not form.is_valid():
        return show_panel(request, order, 422, hour_form=form, typed=request.POST)
    asked = wishes.Asked(form.cleaned_data["asked"], hour=form.cleaned_data["hour"])
    return changed(show_panel(request, order, answered=_ask(request, order, asked)))


@require_POST
@needs(Right.READ_ORDERS, Right.BOOK_DELIVERIES)
def create_any_wish(request: StaffRequest, order_id: int) -> HttpResponse:
    """They don't mind which: kept as just that, answered by where a truck is nearest."""
    order = orders.get_order_for(request.user, order_id)
    answered = _ask(request, order, wishes.Asked(_("I don’t mind which")))
    return changed(show_panel(request, order, answered=answered))


@require_POST
@needs(Right.READ_ORDERS, Right.BOOK_DELIVERIES)
def create_window_wish(request: StaffRequest, order_id: int) -> HttpResponse:
    """They want a window that is taken: the trucks are asked to rearrange."""
    order = orders.get_order_for(request.user, order_id)
    form = BookingForm(request.POST)
    if not form.is_valid():
        return show_panel(request, order, 422)
    window = form.cleaned_data["window"]
    answered = _ask(request, order, wishes.Asked(words.say(window), window=window))
    if not wants_part(request):
        return show_panel(request, order)
    asked = {"answered": answered, "asked": windows.Window(window), "instead": windows.instead(answered)}
    return changed(render(request, "desk/_window_asked.html", asked))


@require_POST
@needs(Right.READ_ORDERS, Right.BOOK_DELIVERIES)
def create_booking(request: StaffRequest, order_id: int) -> HttpResponse:
    """Book a window, or move to it. When somebody was quicker, the panel says so with what is free now."""
    order = orders.get_order_for(request.user, order_id)
    form = BookingForm(request.POST)
    if not form.is_valid():
        return show_panel(request, order, 422)
    now, by = timezone.now(), request.user.actor
    delivery = deliveries.take_on(order, by=by, now=now)
    window = form.cleaned_data["window"]
    try:
        if delivery.state == "scheduled":
            book.move(delivery, window, wish=form.cleaned_data["wish"], by=by, now=now)
        else:
            wish = promises.wishes_of(delivery.customer).filter(about=ref(delivery), answered_at=None).first()
            book.book(delivery, window, wish=wish, by=by, now=now)
    except deliveries.NoLongerFree as refused:
        return show_panel(request, order, 422, refused=windows.taken_meanwhile(refused), typed=request.POST)
    return changed(show_panel(request, order))


@require_POST
@needs(Right.READ_ORDERS, Right.BOOK_DELIVERIES)
def create_link(request: StaffRequest, order_id: int) -> HttpResponse:
    """Send the small page on which the customer chooses, and acknowledges by choosing."""
    order = orders.get_order_for(request.user, order_id)
    now = timezone.now()
    delivery = deliveries.take_on(order, by=request.user.actor, now=now)
    if window_letters.invite(delivery, by=request.user.actor, now=now) is None:
        raise NoAddress(
            _("We know no e-mail address of them. Ask for one, or book while they are on the phone.")
        )
    return show_panel(request, order, sent_to=email_of(delivery.customer))


def _ask(request: StaffRequest, order: Order, asked: wishes.Asked) -> wishes.Answered:
    by, now = request.user.actor, timezone.now()
    delivery = deliveries.take_on(order, by=by, now=now)
    return wishes.ask(delivery, asked, by=by, now=now)


def show_panel(request: StaffRequest, order: Order, status: int = 200, **extra: Any) -> HttpResponse:
    """The panel as it stands now. Without JavaScript, the page that it belongs to."""
    if not wants_part(request) and request.method == "POST" and status == 200:
        number = request.POST.get("conversation", "")
        return (
            redirect("desk:conversation", int(number))
            if number.isdecimal()
            else redirect("desk:order", order.pk)
        )
    now = timezone.now()
    delivery = queries.delivery_of(order)
    shown = {
        "order": order,
        "delivery": delivery,
        "conversation_id": request.GET.get("conversation") or request.POST.get("conversation", ""),
        "promised": _line(delivery),
        "may_choose": delivery is None or delivery.takes_a_window,
        "moving": delivery is not None and delivery.state == "scheduled",
        "why_no_hour": words.why_no_hour(),
        "now": now,
    }
    return render(request, "desk/_windows.html", shown | _offered(order, delivery) | extra, status=status)


def _offered(order: Order, delivery: Delivery | None) -> dict[str, Any]:
    """The windows that stand open, or the words that say why none can be named."""
    if delivery is not None and not delivery.takes_a_window:
        return {}
    try:
        quote = queries.quote(delivery or order, now=timezone.now())
    except queries.NotPlaced as refused:
        return {"no_windows": refused.words, "may_be_found": addresses.is_set_up()}
    except Refused as refused:
        return {"no_windows": refused.words}
    standing = window_letters.standing_window(delivery)
    by_day = windows.days(quote, but=standing)
    return {
        "quote": quote,
        "best": windows.best(quote, but=standing),
        "days": by_day[:DAYS_AT_ONCE],
        "later_days": by_day[DAYS_AT_ONCE:],
    }


def _line(delivery: Delivery | None) -> lines.Shown | None:
    if delivery is None or delivery.promise is None:
        return None
    return lines.Shown(delivery.promise, lines.line_of(delivery.promise, now=timezone.now()))


def changed(answer: HttpResponse) -> HttpResponse:
    """Let the page around the panel read anew what we owe and what was told."""
    answer.headers["HX-Trigger"] = "kept-changed"
    return answer
