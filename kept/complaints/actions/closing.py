"""Ending a complaint without a verdict: withdrawn by the customer, or closed with nothing found."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.complaints.actions.opening import AlreadyOver, lock
from kept.complaints.models import Complaint
from kept.ledger import actions as ledger


class NeedsReason(Refused):
    code = "closing_needs_reason"


@transaction.atomic
def withdraw(complaint: Complaint, *, because: str, by: Actor, now: datetime) -> Complaint:
    """The customer takes it back, in their own words or a logged one."""
    return _close(complaint, Complaint.State.WITHDRAWN, because, by=by, now=now)


@transaction.atomic
def close_without_finding(complaint: Complaint, *, because: str, by: Actor, now: datetime) -> Complaint:
    """Nothing that was due, no term and no rule bears on it; a person says so, and why."""
    return _close(complaint, Complaint.State.CLOSED_WITHOUT_FINDING, because, by=by, now=now)


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
