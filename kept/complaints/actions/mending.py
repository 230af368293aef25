"""Making good: remedies are promises, within what the role may promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.money import Money
from kept.base.refusals import NotAllowed, Refused
from kept.business.models import Staff
from kept.business.queries import get_staff, require
from kept.business.rules import Right
from kept.complaints import limits, promised
from kept.complaints.actions.locking import lock, lock_promises_to
from kept.complaints.models import Complaint, Remedy
from kept.conversations.models import Conversation
from kept.customers.models import Customer
from kept.ledger import actions as ledger
from kept.promises import actions as promises


class AboveLimit(Refused):
    code = "remedy_above_limit"


class NothingToMend(Refused):
    code = "complaint_was_withdrawn"


@dataclass(frozen=True)
class Mending:
    """What we do and by when; ``amount`` where it is money. ``kind`` is a promise's: remedy, refund, …"""

    words: str
    until: datetime
    kind: str = "remedy"
    amount: Money | None = None
    starts_at: datetime | None = None


@transaction.atomic
def promise_remedy(complaint: Complaint, mending: Mending, *, by: Actor, now: datetime) -> Remedy:
    """Promise to make it good. Refused above what the role may promise about one matter (DOMAIN §6)."""
    lock_promises_to(complaint.customer)
    complaint = lock(complaint)
    if complaint.state == Complaint.State.WITHDRAWN:
        raise NothingToMend(_("The customer has withdrawn this."))
    if by.id is None or not by.is_staff:
        raise NotAllowed(_("Only a person may promise a remedy."))
    person = get_staff(by.id)
    require(person, Right.DECIDE_COMPLAINTS)
    refuse_above_limit(complaint, complaint.customer, mending, person)
    promise = promises.make(offer(complaint, mending, source="remedy"), by=by, now=now)
    remedy = Remedy.objects.create(complaint=complaint, promise=promise, at=now, by=person)
    ledger.record(
        "remedy.promised",
        remedy,
        by=by,
        at=now,
        customer=complaint.customer_id,
        complaint=complaint,
        promise=promise,
    )
    return remedy


def refuse_above_limit(
    thing: Complaint | Conversation, customer: Customer, mending: Mending, person: Staff
) -> None:
    """Raises AboveLimit where this role's word does not go so far, with what was promised before."""
    if mending.amount is None:
        return
    before = promised.so_far(thing, customer, mending.amount.currency)
    if not limits.may_promise(person.role, before, mending.amount):
        raise AboveLimit(_("This is more than your role may promise. A manager or the owner can do it now."))


def offer(complaint: Complaint, mending: Mending, *, source: str) -> promises.Offer:
    return promises.Offer(
        customer=complaint.customer,
        location=complaint.location,
        kind=mending.kind,
        words=mending.words,
        until=mending.until,
        starts_at=mending.starts_at,
        about=f"complaint:{complaint.pk}",
        amount=mending.amount,
        source=source,
    )
