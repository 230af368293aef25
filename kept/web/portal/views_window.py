"""The page on which a customer chooses when we come, and chooses anew. Opening it changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from kept.base.calendars import local_instant
from kept.base.refusals import NotFound, Refused
from kept.deliveries import actions as deliveries
from kept.deliveries import queries, words
from kept.deliveries.rules import LocalWindow, read_day
from kept.desk import book, make_good, papers, told, unplaced, window_letters, wishes
from kept.desk.links import still_open
from kept.ledger.actions import ref
from kept.orders import queries as orders
from kept.policies import queries as policies
from kept.promises import queries as promises
from kept.web import windows
from kept.web.desk import lines
from kept.web.desk.requests import posted_number, wants_part
from kept.web.limits import too_often
from kept.web.portal import links
from kept.web.security import by_link, download

if TYPE_CHECKING:
    from kept.deliveries.models import Delivery
    from kept.policies.models import Version
    from kept.promises.models import WishMade

SCHEDULING = "scheduling"
DAYS_AT_ONCE = 4
MOST_WISHES, WISHES_WITHIN = 60, timedelta(hours=1)  # each may set the trucks searching for half a second


class TooManyWishes(Refused):
    code = "too_many_wishes"


class NothingPromised(NotFound):
    """There is no window to put into a calendar."""


@by_link
def show_window(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, token, _delivery(token))


@require_POST
@by_link
def create_choice(request: HttpRequest, token: str) -> HttpResponse:
    """They chose on the page that shows the words: acknowledged (A4), and promised. Of several, the best."""
    delivery, only = _delivery(token), request.POST.get("only")
    try:
        ticked = windows.chosen([only] if only else request.POST.getlist("window"))
    except ValueError:
        ticked = []
    if not ticked:
        return _page(request, token, delivery, 422, problem=_("Please choose one of the windows."))
    if request.POST.get("read") != _mark(_due()):
        problem = _("Our words have changed. Please read them; your choice is still ticked.")
        return _page(request, token, delivery, 409, problem=problem, ticked=ticked)
    now = timezone.now()
    try:
        with override(delivery.customer.language):
            if len(ticked) == 1:
                book.choose(delivery, ticked[0], now=now)
            else:
                book.choose_any(delivery, ticked, now=now)
    except deliveries.NoLongerFree as refused:
        with override(delivery.customer.language):
            problem = windows.taken_meanwhile(refused)
        return _page(request, token, _delivery(token), 409, problem=problem, ticked=ticked)
    except book.AlreadyLoading as refused:
        return _page(request, token, _delivery(token), 409, problem=refused.words)
    return redirect("portal:window", token)


@require_POST
@by_link
def create_wish(request: HttpRequest, token: str) -> HttpResponse:
    """They ask for a window that is taken, or for an hour: checked, answered, kept."""
    delivery, now = _delivery(token), timezone.now()
    with override(delivery.customer.language):
        asked = _asked(request, delivery)
        if asked is None:
            return _page(request, token, delivery, 422, problem=_("Please say which day and which hour."))
        if too_often(request, "wish", most=MOST_WISHES, within=WISHES_WITHIN):
            raise TooManyWishes(_("That is a lot of wishes for one hour. Call us, and we find it together."))
        answered = wishes.ask(delivery, asked, by=delivery.customer.actor, now=now)
        answer: dict[str, Any] = {
            "answered": answered,
            "asked": windows.Window(asked.window) if asked.window else None,
            "instead": windows.instead(answered),
        }
        if wants_part(request):
            return render(request, "portal/_asked.html", answer)
    ticked = windows.chosen(request.POST.getlist("window")) if asked.window else []
    return _page(request, token, delivery, ticked=ticked, **answer)


@require_POST
@by_link
def create_call(request: HttpRequest, token: str) -> HttpResponse:
    """We do not know where they live, and never guess: they want to be called, and are promised that."""
    delivery = _delivery(token)
    with override(delivery.customer.language):
        unplaced.call_me(delivery, request.POST.get("said", "")[:2000], now=timezone.now())
    return redirect("portal:window", token)


@require_POST
@by_link
def answer_question(request: HttpRequest, token: str) -> HttpResponse:
    """They answer the question about the words on this page (A5 when rightly), or read them once more."""
    delivery, version = _delivery(token), posted_number(request, "version")
    if version not in {each.pk for each in _due()}:
        raise NotFound(_("There is no question about this any more."))
    choice = request.POST.get("choice", "")
    number = int(choice) if choice.isdecimal() else -1
    try:
        with override(delivery.customer.language):
            told.answered(delivery.customer, version, number, now=timezone.now())
    except told.AnsweredOtherwise as refused:
        return _page(request, token, delivery, 422, otherwise=refused.words)
    return redirect("portal:window", token)


@by_link
def download_calendar(_request: HttpRequest, token: str) -> HttpResponse:
    """The promised window for their own calendar, the same entry as in the mail."""
    delivery = _delivery(token)
    if delivery.promise is None or delivery.promise.settled_at is not None:
        raise NothingPromised(_("No window is promised for this delivery."))
    file = papers.calendar_of(delivery.promise)
    answer = download(file.name, file.content)
    answer.headers["Content-Type"] = file.content_type
    return answer


def _delivery(token: str) -> Delivery:
    order = orders.by_number(links.read(token, "order", now=timezone.now())["order"])
    delivery = queries.delivery_of(order)
    if delivery is None:
        raise NotFound(_("This delivery is cancelled."))
    still_open(delivery.customer)
    return delivery


def _asked(request: HttpRequest, delivery: Delivery) -> wishes.Asked | None:
    """The taken window or the hour that they ask for; None when half of it is missing."""
    try:
        if text := request.POST.get("asked_window"):
            window = LocalWindow.parse(text)
            return wishes.Asked(words.say(window), window=window)
        day = read_day(request.POST.get("day", ""))
        at = time.fromisoformat(request.POST.get("at", ""))
    except ValueError:
        return None
    said = request.POST.get("said", "").strip() or f"{words.say_day(day)}, {at:%H:%M}"
    hour = local_instant(day, at.replace(tzinfo=None), delivery.depot.location.zone)
    return wishes.Asked(said[: words.WISH_LONGEST], hour=hour)


def _page(
    request: HttpRequest, token: str, delivery: Delivery, status: int = 200, **extra: Any
) -> HttpResponse:
    customer, now, due = delivery.customer, timezone.now(), _due()
    with override(customer.language):
        page = {
            "token": token,
            "delivery": delivery,
            "location": delivery.depot.location,
            "promised": _line(delivery, now=now),
            "in_place_of": window_letters.in_place_of(delivery.promise) if delivery.promise else "",
            "any_of": _any_of(delivery),
            "policies": [(each, policies.wording_in(each, customer.language)) for each in due],
            "read": _mark(due),
            "why_no_hour": words.why_no_hour(),
            "is_over": not delivery.takes_a_window,
            "questions": told.questions(customer, due),
            "typed": request.POST,
            "ticked": frozenset(map(str, extra.pop("ticked", ()))),
        }
        return render(
            request, "portal/window.html", page | _offered(delivery, now=now) | extra, status=status
        )


def _offered(delivery: Delivery, *, now: datetime) -> dict[str, Any]:
    """The days that have a free window or one that may be asked for; or why there are none."""
    if not delivery.takes_a_window:
        return {}
    try:
        quote = queries.quote(delivery, now=now)
    except queries.NotPlaced as refused:
        return {"unplaced": refused.words, "call": unplaced.call_owed(delivery)}
    standing = window_letters.standing_window(delivery)
    why = book.why_fixed(standing, quote) if standing else None
    if standing and why and delivery.promise and not make_good.was_warned(delivery.promise):
        return {"fixed": book.AlreadyLoading(standing, why).words}
    by_day = windows.days(quote, but=standing)
    offered = [day for day in by_day if day.has_free]
    return {
        "days": offered[:DAYS_AT_ONCE],
        "later_days": offered[DAYS_AT_ONCE:],
        "full_days": [day for day in by_day if day.is_full],
        "every_day": by_day,
    }


def _line(delivery: Delivery, *, now: datetime) -> lines.Shown | None:
    promise = delivery.promise
    return lines.Shown(promise, lines.line_of(promise, now=now)) if promise else None


def _any_of(delivery: Delivery) -> WishMade | None:
    """What they said when they did not mind which, if that is how their window was chosen."""
    if delivery.promise is None:
        return None
    minded = promises.wishes_of(delivery.customer).filter(about=ref(delivery), wished_at=None, granted=True)
    return minded.filter(promise=delivery.promise).first()


def _due() -> list[Version]:
    return policies.due_on(SCHEDULING)


def _mark(due: Sequence[Version]) -> str:
    """Which versions stood on the page that was read, so that nobody acknowledges words they never saw."""
    return ",".join(str(version.pk) for version in due)
