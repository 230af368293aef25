"""Promising something in a conversation: money only as far as this person's word goes (DOMAIN §2 and §6)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.complaints import limits
from kept.promises import actions as promises
from kept.promises.models import Promise
from kept.promises.queries import promises_to

STATEMENT = "statement"  # DOMAIN §10: staff's words made it


class AboveLimit(Refused):
    code = "promise_above_limit"


@transaction.atomic
def owe(offer: promises.Offer, *, staff: Staff, now: datetime) -> Promise:
    """Make the promise. Raises AboveLimit for more money than this role may promise about one thing."""
    if offer.amount is not None and not limits.may_promise(staff.role, _so_far(offer), offer.amount):
        raise AboveLimit(_("This is more than your role may promise. Ask a manager to promise it."))
    return promises.make(offer, by=staff.actor, now=now)


def _so_far(offer: promises.Offer) -> Money:
    """What staff have promised this customer about the same thing, paid or still open."""
    assert offer.amount is not None
    before = promises_to(offer.customer).filter(
        about=offer.about, source=STATEMENT, currency=offer.amount.currency, outcome__in=("", "kept")
    )
    return Money(sum(promise.minor or 0 for promise in before), offer.amount.currency)
