"""The letter: drafted anew, changed by a person, sent."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.base.refusals import NotFound
from kept.complaints import actions, queries
from kept.complaints.actions.writing import LetterBlames, LetterTooLong
from kept.desk import complain
from kept.web.complaints import views
from kept.web.complaints.forms import LetterForm
from kept.web.desk.requests import StaffRequest


@require_POST
def create_draft(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """Write the letter anew from what was decided and promised."""
    complaint = queries.get_complaint_for(request.user, complaint_id)
    finding = queries.newest_finding(complaint)
    if finding is None:
        raise NotFound(_("Nothing is proposed yet, so there is nothing to write."))
    complain.draft_letter(complaint, finding, staff=request.user, now=timezone.now())
    return redirect("complaints:complaint", complaint.pk)


@require_POST
def save_letter(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """Keep the person's words, and send them when they press send. What cannot be sent is not lost."""
    complaint = queries.get_complaint_for(request.user, complaint_id)
    letter = queries.open_letter(complaint)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return views.show(request, complaint, 422, letter_form=form)
    now = timezone.now()
    try:
        letter = actions.edit_letter(letter, form.cleaned_data["text"], by=request.user.actor, now=now)
    except (LetterTooLong, LetterBlames) as refused:
        form.add_error("text", refused.words)
        return views.show(request, complaint, 422, letter_form=form)
    if "send" in request.POST:
        complain.send_letter(letter, staff=request.user, now=now)
    return redirect("complaints:complaint", complaint.pk)
