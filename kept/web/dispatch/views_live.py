"""About to break: today's promises in danger, each with one tap that tells the customer before they ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.base.refusals import Refused
from kept.business.rules import Right
from kept.deliveries import actions as deliveries
from kept.deliveries import words, words_live
from kept.deliveries.rules import Free, LocalWindow
from kept.desk import about_to_break, mishap, warn
from kept.web.desk import lines
from kept.web.desk.requests import StaffRequest, needs
from kept.web.promise_line import Line

if TYPE_CHECKING:
    from kept.desk.about_to_break import Endangered
    from kept.promises.models import Fact


class NoWindow(Refused):
    code = "window_not_chosen"


@dataclass(frozen=True)
class Choice:
    """A window that they may take instead."""

    free: Free

    @property
    def words(self) -> str:
        return words.say(self.free.window)


@dataclass(frozen=True)
class Row:
    """A promise in danger, in words."""

    each: Endangered
    line: Line
    expected: str
    outlook: str
    why: str

    @property
    def choices(self) -> list[Choice] | None:
        return None if self.each.windows is None else [Choice(free) for free in self.each.windows]

    @property
    def mailed(self) -> Fact | None:
        return next((fact for fact in self.each.told if fact.source == warn.MAIL), None)

    @property
    def phoned(self) -> Fact | None:
        return next((fact for fact in self.each.told if fact.source == warn.PHONE), None)


@needs(Right.BOOK_DELIVERIES)
def show_today(request: StaffRequest) -> HttpResponse:
    """Who is to be told, and who was. The page asks anew by itself."""
    now = timezone.now()
    board = about_to_break.board_for(request.user, now=now)
    may_plan = request.user.may(Right.PLAN_DELIVERIES)
    page = {
        "to_tell": [_row(each, now=now) for each in board.to_tell],
        "told": [_row(each, now=now) for each in board.told],
        "unpublished": board.unpublished,
        "without_driver": board.without_driver,
        "may_see_orders": request.user.may(Right.READ_ORDERS),
        "befallen": mishap.befallen_today(request.user, now=now) if may_plan else [],
        "may_plan": may_plan,
        "now": now,
    }
    return render(request, "dispatch/live.html", page)


@require_POST
@needs(Right.BOOK_DELIVERIES)
def create_warning(request: StaffRequest, stop_id: int) -> HttpResponse:
    """One tap: they are told by mail, with what they get and may choose."""
    now = timezone.now()
    stop, seen = about_to_break.get_for(request.user, stop_id, now=now)
    warn.by_mail(stop, seen, staff=request.user, now=now)
    return _back(request, _("%(name)s is told. The mail is on its way."), stop.delivery.customer.name)


@require_POST
@needs(Right.BOOK_DELIVERIES)
def create_call(request: StaffRequest, stop_id: int) -> HttpResponse:
    """They were phoned."""
    now = timezone.now()
    stop, seen = about_to_break.get_for(request.user, stop_id, now=now)
    warn.by_phone(stop, seen, staff=request.user, now=now)
    return _back(request, _("Noted: %(name)s was called."), stop.delivery.customer.name)


@require_POST
@needs(Right.BOOK_DELIVERIES)
def create_move(request: StaffRequest, stop_id: int) -> HttpResponse:
    """They were phoned, and took another window. The old one counts as well: it was at our wish."""
    now = timezone.now()
    stop, seen = about_to_break.get_for(request.user, stop_id, now=now)
    try:
        window = LocalWindow.parse(request.POST.get("window", ""))
    except ValueError:
        raise NoWindow(_("The page did not say which window was meant. Please reload it.")) from None
    try:
        warn.move(stop, seen, window, staff=request.user, now=now)
    except deliveries.NoLongerFree as refused:
        messages.warning(request, refused.words)
        return redirect("dispatch:today")
    said = _("%(name)s: moved, and confirmed in writing where we have an address.")
    return _back(request, said, stop.delivery.customer.name)


def _back(request: StaffRequest, said: str, name: str) -> HttpResponse:
    messages.success(request, said % {"name": name})
    return redirect("dispatch:today")


def _row(each: Endangered, *, now: datetime) -> Row:
    stop, seen = each.stop, each.seen
    zone = stop.promise.location.zone
    return Row(
        each=each,
        line=replace(lines.line_of(stop.promise, now=now), expected=seen.range),
        expected=words_live.span(seen, now=now, zone=zone),
        outlook=_("Its window is over") if seen.until < now else words_live.outlook(seen),
        why=words_live.why(seen.because, zone=zone),
    )
