"""What a driver's phone asks and sends by itself, and the taps that the dispatcher has to look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kept.business.queries import name_of
from kept.business.rules import Right
from kept.deliveries import actions as deliveries
from kept.deliveries.queries import door
from kept.desk import arrive
from kept.desk.arrive import Said
from kept.web.desk.requests import StaffRequest, needs
from kept.web.driver import taps
from kept.web.driver.forms import said_words
from kept.web.security import open_to_all, picture

if TYPE_CHECKING:
    from kept.deliveries.models import RawTap


@dataclass(frozen=True)
class Loose:
    """A tap that could not be written down; ``said`` is None where nobody can read it."""

    raw: RawTap
    said: Said | None
    by: str

    @property
    def words(self) -> str:
        return said_words(self.said.what) if self.said else ""


@open_to_all  # a browser fetches it without saying who asks; it holds nothing of anybody
def show_worker(_request: HttpRequest) -> HttpResponse:
    """The script that keeps the page on the phone: its address is what it may look after."""
    script = f'import "{static("js/driver-worker.js")}";\n'
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@never_cache
@needs(Right.DRIVE)
def show_who(request: StaffRequest) -> JsonResponse:
    """Who is logged in on this phone, and the token with which their taps are taken."""
    return JsonResponse({"by": str(request.user.pk), "token": get_token(request)})


@require_POST
@needs(Right.DRIVE)
def create_tap(request: StaffRequest) -> JsonResponse:
    """One queued tap: ``key``, ``by``, ``tap`` (JSON) and perhaps a ``picture``. Twice is once.

    Answers what became of it; what is somebody else's is neither kept nor taken.
    """
    now, actor = timezone.now(), request.user.actor
    key = _key(request.POST.get("key", ""))
    if key is None or request.POST.get("by") != str(request.user.pk):
        return JsonResponse({"outcome": ""}, status=409)
    sent = request.FILES.get("picture")
    body = request.POST.get("tap", "").encode()
    raw = deliveries.store_tap(key, body, sent.read() if sent else b"", by=actor, now=now)
    if raw.by != str(actor):
        return JsonResponse({"outcome": ""}, status=409)
    raw = _taken(raw, request)
    return JsonResponse({"outcome": raw.outcome, "words": raw.words, "at": now.timestamp()})


def show_proof(request: StaffRequest, proof_id: int) -> HttpResponse:
    proof = door.get_proof_for(request.user, proof_id)
    return picture(bytes(proof.content), proof.content_type)


def list_taps(request: StaffRequest) -> HttpResponse:
    """Taps that nobody could write down: of stops that were moved, and those that cannot be right."""
    loose = [Loose(raw, _read(raw), name_of(raw.by)) for raw in door.unsettled_taps_for(request.user)]
    return render(request, "driver/taps.html", {"loose": loose})


@require_POST
def create_taking(request: StaffRequest, tap_id: int) -> HttpResponse:
    """The dispatcher says that it was so: it is written down as it was tapped, on their word."""
    raw = _taken(door.get_tap_for(request.user, tap_id), request)
    done = raw.outcome == "taken"
    messages.success(request, _("Written down.") if done else raw.words)
    return redirect("driver:taps")


@require_POST
def create_settling(request: StaffRequest, tap_id: int) -> HttpResponse:
    """The dispatcher has looked at it, and it is not written down."""
    raw = door.get_tap_for(request.user, tap_id)
    deliveries.settle_tap(raw, by=request.user.actor, now=timezone.now())
    messages.success(request, _("Set aside. It stays in the record."))
    return redirect("driver:taps")


def _taken(raw: RawTap, request: StaffRequest) -> RawTap:
    now = timezone.now()
    try:
        said = taps.read(bytes(raw.body), received_at=raw.received_at)
    except taps.Unreadable as no:
        return deliveries.refuse_tap(raw, no, delivery=None)
    if not request.user.may(Right.DRIVE):
        said = replace(said, tap=replace(said.tap, source="dispatch"))
    return arrive.take(raw, said, by=request.user, now=now)


def _read(raw: RawTap) -> Said | None:
    try:
        return taps.read(bytes(raw.body), received_at=raw.received_at)
    except taps.Unreadable:
        return None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
