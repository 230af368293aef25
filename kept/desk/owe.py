"""Promising something in a conversation: money only as far as this person's word goes (DOMAIN §2 and §6)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.complaints import limits, promised
from kept.complaints.actions.locking import lock_promises_to
from kept.complaints.promised import STATEMENT
from kept.promises import actions as promises
from kept.promises.models import Promise

__all__ = ["STATEMENT", "AboveLimit", "owe"]


class AboveLimit(Refused):
    code = "promise_above_limit"


@transaction.atomic
def owe(offer: promises.Offer, *, staff: Staff, now: datetime) -> Promise:
    """Make the promise. Raises AboveLimit for more money than this role may promise about one matter."""
    if offer.amount is not None:
        lock_promises_to(offer.customer)
        before = promised.so_far(offer.about, offer.customer, offer.amount.currency)
        if not limits.may_promise(staff.role, before, offer.amount):
            raise AboveLimit(_("This is more than your role may promise. Ask a manager to promise it."))
    return promises.make(offer, by=staff.actor, now=now)
