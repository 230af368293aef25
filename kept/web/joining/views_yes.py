"""Joining, behind the letter's link: the contract once more, and the one button that binds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_POST

from kept.desk import contract as contracts
from kept.desk import exit as leaving
from kept.desk import sign_up, told
from kept.desk.receipts import day_in_words
from kept.web.joining.views import too_many
from kept.web.security import by_link

if TYPE_CHECKING:
    from kept.memberships.models import SignUp


@by_link
@require_GET
def show_yes(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it writes nothing: mail scanners open links."""
    now = timezone.now()
    return _page(request, sign_up.open_link(token, now=now), token, now=now)


@by_link
@require_POST
def create_membership(request: HttpRequest, token: str) -> HttpResponse:
    """ "Yes, I join"."""
    now = timezone.now()
    asked = sign_up.open_link(token, now=now)
    with translation.override(asked.language):
        try:
            sign_up.confirm(asked, mark=request.POST.get("mark", ""), now=now)
        except (contracts.OtherWords, sign_up.AlreadyMember) as again:
            return _page(request, asked, token, now=now, again=again.words)
    return redirect("joining:yes", token)


@by_link
@require_POST
def create_letter(request: HttpRequest, token: str) -> HttpResponse:
    """The contract has new words: they are ticked here, and a new letter brings them."""
    now = timezone.now()
    asked = sign_up.open_link(token, now=now)
    mark, ticked = request.POST.get("mark", ""), request.POST.getlist("ticked")
    with translation.override(asked.language):
        try:
            sent = sign_up.ask_again(asked, mark=mark, ticked=ticked, now=now)
        except (contracts.OtherWords, contracts.NotTicked) as again:
            return _page(request, asked, token, now=now, again=again.words)
    if sent is None:
        return too_many(request)
    answer = redirect("joining:letter")
    answer["Location"] += f"?language={asked.language}"
    return answer


def _page(request: HttpRequest, asked: SignUp, token: str, *, now: datetime, again: str = "") -> HttpResponse:
    location = asked.plan.location
    with translation.override(asked.language):
        if asked.membership is not None:
            customer = asked.membership.customer
            shown = {
                "membership": asked.membership,
                "consent": asked.membership.consent,
                "own_page": told.token(customer, now=now),
                "questions": [each for each in told.read(customer, now=now).told if each.question],
                "way_out": leaving.way_out(asked.membership, now=now),
                "location": location,
                "zone": location.zone,
                "now": now,
            }
            return render(request, "joining/joined.html", shown)
        shown = {
            "asked": asked,
            "contract": sign_up.contract_of(asked, now=now),
            "changed": sign_up.changed(asked),
            "again": again,
            "ticked": request.POST.getlist("ticked"),
            "until": day_in_words((asked.until - timedelta(seconds=1)).astimezone(location.zone).date()),
            "token": token,
            "location": location,
        }
        return render(request, "joining/yes.html", shown, status=422 if again else 200)
