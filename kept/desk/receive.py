"""A letter came in: whose it is, which conversation it belongs to, and what it touches. One transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import SOFTWARE, Actor
from kept.business.queries import get_location
from kept.conversations import actions, queries
from kept.conversations.models import Channel, Conversation, Message, RawMail
from kept.customers import actions as customers
from kept.customers.models import Customer, Identity
from kept.customers.queries import by_identity, canonical
from kept.customers.rules import UnreadableIdentity, normal_email
from kept.desk import clock
from kept.desk.letters import Letter, Written
from kept.outbox import actions as outbox
from kept.outbox.actions import File
from kept.outbox.queries import by_mail_id
from kept.text.html import clean
from kept.text.replies import own_words
from kept.text.thanks import is_pure_thanks


class Outcome(StrEnum):
    """What became of a letter."""

    NEW = "new_conversation"
    JOINED = "joined_conversation"
    DUPLICATE = "already_taken"
    AUTO_REPLY = "auto_reply_noted"
    BOUNCE = "bounce_noted"
    OURS = "our_own_mail"


@dataclass(frozen=True)
class Taken:
    """What became of a letter, and where it is now. Only when ``may_be_answered`` may software answer it."""

    outcome: Outcome
    conversation: Conversation | None = None
    message: Message | None = None
    customer: Customer | None = None
    may_be_answered: bool = False


@transaction.atomic
def take(letter: Letter, *, raw: RawMail, by: Actor, now: datetime) -> Taken:
    """Take in a letter whose bytes are stored in ``raw``. Taking the same bytes twice changes nothing.

    It joins a conversation by our signed mark, or by the ids it answers, and only when its sender is that
    conversation's customer: a stranger who knows a Message-ID gets a conversation of their own. Never by
    subject. What no person wrote is never answered by software (RFC 3834).
    """
    raw = RawMail.objects.select_for_update().get(pk=raw.pk)
    if raw.outcome:
        return Taken(Outcome.DUPLICATE)
    taken = _take(letter, raw=raw, by=by, now=now)
    if taken.customer is not None and taken.customer.erased_at is not None:
        actions.empty(raw)
    actions.give_outcome(raw, taken.outcome)
    return taken


def _take(letter: Letter, *, raw: RawMail, by: Actor, now: datetime) -> Taken:
    if letter.written is Written.BOUNCE and (bounced := _note_bounce(letter, now=now)):
        return bounced
    if _is_ours(letter):
        return Taken(Outcome.OURS)
    customer = _sender(letter, by=by, now=now)
    own = own_words(letter.text, letter.html).replace("\0", "")
    if before := queries.same_letter(
        mail_id=letter.message_id, from_address=letter.sender.address[:254], text=own
    ):
        return Taken(Outcome.DUPLICATE, before.conversation, before, customer)
    candidates = _threaded(letter, customer)
    joined = next((one for one in candidates if canonical(one.customer) == customer), None)
    if letter.written is Written.AUTO_REPLY and joined is not None:
        words = _("An automatic reply came: %(words)s") % {"words": own or letter.subject}
        actions.note(joined, words, by=SOFTWARE, now=now)
        return Taken(Outcome.AUTO_REPLY, joined, None, customer)
    conversation = joined or actions.start(
        customer, channel=Channel.EMAIL, subject=letter.subject, by=customer.actor, now=now
    )
    message = actions.add_message(conversation, _words(letter, own, raw), by=customer.actor, now=now)
    if joined is None and candidates:
        words = _("This letter answers conversation %(number)d, but its sender is not known there.")
        actions.note(conversation, words % {"number": candidates[0].pk}, by=SOFTWARE, now=now)
    if letter.written is Written.PERSON:
        _touch_matters(conversation, own, now=now)
        if not is_pure_thanks(own):
            clock.owe_reply(conversation, now=now)
    conversation.refresh_from_db()
    outcome = Outcome.JOINED if joined else Outcome.NEW
    return Taken(outcome, conversation, message, customer, may_be_answered=letter.written is Written.PERSON)


def _note_bounce(letter: Letter, *, now: datetime) -> Taken | None:
    """Write the report on the mail that it is about; None when that is none of ours: then it is a letter."""
    if letter.bounced is None:
        return None
    outgoing = by_mail_id(letter.bounced.message_id)
    if outgoing is None:
        return None
    if outgoing.customer is not None and outgoing.customer.erased_at is not None:
        return Taken(Outcome.BOUNCE, customer=outgoing.customer)
    conversation = queries.conversation_of_outgoing(outgoing.pk)
    if not letter.bounced.permanent:
        return Taken(Outcome.BOUNCE, conversation, None, outgoing.customer)
    outbox.bounce(outgoing, words=letter.bounced.words, now=now)
    if conversation is not None:
        words = _("Our mail to %(address)s did not arrive: %(words)s")
        said = {"address": outgoing.to_address, "words": letter.bounced.words or _("no reason was given")}
        actions.note(conversation, words % said, by=SOFTWARE, now=now)
        if conversation.state != Conversation.State.OPEN:
            conversation = actions.reopen(conversation, by=SOFTWARE, now=now)
    return Taken(Outcome.BOUNCE, conversation, None, outgoing.customer)


def _is_ours(letter: Letter) -> bool:
    """Whether it comes from our own address: our copy of what we sent, or a loop."""
    local, _at, domain = get_location().mail_address.lower().rpartition("@")
    sent_local, _at, sent_domain = letter.sender.address.rpartition("@")
    return sent_domain == domain and sent_local.partition("+")[0] == local


def _sender(letter: Letter, *, by: Actor, now: datetime) -> Customer:
    """Whose letter it is: the customer with this address, or a new one; new, too, without a readable one."""
    name = letter.sender.name or letter.sender.address
    try:
        address = normal_email(letter.sender.address)
    except UnreadableIdentity:
        return customers.add(name, language=get_location().language, by=by, now=now)
    if known := by_identity(Identity.Kind.EMAIL, address):
        return known
    try:
        with transaction.atomic():
            customer = customers.add(name, language=get_location().language, by=by, now=now)
            identity = customers.add_email(customer, address, now=now)
            if identity.customer_id != customer.pk:
                raise _WroteTwice
    except (_WroteTwice, customers.IdentityTaken):  # two first letters of one sender, taken at once
        return canonical(Identity.objects.get(kind=Identity.Kind.EMAIL, value=address).customer)
    return customer


class _WroteTwice(Exception):  # noqa: N818  # it undoes the second record of one person, and is no error
    pass


def _threaded(letter: Letter, customer: Customer) -> list[Conversation]:
    addressed = [one.address for one in (*letter.to, *letter.cc, *letter.delivered_to)]
    answered = [*letter.references, *([letter.in_reply_to] if letter.in_reply_to else [])]
    return queries.threaded(marks=addressed, mail_ids=answered, mail_id=letter.message_id, customer=customer)


def _words(letter: Letter, own: str, raw: RawMail) -> actions.Words:
    whole = letter.text.replace("\r\n", "\n").replace("\0", "").strip()
    return actions.Words(
        text=own,
        direction=Message.Direction.IN,
        said_at=raw.received_at,
        quoted=whole if whole != own else "",
        html=clean(letter.html).replace("\0", "") if letter.html else "",
        from_address=letter.sender.address[:254],
        mail_id=letter.message_id,
        references=(*letter.references, *([letter.in_reply_to] if letter.in_reply_to else [])),
        files=[
            File(one.filename or _("attachment"), one.content_type, one.content) for one in letter.attachments
        ],
        raw=raw,
    )


def _touch_matters(conversation: Conversation, own: str, *, now: datetime) -> None:
    """Its matters, reopened where the rule says so; its own when it has none yet."""
    touched = [actions.Subject(matter.kind, matter.about) for matter in queries.matters_of(conversation)]
    for subject in touched or [actions.Subject("question")]:
        actions.touch(conversation, subject, words=own, by=conversation.customer.actor, now=now)
