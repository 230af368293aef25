"""Staying after all: taking an exit back; and the offers that people made to somebody who wanted to leave."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.conversations.models import Conversation
from kept.memberships import rules
from kept.memberships.actions.leave import end_parts, locked_exit, record
from kept.memberships.models import Cancellation, OfferShown
from kept.promises import actions as promises


class TooLateToUndo(Refused):
    code = "exit_too_late_to_undo"


@transaction.atomic
def undo(cancellation: Cancellation, *, by: Actor, now: datetime) -> Cancellation:
    """The customer stays after all: before the confirmation, or after it until the end date. Twice is once.

    What we promised to pay back is released at their wish. Refused when the end has passed.
    """
    cancellation = locked_exit(cancellation)
    if cancellation.undone_at is not None:
        return cancellation
    if cancellation.confirmed_at is not None:
        assert cancellation.service_end_on is not None
        zone = cancellation.membership.location.zone
        if now >= rules.may_undo_until(cancellation.service_end_on, zone):
            raise TooLateToUndo(_("This ended already. You can join again at any time."))
        end_parts(cancellation, None, None)
        refund = cancellation.refund_promise
        if refund is not None and refund.settled_at is None:
            promises.release(refund, reason=_("The customer took the cancellation back."), by=by, now=now)
    cancellation.undone_at, cancellation.undone_by = now, str(by)
    cancellation.save(update_fields=["undone_at", "undone_by"])
    record("exit.undone", cancellation, by=by, now=now)
    return cancellation


@transaction.atomic
def show_offer(
    cancellation: Cancellation,
    what: str,
    *,
    conversation: Conversation | None = None,
    by: Actor,
    now: datetime,
) -> OfferShown:
    """Somebody made an offer to a customer who wants to leave: it is a row and an entry, and a breach of the
    house code when it came before the confirmation. The desk's own pages show none."""
    cancellation = locked_exit(cancellation)
    offer = OfferShown.objects.create(
        cancellation=cancellation,
        conversation=conversation,
        what=what,
        at=now,
        by=str(by),
        before_confirmation=cancellation.is_open,
    )
    record("offer.shown", cancellation, by=by, now=now, what=what, before_confirmation=cancellation.is_open)
    return offer
