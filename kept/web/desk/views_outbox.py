"""Mail that did not leave or came back: what the other side said, and one more attempt."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kept.outbox import actions, queries
from kept.web.desk.requests import StaffRequest

MOST_MAILS = 100


def list_troubled(request: StaffRequest) -> HttpResponse:
    page = {"mails": queries.troubled_for(request.user)[:MOST_MAILS]}
    return render(request, "desk/outbox.html", page)


@require_POST
def create_attempt(request: StaffRequest, outgoing_id: int) -> HttpResponse:
    """Try it once more, now that somebody looked."""
    outgoing = queries.get_troubled_for(request.user, outgoing_id)
    actions.try_again(outgoing, now=timezone.now())
    return redirect("desk:outbox")
