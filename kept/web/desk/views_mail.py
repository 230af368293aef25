"""Strangers' mail: its cleaned HTML in a frame that may do nothing, its files only as downloads."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from kept.conversations import queries
from kept.web.desk.requests import StaffRequest
from kept.web.security import download

# No script, no form, no link out of the frame, nothing loaded from anywhere; only our own pages may frame it.
MAIL_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@xframe_options_sameorigin
def show_html(request: StaffRequest, conversation_id: int, message_id: int) -> HttpResponse:
    """The mail as its sender dressed it, cleaned when it came in. Pictures from elsewhere are not fetched."""
    conversation = queries.get_conversation_for(request.user, conversation_id)
    message = conversation.messages.filter(pk=message_id).first()
    if message is None or not message.html:
        raise Http404
    answer = render(request, "desk/mail_html.html", {"html": message.html})
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def download_attachment(request: StaffRequest, attachment_id: int) -> HttpResponse:
    """A file as a download, whatever it calls itself: never shown, never run."""
    attachment = queries.get_attachment_for(request.user, attachment_id)
    return download(attachment.name, bytes(attachment.content))
