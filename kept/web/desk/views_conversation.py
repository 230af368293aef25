"""One conversation: reading it, answering, noting, passing it on, waiting, closing, opening again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kept.base.refusals import Refused
from kept.business import queries as business
from kept.business.rules import Right
from kept.conversations import actions, queries
from kept.desk.reply import reply
from kept.policies import queries as policies
from kept.web.desk import page
from kept.web.desk.forms import HandOverForm, WordsForm
from kept.web.desk.requests import StaffRequest

if TYPE_CHECKING:
    from kept.conversations.models import Conversation


def show_conversation(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """The page; 204 for an open page that asks whether it still shows the newest."""
    conversation = queries.get_conversation_for(request.user, conversation_id)
    if request.GET.get("seen") == page.seen(conversation):
        return HttpResponse(status=204)
    return show(request, conversation)


def show(request: StaffRequest, conversation: Conversation, status: int = 200, **extra: Any) -> HttpResponse:
    """The page as it stands now; with ``extra``, a form that was not right, with what was typed."""
    shown = page.build(request.user, conversation, now=timezone.now())
    return render(request, "desk/conversation.html", shown | extra, status=status)


@require_POST
def create_reply(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Send an answer by mail. Its draft stays until it has left; a refusal keeps the text in the field."""
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return show(request, conversation, 422, reply_form=form)
    then = "closed" if "close" in request.POST else "waiting"
    try:
        tells = policies.chosen_for(request.user, request.POST.getlist("tells"))
        text = form.cleaned_data["text"]
        reply(conversation, text, staff=request.user, then=then, tells=tells, now=timezone.now())
    except Refused as refused:
        form.add_error("text", refused.words)
        return show(request, conversation, 409, reply_form=form)
    return redirect("desk:inbox" if then == "closed" else "desk:conversation", *_at(conversation, then))


@require_POST
def create_note(request: StaffRequest, conversation_id: int) -> HttpResponse:
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return show(request, conversation, 422, note_form=form)
    actions.note(conversation, form.cleaned_data["text"], by=request.user.actor, now=timezone.now())
    return redirect("desk:conversation", conversation.pk)


@require_POST
def save_draft(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Keep what is being typed; answers with when, so that everybody sees that their text is safe."""
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    now = timezone.now()
    draft = actions.keep_draft(
        conversation, request.POST.get("text", "")[:20_000], staff=request.user, now=now
    )
    return render(request, "desk/_draft_state.html", {"draft": draft})


@require_POST
def create_assignment(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Take it, or put it back on the pile."""
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    to = None if "nobody" in request.POST else request.user
    actions.assign(conversation, to, by=request.user.actor, now=timezone.now())
    return redirect("desk:conversation", conversation.pk)


@require_POST
def create_hand_over(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Pass it on, with the reason that the next colleague reads first."""
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    colleagues = business.who_may(Right.READ_CONVERSATIONS, but=request.user)
    staff = {f"staff:{other.pk}": other for other in colleagues}
    teams = {f"team:{team.pk}": team for team in business.teams()}
    form = HandOverForm(request.POST, to=[(key, key) for key in (*staff, *teams)])
    if not form.is_valid():
        return show(request, conversation, 422, hand_over_form=form)
    to = form.cleaned_data["to"]
    passed = actions.Pass(form.cleaned_data["reason"], to_staff=staff.get(to), to_team=teams.get(to))
    actions.hand_over(conversation, passed, by=request.user.actor, now=timezone.now())
    return redirect("desk:conversation", conversation.pk)


@require_POST
def create_waiting(request: StaffRequest, conversation_id: int) -> HttpResponse:
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    actions.wait(conversation, by=request.user.actor, now=timezone.now())
    return redirect("desk:conversation", conversation.pk)


@require_POST
def create_closing(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Put it away. What they wanted is settled with it, unless the button says that it is not."""
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    settles = "unsettled" not in request.POST
    actions.close(conversation, settles=settles, by=request.user.actor, now=timezone.now())
    return redirect("desk:conversation", conversation.pk)


@require_POST
def create_reopening(request: StaffRequest, conversation_id: int) -> HttpResponse:
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    actions.reopen(conversation, by=request.user.actor, now=timezone.now())
    return redirect("desk:conversation", conversation.pk)


def _at(conversation: Conversation, then: str) -> list[int]:
    return [] if then == "closed" else [conversation.pk]
