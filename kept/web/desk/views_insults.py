"""Insulted or threatened: noted with one key, answered by a rule, a moment off; and the load on people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.business import queries as business
from kept.business.rules import Right
from kept.conversations import actions, load, queries
from kept.desk import insult as rule
from kept.web.desk.requests import StaffRequest, fresh_page, needs


@require_POST
def create_insult(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """One key, without a question; the page comes back with what the rule allows."""
    conversation = queries.get_conversation_to_write_for(request.user, conversation_id)
    actions.note_insult(conversation, staff=request.user, now=timezone.now())
    return redirect("desk:conversation", conversation.pk)


@require_POST
def create_end_by_rule(request: StaffRequest, insult_id: int) -> HttpResponse:
    insult = queries.get_insult_for(request.user, insult_id)
    rule.end(insult, now=timezone.now())
    return fresh_page(request, reverse("desk:conversation", args=[insult.conversation_id]))


@require_POST
def create_hand_over_by_rule(request: StaffRequest, insult_id: int) -> HttpResponse:
    insult = queries.get_insult_for(request.user, insult_id)
    passed = rule.hand_over(insult, now=timezone.now())
    words = _("%(name)s has it now.") if passed.to_staff else _("The team “%(name)s” has it now.")
    messages.success(request, words % {"name": passed.to_staff or passed.to_team})
    return fresh_page(request, reverse("desk:conversation", args=[insult.conversation_id]))


@require_POST
def create_moment_off(request: StaffRequest, insult_id: int) -> HttpResponse:
    """Ten minutes in which nothing is handed to them."""
    insult = queries.get_insult_for(request.user, insult_id)
    actions.take_a_moment(insult, now=timezone.now())
    return redirect("desk:load")


@require_POST
@needs(Right.WRITE_CONVERSATIONS)
def create_return(request: StaffRequest) -> HttpResponse:
    """Back before the ten minutes are over."""
    actions.come_back(request.user, now=timezone.now())
    return redirect("desk:load")


def show_load(request: StaffRequest) -> HttpResponse:
    """Who bore how much: everybody's for who leads, their own for who answers. No customer stands on it."""
    now, location = timezone.now(), business.get_location()
    found = load.load_for(request.user, now=now, zone=location.zone)
    off = queries.off_now(now)
    page = {
        "load": found,
        "alone": [each.staff.pk for each in found] == [request.user.pk],
        "off": off,
        "off_myself": off.get(request.user.pk),
        "now": now,
    }
    return render(request, "desk/load.html", page)
