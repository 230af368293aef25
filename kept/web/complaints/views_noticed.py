"""The strip "This sounds like a complaint": what was noticed, opened in one step, or turned down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kept.base.refusals import Refused
from kept.business.rules import Right
from kept.complaints import blind
from kept.complaints.words import ClaimKind
from kept.conversations import queries as conversations
from kept.desk import hear
from kept.web.desk.requests import StaffRequest, fresh_page, needs

if TYPE_CHECKING:
    from kept.conversations.models import Conversation


@require_GET
@needs(Right.DECIDE_COMPLAINTS)
def show_noticed(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """What the newest messages propose: a part of the conversation's page, empty where there is nothing."""
    return _noticed(request, conversations.get_conversation_for(request.user, conversation_id))


@require_POST
@needs(Right.DECIDE_COMPLAINTS)
def create_from_noticed(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Open the complaint with what is ticked: one press. A kind that we do not have counts as unticked."""
    conversation = conversations.get_conversation_for(request.user, conversation_id)
    kinds = {key: request.POST.get(f"kind-{key}", "") for key in request.POST.getlist("claim")}
    chosen = {key: kind for key, kind in kinds.items() if kind in ClaimKind.values}
    try:
        complaint = hear.open_noticed(conversation, chosen, staff=request.user, now=timezone.now())
    except Refused as refused:
        return _noticed(request, conversation, wrong=refused.words, status=409)
    return fresh_page(request, reverse("complaints:complaint", args=[complaint.pk]))


@require_POST
@needs(Right.DECIDE_COMPLAINTS)
def create_turning_down(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """No complaint: nothing is opened, and the strip does not come back for these words."""
    conversation = conversations.get_conversation_for(request.user, conversation_id)
    hear.turn_down(conversation, staff=request.user, now=timezone.now())
    return fresh_page(request, reverse("desk:conversation", args=[conversation.pk]))


def _noticed(
    request: StaffRequest, conversation: Conversation, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    noticed = hear.notice(conversation, now=timezone.now())
    page = {
        "conversation": conversation,
        "noticed": noticed,
        "open": blind.open_to(request.user, (p for one in noticed.suggestions for p in one.scope.about)),
        "kinds": ClaimKind.choices,
        "may_cancel": request.user.may(Right.CANCEL_MEMBERSHIPS),
        "wrong": wrong,
    }
    return render(request, "complaints/_noticed.html", page, status=status)
