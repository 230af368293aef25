"""Ending a complaint without a verdict, and opening it again: agreed on, withdrawn, or nothing found."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.complaints import limits, stakes
from kept.complaints.actions import owing
from kept.complaints.actions.answering import ReviewPending
from kept.complaints.actions.locking import lock
from kept.complaints.actions.opening import AlreadyOver
from kept.complaints.models import Complaint, Reopening
from kept.ledger import actions as ledger
from kept.promises import actions as promises


class NeedsReason(Refused):
    code = "closing_needs_reason"


class NothingAgreed(Refused):
    code = "settled_without_a_remedy"


class NeedsVerdict(Refused):
    code = "closing_above_limit"


class TakenBack(Refused):
    code = "closing_of_nothing_said"


class NotOver(Refused):
    code = "complaint_is_open"


@transaction.atomic
def withdraw(complaint: Complaint, *, because: str, by: Actor, now: datetime) -> Complaint:
    """The customer takes it back, in their own words or a logged one; the answer we owed is released."""
    complaint = _close(complaint, Complaint.State.WITHDRAWN, because, by=by, now=now)
    owing.freed(complaint, complaint.because, by=by, now=now)
    return complaint


@transaction.atomic
def agree(complaint: Complaint, *, because: str, by: Actor, now: datetime) -> Complaint:
    """Both sides agree on what we do, and nobody needs a verdict. The remedies are accepted with it.

    Refused while no remedy is promised: what is agreed is a promise, or it is nothing.
    """
    remedies = [remedy.promise for remedy in lock(complaint).remedies.select_related("promise")]
    standing = [promise for promise in remedies if promise.outcome in ("", "kept")]
    if not standing:
        raise NothingAgreed(_("Promise what you agreed on first: then both sides can hold us to it."))
    for promise in standing:
        if promise.settled_at is None:
            promises.accept(promise, by=by, now=now)
    return _close(complaint, Complaint.State.SETTLED, because, by=by, now=now)


@transaction.atomic
def close_without_finding(complaint: Complaint, *, because: str, by: Actor, now: datetime) -> Complaint:
    """Nothing that was due, no term and no rule bears on it; a person says so, and why.

    Refused above the money limit while a claim stands: one person does not end that alone. Refused as well
    when the customer no longer says any of it: that ends as taken back, and they are told.
    """
    _refuse_alone(lock(complaint))
    return _close(complaint, Complaint.State.CLOSED_WITHOUT_FINDING, because, by=by, now=now)


@transaction.atomic
def reopen(complaint: Complaint, *, because: str, by: Actor, now: datetime) -> Complaint:
    """Look at it again: something new came up, or the customer came back. An answer is owed from now on.

    What was decided stays on record. Refused without a reason, while it is open, and during a review.
    """
    complaint = lock(complaint)
    if complaint.closed_at is None:
        raise NotOver(_("This complaint is open: you can add to it as it is."))
    if complaint.reviews.filter(reviewed_at=None).exists():
        raise ReviewPending(_("Somebody else is looking at it already."))
    if not because.strip():
        raise NeedsReason(_("Please say why: the customer may read it."))
    reopening = Reopening.objects.create(
        complaint=complaint, was=complaint.state, because=because.strip()[:500], at=now, by=str(by)
    )
    complaint.state, complaint.because = Complaint.State.OPEN, ""
    complaint.closed_at, complaint.closed_by, complaint.answer_until = None, "", None
    complaint.save(update_fields=["state", "because", "closed_at", "closed_by", "answer_until"])
    ledger.record(
        "complaint.reopened",
        complaint,
        by=by,
        at=now,
        customer=complaint.customer_id,
        was=reopening.was,
        because=reopening.because,
    )
    owing.owe_answer(complaint, now=now)
    return complaint


def _refuse_alone(complaint: Complaint) -> None:
    if complaint.claims.exists() and not complaint.claims.filter(withdrawn_at=None).exists():
        raise TakenBack(_("The customer no longer says any of it. End it as taken back; they are told."))
    stake = stakes.most_of(complaint)
    if stake is None or not limits.above_the_limit(stake):
        return
    if complaint.claims.filter(withdrawn_at=None).exists():
        raise NeedsVerdict(
            _("So much is at stake that a second person has to agree: please decide each claim instead.")
        )


def _close(complaint: Complaint, state: str, because: str, *, by: Actor, now: datetime) -> Complaint:
    complaint = lock(complaint)
    if complaint.closed_at is not None:
        raise AlreadyOver
    if not because.strip():
        raise NeedsReason(_("Please say why: the customer may read it."))
    complaint.state, complaint.because = state, because.strip()[:500]
    complaint.closed_at, complaint.closed_by = now, str(by)
    complaint.save(update_fields=["state", "because", "closed_at", "closed_by"])
    ledger.record(
        f"complaint.{state}",
        complaint,
        by=by,
        at=now,
        customer=complaint.customer_id,
        because=complaint.because,
    )
    return complaint
