"""The customer follows their delivery: the promised window, when we expect to come, what if we are late."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.refusals import NotFound
from kept.deliveries import words_live
from kept.deliveries.queries import door
from kept.desk import links, make_good, track
from kept.web.desk import lines
from kept.web.desk.requests import wants_part
from kept.web.security import by_link, picture

if TYPE_CHECKING:
    from datetime import datetime

    from kept.desk.track import Followed

AT_DOOR = ("there", "delivered", "undone")
MOVES = ("today", "coming", "no_truck", "there")  # the page asks anew while anything can change


@by_link
def show_track(request: HttpRequest, token: str) -> HttpResponse:
    """The whole page; only the part that changes where the page asks for it again."""
    now = timezone.now()
    delivery = track.open_link(token, now=now)
    with override(delivery.customer.language):
        followed = track.follow(delivery, now=now)
        page = _page(followed, now=now) | {"token": token}
        template = "portal/_track.html" if wants_part(request) else "portal/track.html"
        return render(request, template, page)


@by_link
def show_proof(_request: HttpRequest, token: str, proof_id: int) -> HttpResponse:
    """A photo or a signature of this delivery, and of no other one."""
    delivery = track.open_link(token, now=timezone.now())
    proof = door.get_proof(proof_id)
    if proof.stop.delivery_id != delivery.pk:
        raise NotFound(_("We have no such picture."))
    return picture(bytes(proof.content), proof.content_type)


def _page(followed: Followed, *, now: datetime) -> dict[str, Any]:
    delivery, stop, seen = followed.delivery, followed.stop, followed.seen
    location = delivery.depot.location
    shown: dict[str, Any] = {
        "followed": followed,
        "stage": followed.stage.value,
        "delivery": delivery,
        "location": location,
        "zone": location.zone,
        "now": now,
        "window_page": links.window_page(delivery, now=now) if followed.may_move else "",
        "remedy": make_good.in_words(followed.credit) if followed.credit else "",
        "asks_again": followed.stage in MOVES,
    }
    if stop is not None:
        line = lines.line_of(stop.promise, now=now)
        shown["line"] = replace(line, expected=seen.range) if seen else line
    if seen is not None:
        shown["expected"] = words_live.span(seen, now=now, zone=location.zone)
        shown["before"] = seen.before
        shown["why"] = words_live.why_for_them(seen.because) if followed.in_danger else ""
    if followed.back is not None:
        shown["back"] = lines.line_of(followed.back, now=now)
    if stop is not None and followed.stage in AT_DOOR:
        shown["arrived_at"] = stop.arrival.at
        shown["proofs"] = door.proofs_of(delivery)
        shown["visit"] = getattr(stop, "visit", None)
    return shown
