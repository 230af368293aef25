"""Five buttons that post, and a thank-you. A GET never records anything: mail scanners open links."""

from __future__ import annotations

import contextlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kept.complaints import queries
from kept.complaints.actions.rating import RatedAlready
from kept.desk import rate
from kept.web.complaints import shown
from kept.web.desk import lines
from kept.web.desk.requests import StaffRequest
from kept.web.security import open_to_all

STARS = (
    (5, _("Very good")),
    (4, _("Good")),
    (3, _("In between")),
    (2, _("Poor")),
    (1, _("Very poor")),
)
ABOUT = {
    "delivery": _("It is about your delivery."),
    "membership": _("It is about your membership, and how we dealt with it."),
}


@open_to_all
@never_cache
@require_GET
def show_rate(request: HttpRequest, token: str) -> HttpResponse:
    asked = rate.open_link(token, now=timezone.now())
    return _page(request, asked, token)


@open_to_all
@never_cache
@require_POST
def create_rating(request: HttpRequest, token: str) -> HttpResponse:
    """The press of a button. Pressed twice, the first one stays."""
    now = timezone.now()
    asked = rate.open_link(token, now=now)
    pressed = request.POST.get("stars", "")
    if pressed not in {str(stars) for stars, _words in STARS}:
        return _page(request, asked, token, status=422)
    with contextlib.suppress(RatedAlready):  # a second press shows the thank-you again, and changes nothing
        rate.rate(asked, int(pressed), words=request.POST.get("words", "")[:5_000], now=now)
    return redirect("ratings:rate", token)


@require_GET
def show_rating(request: StaffRequest, rating_id: int) -> HttpResponse:
    """One rating with the promises it is about and the three gaps."""
    rating = queries.get_rating_for(request.user, rating_id)
    now = timezone.now()
    page = {
        "rating": rating,
        "customer": rating.customer,
        "finding": rating.finding,
        "gaps": shown.gaps(rating.finding),
        "against": shown.OUTCOMES[rating.finding.outcome_against_expectation],
        "lines": lines.shown(queries.promises_in(rating.finding), now=now),
        "now": now,
    }
    return render(request, "ratings/rating.html", page)


def _page(request: HttpRequest, asked: rate.Asked, token: str, status: int = 200) -> HttpResponse:
    page = {
        "asked": asked,
        "about_words": ABOUT.get(asked.about.partition(":")[0], ""),
        "location": asked.location,
        "token": token,
        "stars": STARS,
    }
    with translation.override(asked.customer.language):
        answer = render(request, "ratings/rate.html", page, status=status)
    # the address is the key; "no-referrer" would make a browser post with no origin, which is refused
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
