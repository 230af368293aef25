"""The reply clock: who writes is owed an answer within the hours that the house sets itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import SOFTWARE, Actor
from kept.business.queries import get_location
from kept.conversations.models import Conversation, Message
from kept.ledger.actions import ref
from kept.promises import actions as promises
from kept.promises.models import Promise
from kept.promises.owed import Kind
from kept.promises.queries import open_promise_about


def owe_reply(conversation: Conversation, *, now: datetime) -> Promise | None:
    """Promise an answer, counted in opening hours. One at a time; None where the house promises none."""
    location, customer = get_location(), conversation.customer
    if location.reply_within_hours is None or open_promise_about(ref(conversation), Kind.REPLY):
        return None
    with override(customer.language):
        words = _("We answer your letter")
    offer = promises.Offer(
        customer=customer,
        location=location,
        kind=Kind.REPLY,
        words=words,
        until=location.calendar.after(now, timedelta(hours=location.reply_within_hours)),
        about=ref(conversation),
    )
    return promises.make(offer, by=SOFTWARE, now=now)


def answered(conversation: Conversation, message: Message, *, by: Actor, now: datetime) -> None:
    """We answered: the promise ends by it."""
    owed = open_promise_about(ref(conversation), Kind.REPLY)
    if owed is not None:
        sent = promises.Happened("reply_sent", now, "desk", evidence=ref(message))
        promises.record(owed, sent, by=by, now=now)
