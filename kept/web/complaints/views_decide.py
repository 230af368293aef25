"""A person decides: each claim, as the second, the remedy, and a review."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kept.business.queries import colleagues
from kept.complaints import actions, queries
from kept.desk import complain
from kept.web.complaints import views
from kept.web.complaints.forms import DecisionForm, HonourForm, ReasonForm, RemedyForm
from kept.web.desk.requests import StaffRequest


@require_POST
def create_decision(request: StaffRequest, verdict_id: int) -> HttpResponse:
    """Confirm what is proposed, or judge otherwise with a reason; the letter is drafted anew."""
    verdict = queries.get_verdict_for(request.user, verdict_id)
    complaint = queries.get_complaint_for(request.user, verdict.claim.complaint_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return views.show(request, complaint, 422, decision_form=form)
    now, by = timezone.now(), request.user.actor
    final, because = form.cleaned_data["final"], form.cleaned_data["because"]
    if not verdict.proposed:
        actions.decide_conduct(verdict, final, because=because, by=by, now=now)
    elif final == verdict.proposed:
        actions.confirm(verdict, by=by, now=now)
    else:
        actions.overrule(verdict, final, because=because, by=by, now=now)
    complain.draft_letter(complaint, verdict.finding, staff=request.user, now=now)
    return redirect("complaints:complaint", complaint.pk)


@require_POST
def create_second(request: StaffRequest, verdict_id: int) -> HttpResponse:
    """Somebody else agrees, above the money limit."""
    verdict = queries.get_verdict_for(request.user, verdict_id)
    actions.second(verdict, by=request.user.actor, now=timezone.now())
    return redirect("complaints:complaint", verdict.claim.complaint_id)


@require_POST
def create_remedy(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """Promise to make it good; the letter names it from now on."""
    complaint = queries.get_complaint_for(request.user, complaint_id)
    now, location = timezone.now(), complaint.location
    form = RemedyForm(request.POST, zone=location.zone, currency=location.currency, now=now)
    if not form.is_valid():
        return views.show(request, complaint, 422, remedy_form=form)
    actions.promise_remedy(complaint, form.mending, by=request.user.actor, now=now)
    complain.draft_newest(complaint, staff=request.user, now=now)
    return redirect("complaints:complaint", complaint.pk)


@require_POST
def create_statement(request: StaffRequest, claim_id: int) -> HttpResponse:
    """What we said binds us: it becomes a promise, and the claim is judged anew with it."""
    claim = queries.get_claim_for(request.user, claim_id)
    complaint = queries.get_complaint_for(request.user, claim.complaint_id)
    now, zone = timezone.now(), complaint.location.zone
    currency = complaint.location.currency
    form = HonourForm(request.POST, colleagues=list(colleagues()), zone=zone, currency=currency, now=now)
    if not form.is_valid():
        return views.show(request, complaint, 422, honour_form=form)
    said_at, speaker = form.cleaned_data["said_at"], form.speaker.actor
    by = request.user.actor
    actions.honour(claim, form.said, said_at=said_at, said_by=speaker, loss=form.loss, by=by, now=now)
    complain.propose(complaint, staff=request.user, now=now)
    return redirect("complaints:complaint", complaint.pk)


@require_POST
def create_review(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """The customer asked, by phone or mail, that somebody else look at it."""
    complaint = queries.get_complaint_for(request.user, complaint_id)
    words = request.POST.get("words", "")[:5_000]
    complain.ask_review(complaint, words, by=request.user.actor, now=timezone.now())
    return redirect("complaints:complaint", complaint.pk)


@require_POST
def create_result(request: StaffRequest, review_id: int) -> HttpResponse:
    """Somebody else has looked: the verdicts stand, or those named are others now."""
    review = queries.get_review_for(request.user, review_id)
    complaint = queries.get_complaint_for(request.user, review.complaint_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return views.show(request, complaint, 422, review_form=form)
    changed = {}
    for claim in complaint.claims.all():
        word = DecisionForm({"final": request.POST.get(f"claim-{claim.pk}", "")})
        if word.is_valid() and claim.standing and word.cleaned_data["final"] != claim.standing.final:
            changed[claim.pk] = word.cleaned_data["final"]
    because = form.cleaned_data["because"]
    now = timezone.now()
    actions.review(review, because=because, changed=changed, by=request.user.actor, now=now)
    complain.draft_newest(complaint, staff=request.user, now=now)
    return redirect("complaints:complaint", complaint.pk)
