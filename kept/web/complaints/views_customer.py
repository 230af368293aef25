"""The customer's own page about a complaint: what we found, one answer, a review by somebody else."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kept.complaints import actions, blind, queries
from kept.complaints.deadlines import answers_owed
from kept.customers.queries import canonical
from kept.desk import complain
from kept.ledger.actions import ref
from kept.web.complaints.forms import AnswerForm
from kept.web.desk import lines
from kept.web.security import open_to_all

if TYPE_CHECKING:
    from kept.complaints.models import Claim, Complaint

ENDED: dict[str, Lazy] = {
    "settled": _("What we agreed on"),
    "withdrawn": _("You took it back"),
    "closed_without_finding": _("We found no promise, term or rule that bears on it"),
}


@open_to_all
@never_cache
@require_GET
def show_own(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it writes nothing: mail scanners open links."""
    now = timezone.now()
    return _page(request, complain.open_link(token, now=now), token, now=now)


@open_to_all
@never_cache
@require_POST
def create_answer(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    complaint = complain.open_link(token, now=now)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, complaint, token, now=now, form=form, status=422)
    actions.answer_once(complaint, form.cleaned_data["words"], by=complaint.customer.actor, now=now)
    return redirect("complaints:own", token)


@open_to_all
@never_cache
@require_POST
def create_review(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    complaint = complain.open_link(token, now=now)
    words = request.POST.get("words", "")[:5_000]
    complain.ask_review(complaint, words, by=complaint.customer.actor, now=now)
    return redirect("complaints:own", token)


@open_to_all
@never_cache
@require_POST
def create_objection(request: HttpRequest, token: str) -> HttpResponse:
    """They did not take it back, or agreed to something else: it is open again."""
    now = timezone.now()
    complaint = complain.open_link(token, now=now)
    with translation.override(canonical(complaint.customer).language):
        complain.contradict(complaint, request.POST.get("words", "")[:500], now=now)
    return redirect("complaints:own", token)


def _page(
    request: HttpRequest,
    complaint: Complaint,
    token: str,
    *,
    now: datetime,
    form: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page in the customer's language, words of promises and verdicts too.

    Raises LookFirst for a blind reviewer: our mails, which they read, carry the link.
    """
    if request.user.is_authenticated:
        blind.refuse(request.user, ref(complaint))
    with translation.override(canonical(complaint.customer).language):
        page = _shown(complaint, now=now) | {"token": token, "form": form or AnswerForm()}
        answer = render(request, "complaints/own.html", page, status=status)
    # the address is the key; "no-referrer" would make a browser post with no origin, which is refused
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _shown(complaint: Complaint, *, now: datetime) -> dict[str, Any]:
    """Only what was sent to them: the letter that left, the decided claims with reasons, the promises."""
    letter = complaint.letters.exclude(sent_at=None).order_by("-pk").first()
    finding = queries.newest_finding(complaint)
    told = letter is not None and finding is not None
    claims = [claim for claim in complaint.claims.all() if claim.withdrawn_at is None]
    found = queries.found_by_claim(finding) if told and finding else {}
    decided = [(c, c.standing, found.get(c.pk, "")) for c in claims if c.standing and c.standing.final]
    review = complaint.reviews.select_related("reviewer").order_by("-pk").first()
    return {
        "complaint": complaint,
        "location": complaint.location,
        "zone": complaint.location.zone,
        "letter": letter,
        "decided": decided if told and complaint.has_finding and not complaint.because else [],
        "ended": ENDED.get(complaint.state, ""),
        "owed": lines.shown(answers_owed(complaint, *complaint.reviews.all()).open(), now=now),
        "reopenings": list(complaint.reopenings.all()),
        "lines": lines.shown(queries.promises_in(finding), now=now) if told and finding else [],
        "mended": lines.shown(queries.mended_by(finding), now=now) if finding else [],
        "answer": getattr(complaint, "answer", None),
        "review": review,
        "alone": review is not None and any(review.reviewer_id in _deciders(claim) for claim in claims),
        "may_answer": not hasattr(complaint, "answer")
        and complaint.has_finding
        and not complaint.is_final(now)
        and told,
        "may_review": complaint.has_finding,
        "may_object": complaint.state in complain.CONTRADICTED,
        "unsaid": [claim for claim in complaint.claims.all() if claim.withdrawn_at is not None],
        "now": now,
    }


def _deciders(claim: Claim) -> set[int | None]:
    """Who decided on it before any review."""
    return {
        pk
        for verdict in claim.verdicts.all()
        if verdict.final and verdict.review_id is None
        for pk in (verdict.decided_by_id, verdict.seconded_by_id)
        if pk is not None
    }
