"""The tour's pages: the two calls, a fresh answer for one of them, the demo's log-ins, and all parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.base.refusals import NotFound
from kept.business import queries as business
from kept.business.rules import Right
from kept.conversations import queries as conversations
from kept.desk import demo
from kept.web.accounts import landing
from kept.web.context import address_of
from kept.web.security import open_to_all
from kept.web.tour import parts
from kept.web.tour.calls import LEFT, RIGHT, SENTENCE, ZONE
from kept.web.tour.forms import CallForm
from kept.web.tour.judged import Judged, judged

if TYPE_CHECKING:
    from kept.business.models import Staff

CALLS = {call.side: call for call in (LEFT, RIGHT)}
CHAIRS = {login.role.lower(): login.email for login in demo.LOGINS}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@open_to_all
def show(request: HttpRequest) -> HttpResponse:
    """The first screen of the demo; where people work for real, the way to the desk."""
    if not settings.DEMO:
        return redirect(address_of("desk:inbox") or address_of("account_login"))
    return _page(request, [_judged(side) for side in CALLS])


@open_to_all
@require_POST
def judge(request: HttpRequest) -> HttpResponse:
    """The answer for what the visitor changed: the part of one call for htmx, the whole page otherwise."""
    if not settings.DEMO:
        raise Http404
    side = request.POST.get("side", "")
    if request.headers.get("HX-Request") and side in CALLS:
        page = {"judged": _judged(side, request.POST), "zone": ZONE}
        return render(request, "tour/changed.html", page)
    return _page(request, [_judged(each, request.POST) for each in CALLS])


@open_to_all
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Take a chair in the demo without a password. Where people work for real there is no such door."""
    if not settings.DEMO:
        raise Http404
    role = request.POST.get("role", "")
    chair = CHAIRS.get(role, "")
    staff = business.colleagues(role).filter(email=chair).first() if chair else None
    if staff is None:
        raise NotFound(_("Nobody sits in this chair."))
    login(request, staff, backend=BACKEND)
    return redirect(_live_call(staff) or landing(staff))


@open_to_all
def show_parts(request: HttpRequest) -> HttpResponse:
    """Every component once. Only where nobody works for real."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "tour/parts.html", {"windows": parts.windows(), "others": parts.others()})


def _live_call(staff: Staff) -> str:
    """The call that this person is in, so that the visitor sits down in the middle of it."""
    if not staff.may(Right.WRITE_CONVERSATIONS):
        return ""
    mine = conversations.inbox_for(staff).filter(assignee=staff, channel="phone", ended_at=None).first()
    return reverse("desk:conversation", args=[mine.pk]) if mine else ""


def _judged(side: str, posted: QueryDict | None = None) -> Judged:
    """A call as it was changed; a form that does not read leaves the call as it was."""
    form = CallForm(CALLS[side], posted)
    return judged(form.as_call(), form) if form.is_valid() else judged(CALLS[side])


def _page(request: HttpRequest, calls: list[Judged]) -> HttpResponse:
    return render(request, "tour/show.html", {"calls": calls, "sentence": _(SENTENCE), "zone": ZONE})
