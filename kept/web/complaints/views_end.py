"""The end without a verdict, opening again, and a later day for our answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kept.base.calendars import end_of_day
from kept.complaints import actions, queries
from kept.desk import complain
from kept.web.complaints import views
from kept.web.complaints.forms import LaterForm, ReasonForm
from kept.web.desk.requests import StaffRequest

if TYPE_CHECKING:
    from kept.complaints.models import Complaint


@require_POST
def create_closing(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """Nothing that was due, no term and no rule bears on it."""
    return _end(request, complaint_id, actions.close_without_finding)


@require_POST
def create_withdrawal(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """The customer takes it back, in the words logged here, and is written to at once."""
    return _end(request, complaint_id, complain.withdraw)


@require_POST
def create_agreement(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """Both sides agree on what is promised, and nobody needs a verdict."""
    return _end(request, complaint_id, actions.agree)


@require_POST
def create_reopening(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """Something new came up, or the customer came back; everything is proposed anew."""
    complaint = queries.get_complaint_for(request.user, complaint_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return views.show(request, complaint, 422, reopening_form=form)
    complain.reopen(complaint, form.cleaned_data["because"], staff=request.user, now=timezone.now())
    return redirect("complaints:complaint", complaint.pk)


@require_POST
def create_delay(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """We do not make it by the day we promised: a later one, and the reason, are written to the customer."""
    complaint = queries.get_complaint_for(request.user, complaint_id)
    form = LaterForm(request.POST)
    if not form.is_valid():
        return views.show(request, complaint, 422, later_form=form)
    until = end_of_day(form.cleaned_data["until"], complaint.location.zone)
    because = form.cleaned_data["because"]
    complain.put_off(complaint, until, because, staff=request.user, now=timezone.now())
    return redirect("complaints:complaint", complaint.pk)


def _end(request: StaffRequest, complaint_id: int, end: Callable[..., Complaint]) -> HttpResponse:
    complaint = queries.get_complaint_for(request.user, complaint_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return views.show(request, complaint, 422, closing_form=form)
    now = timezone.now()
    ended = end(complaint, because=form.cleaned_data["because"], by=request.user.actor, now=now)
    complain.draft_newest(ended, staff=request.user, now=now)
    return redirect("complaints:complaint", complaint.pk)
