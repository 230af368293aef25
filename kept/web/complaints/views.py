"""Complaints at the desk: what waits, opening one, its claims, its page, its case as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kept.base.refusals import Refused
from kept.business.queries import colleagues
from kept.business.rules import Right
from kept.complaints import actions, blind, casefile, deadlines, evidence, looks, queries, scope
from kept.complaints.words import Topic
from kept.conversations import queries as conversations
from kept.customers.queries import canonical
from kept.desk import complain, complain_by_form, dossier, hear
from kept.desk.complain_by_form import Then
from kept.web.complaints import rows, shown
from kept.web.complaints.forms import ClaimForm, OpenForm
from kept.web.desk import lines
from kept.web.desk.requests import StaffRequest, needs
from kept.web.security import download

if TYPE_CHECKING:
    from datetime import datetime

    from kept.complaints.models import Complaint
    from kept.conversations.models import Conversation
    from kept.customers.models import Customer
    from kept.promises.models import Promise

MOST_LISTED = 100
MOST_PROMISES = 12


@require_GET
@needs(Right.DECIDE_COMPLAINTS)
def list_complaints(request: StaffRequest) -> HttpResponse:
    """What waits for somebody, and what was decided last; the policies to change stand above."""
    waiting = list(queries.complaints_for(request.user)[:MOST_LISTED])
    page = {
        "waiting": waiting,
        "owed": deadlines.owed_on(waiting),
        "blind": set(looks.waiting_for(request.user).values_list("pk", flat=True)),
        "may_pay": request.user.may(Right.PAY_OUT),
        "may_figures": request.user.may(Right.READ_SCORECARDS),
        "now": timezone.now(),
        "over": queries.complaints_for(request.user, over=True)[:MOST_LISTED],
        "resented": queries.resented_policies(timezone.now()),
    }
    return render(request, "complaints/list.html", page)


@require_GET
def show_complaint(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """The complaint; to whoever may still look at it blind, the page of that look."""
    try:
        complaint = queries.get_complaint_for(request.user, complaint_id)
    except looks.LookFirst:
        return redirect("complaints:look", complaint_id)
    return show(request, complaint)


@require_GET
@needs(Right.READ_LEDGER)
def show_row(_request: StaffRequest, kind: str, number: int) -> HttpResponse:
    """Go to where a row stands, of a kind that has no page of its own ("claim", 7)."""
    return redirect(rows.address(f"{kind}:{number}"))


def show(request: StaffRequest, complaint: Complaint, status: int = 200, **more: object) -> HttpResponse:
    """The complaint's page, with what was wrong in a form where there is something."""
    now = timezone.now()
    page = shown.page(complaint, request.user, now=now)
    promised = _promised(request, complaint.customer, now=now)
    page |= {
        "claim_form": ClaimForm(promised=promised),
        "promised": lines.shown(promised, now=now),
        "colleagues": colleagues(),
        "topics": Topic.choices,
    }
    return render(request, "complaints/complaint.html", page | more, status=status)


@require_GET
@needs(Right.DECIDE_COMPLAINTS)
def show_new(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """The form for a complaint that comes up in a conversation, with the customer's recent promises."""
    return _new(request, conversations.get_conversation_for(request.user, conversation_id))


@require_POST
@needs(Right.DECIDE_COMPLAINTS)
def create_complaint(request: StaffRequest, conversation_id: int) -> HttpResponse:
    """Open it, gather the evidence, propose, and draft the letter: one press.

    Where one is open about the same, the form comes back with it, and asks which of both.
    """
    conversation = conversations.get_conversation_for(request.user, conversation_id)
    now = timezone.now()
    promised = _promised(request, conversation.customer, now=now)
    form = OpenForm(request.POST, promised=promised, currency=request.user.location.currency)
    if not form.is_valid():
        return _new(request, conversation, form=form, status=422)
    then = request.POST.get("then", "")
    try:
        complaint = complain_by_form.take(
            conversation,
            form.written,
            then=Then(then) if then in list(Then) else Then.ASK,
            staff=request.user,
            now=now,
        )
    except complain_by_form.WithUsAlready as refused:
        return _new(request, conversation, form=form, status=409, already=refused.complaint)
    except Refused as refused:
        form.add_error("words", refused.words)
        return _new(request, conversation, form=form, status=409)
    return redirect("complaints:complaint", complaint.pk)


@require_POST
def create_claim(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """One more claim; everything is proposed anew."""
    complaint = queries.get_complaint_for(request.user, complaint_id)
    now = timezone.now()
    promised = _promised(request, complaint.customer, now=now)
    form = ClaimForm(request.POST, promised=promised)
    if not form.is_valid():
        return show(request, complaint, 422, claim_form=form)
    heard = complain.Heard(form.cleaned_data["kind"], form.cleaned_data["sentence"], form.chosen)
    complain.add(complaint, heard, staff=request.user, now=now)
    return redirect("complaints:complaint", complaint.pk)


@require_POST
def create_claim_withdrawal(request: StaffRequest, claim_id: int) -> HttpResponse:
    """The customer no longer says this; the rest is proposed anew."""
    claim = queries.get_claim_for(request.user, claim_id)
    now = timezone.now()
    actions.withdraw_claim(claim, by=request.user.actor, now=now)
    complain.propose(claim.complaint, staff=request.user, now=now)
    return redirect("complaints:complaint", claim.complaint_id)


@require_POST
def create_proposal(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """Judge it anew on what is on record by now."""
    complaint = queries.get_complaint_for(request.user, complaint_id)
    complain.propose(complaint, staff=request.user, now=timezone.now())
    return redirect("complaints:complaint", complaint.pk)


@require_GET
def download_case(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """The case as `kept judge` reads it (DOMAIN §10)."""
    complaint = queries.get_complaint_for(request.user, complaint_id)
    content = casefile.write(evidence.of_complaint(complaint).case)
    answer = HttpResponse(content, content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="complaint-{complaint.pk}.json"'
    return answer


@require_POST
def create_dossier(request: StaffRequest, complaint_id: int) -> HttpResponse:
    """The case with the sealed entries it rests on, for somebody who does not trust us."""
    complaint = queries.get_complaint_for(request.user, complaint_id)
    file = dossier.of_complaint(complaint, now=timezone.now())
    return download(file.name, file.content)


def _new(
    request: StaffRequest,
    conversation: Conversation,
    form: OpenForm | None = None,
    status: int = 200,
    already: Complaint | None = None,
) -> HttpResponse:
    now = timezone.now()
    customer = canonical(conversation.customer)
    promised = _promised(request, conversation.customer, now=now)
    page = {
        "conversation": conversation,
        "customer": customer,
        "already": already,
        "form": form
        or OpenForm(
            promised=promised,
            currency=request.user.location.currency,
            initial=_heard(conversation, now=now),
        ),
        "promised": lines.shown(promised, now=now),
        "currency": request.user.location.currency,
        "now": now,
    }
    return render(request, "complaints/new.html", page, status=status)


def _promised(request: StaffRequest, customer: Customer, *, now: datetime) -> list[Promise]:
    """What a claim may be about, the newest, without remedies that tell a blind reviewer the verdict."""
    return blind.open_to(request.user, scope.recent(canonical(customer), now=now))[:MOST_PROMISES]


def _heard(conversation: Conversation, *, now: datetime) -> dict[str, str]:
    """What the form begins with: their words, and the first claim that the desk noticed in them."""
    begun = {"words": complain.words_of(conversation)}
    for first in hear.notice(conversation, now=now).suggestions[:1]:
        begun |= {"kind": first.kind, "sentence": first.sentence[:500]}
    return begun
