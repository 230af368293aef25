"""Second looks: a tenth of what was decided, judged again by somebody who sees no verdict, name or letter."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kept.base.refusals import NotFound
from kept.business.rules import Right
from kept.complaints import actions, looks, queries, said, slots
from kept.complaints.words import Word
from kept.web.complaints.forms import DecisionForm
from kept.web.desk import lines
from kept.web.desk.requests import StaffRequest, needs

if TYPE_CHECKING:
    from kept.complaints.models import Complaint

QUARTER = timedelta(days=90)


@require_GET
@needs(Right.DECIDE_COMPLAINTS)
def list_looks(request: StaffRequest) -> HttpResponse:
    """What waits for this person; for who reads figures, how often both agreed, and who stepped back."""
    now = timezone.now()
    figures = request.user.may(Right.READ_SCORECARDS)
    page = {
        "waiting": looks.waiting_for(request.user),
        "agreement": looks.agreement(now - QUARTER, now + timedelta(microseconds=1)) if figures else None,
        "stepped": looks.stepped_back_for(request.user, now=now) if figures else None,
        "one_in": looks.ONE_IN,
    }
    return render(request, "complaints/looks.html", page)


@require_GET
@needs(Right.DECIDE_COMPLAINTS)
def show_look(request: StaffRequest, complaint_id: int) -> HttpResponse:
    return _show(request, _waiting(request, complaint_id), now=timezone.now())


@require_POST
@needs(Right.DECIDE_COMPLAINTS)
def create_look(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """One's own verdict on every claim; afterwards the first one may be seen."""
    complaint = _waiting(request, complaint_id)
    now = timezone.now()
    words = {}
    for claim in complaint.claims.all():
        chosen = DecisionForm({"final": request.POST.get(f"claim-{claim.pk}", "")})
        if chosen.is_valid():
            words[claim.pk] = chosen.cleaned_data["final"]
    because = request.POST.get("because", "")[:500]
    try:
        actions.look(complaint, words, because=because, by=request.user.actor, now=now)
    except actions.NotEveryClaim as refused:
        return _show(request, complaint, now=now, status=422, wrong=refused.words, chosen=words)
    return redirect("complaints:complaint", complaint.pk)


@require_POST
@needs(Right.DECIDE_COMPLAINTS)
def create_stepping_back(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """They have to know what was decided, for their work: a colleague gives the look."""
    complaint = queries.get_complaint(complaint_id)
    actions.step_back(complaint, by=request.user.actor, now=timezone.now())
    return redirect("complaints:complaint", complaint.pk)


def _waiting(request: StaffRequest, complaint_id: int) -> Complaint:
    if not looks.waiting_for(request.user).filter(pk=complaint_id).exists():
        raise NotFound(_("No second look waits for you here."))
    return queries.get_complaint(complaint_id)


def _show(
    request: StaffRequest,
    complaint: Complaint,
    *,
    now: datetime,
    status: int = 200,
    wrong: str = "",
    chosen: dict[int, str] | None = None,
) -> HttpResponse:
    """The evidence alone: no verdict, no reasons, no names, no letter, and no way to the record from here."""
    finding = queries.newest_finding(complaint)
    filled = slots.of_complaint(complaint)
    claims = [claim for claim in complaint.claims.all() if claim.withdrawn_at is None]
    page = {
        "complaint": complaint,
        "zone": complaint.location.zone,
        "claims": [(claim, filled[claim.pk], (chosen or {}).get(claim.pk, "")) for claim in claims],
        "lines": lines.shown(queries.promises_in(finding), now=now) if finding else [],
        "said": said.lines_of(finding) if finding else [],
        "words": Word.choices,
        "wrong": wrong,
        "because": request.POST.get("because", ""),
        "now": now,
    }
    return render(request, "complaints/look.html", page, status=status)
