"""What staff said wrongly is honoured: it becomes a promise, and what it costs us is our loss."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.business.queries import get_staff, require
from kept.business.rules import Right
from kept.complaints.actions.locking import lock_promises_to
from kept.complaints.actions.mending import Mending, offer, refuse_above_limit
from kept.complaints.actions.opening import reopened
from kept.complaints.models import Claim, WrongWord
from kept.complaints.promised import STATEMENT
from kept.complaints.words import Topic
from kept.conversations.models import Message
from kept.customers.queries import canonical
from kept.ledger import actions as ledger
from kept.promises import actions as promises
from kept.promises.models import Promise
from kept.promises.queries import promises_about


class NotOurWords(Refused):
    code = "words_were_not_ours"


class HonouredAlready(Refused):
    code = "words_honoured_already"


class OverBefore(Refused):
    code = "words_over_before_said"


@dataclass(frozen=True)
class Loss:
    """What we said wrongly, by topic, what is right, and what honouring it costs us."""

    topic: str
    cost: Money
    right: str = ""

    def __post_init__(self) -> None:
        if self.cost.minor < 0:
            raise NotOurWords(_("What it costs us is nothing, or more."))


@transaction.atomic
def honour(
    claim: Claim,
    said: Mending,
    *,
    said_at: datetime,
    said_by: Actor,
    loss: Loss | None = None,
    by: Actor,
    now: datetime,
) -> Promise:
    """What staff told the customer binds us, right or wrong: it becomes a promise, made when it was said.

    The claim is about it from now on, and what was proposed is proposed anew. Refused when it was over
    before it was said, and for more money than this role may promise about the matter.
    """
    lock_promises_to(claim.complaint.customer)
    complaint = reopened(claim.complaint)
    _refuse_over(said, said_at)
    refuse_above_limit(complaint, complaint.customer, said, _promiser(by))
    promise = promises.make(offer(complaint, said, source=STATEMENT), by=said_by, now=said_at)
    claim.about.add(promise)
    ledger.record(
        "statement.honoured",
        claim,
        by=by,
        at=now,
        customer=complaint.customer_id,
        promise=promise,
        words=said.words,
    )
    if loss is not None:
        _lost(promise, loss, said=None, by=by, now=now)
    return promise


@transaction.atomic
def honour_message(message: Message, said: Mending, loss: Loss, *, by: Actor, now: datetime) -> Promise:
    """Honour a line of a colleague's in a conversation, made when it was said by whoever said it.

    Refused for the customer's own words, the second time, for a day that was over before it was said, and for
    more money than this role may promise about the matter.
    """
    lock_promises_to(message.conversation.customer)
    message = Message.objects.select_related("conversation__customer").get(pk=message.pk)
    conversation = message.conversation
    speaker = Actor.parse(message.by)
    if message.direction != Message.Direction.OUT or not speaker.is_staff:
        raise NotOurWords(_("These words were not ours. Only what we said binds us."))
    if promises_about(ledger.ref(message)).exists():
        raise HonouredAlready(_("These words are honoured already."))
    person = _promiser(by)
    _refuse_over(said, message.at)
    refuse_above_limit(conversation, conversation.customer, said, person)
    offered = promises.Offer(
        customer=canonical(conversation.customer),
        location=person.location,
        kind=said.kind,
        words=said.words,
        until=said.until,
        about=ledger.ref(message),
        amount=said.amount,
        source=STATEMENT,
    )
    promise = promises.make(offered, by=speaker, now=message.at)
    _lost(promise, loss, said=message, by=by, now=now)
    return promise


def _refuse_over(said: Mending, said_at: datetime) -> None:
    if said.until <= said_at:
        raise OverBefore(_("This day was over before it was said. Please choose a later one."))


def _promiser(by: Actor) -> Staff:
    person = get_staff(by.id or 0)
    require(person, Right.MAKE_PROMISES)
    return person


def _lost(promise: Promise, loss: Loss, *, said: Message | None, by: Actor, now: datetime) -> WrongWord:
    word = WrongWord.objects.create(
        promise=promise,
        conversation=None if said is None else said.conversation,
        topic=Topic(loss.topic),
        right=loss.right[:500],
        cost_minor=loss.cost.minor,
        currency=loss.cost.currency,
        at=now,
        by=str(by),
    )
    ledger.record(
        "words.wrong",
        word,
        by=by,
        at=now,
        customer=promise.customer_id,
        promise=promise,
        topic=word.topic,
        right=word.right,
        cost=word.cost_minor,
        currency=word.currency,
    )
    return word
