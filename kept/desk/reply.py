"""Answering from the desk: our words, the mail that carries them, and what the conversation does next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.business.queries import get_location
from kept.conversations import actions, queries, tokens
from kept.conversations.actions.messages import lock
from kept.conversations.models import Conversation, Message
from kept.customers.models import Identity
from kept.customers.queries import by_identity, canonical, email_of
from kept.desk import clock, tell
from kept.desk import exit as exits
from kept.ledger.actions import ref
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.policies.models import Version

PRESSED_TWICE = timedelta(minutes=1)  # the same words of the same person within it are one press of a button


class NoAddress(Refused):
    code = "reply_without_address"


@transaction.atomic
def reply(
    conversation: Conversation,
    text: str,
    *,
    staff: Staff,
    then: str = Conversation.State.WAITING,
    tells: Sequence[Version] = (),
    subject: str = "",
    now: datetime,
) -> Message:
    """Answer the customer by mail: a message and an outbox row; the worker sends it.

    Policies that it ``tells`` stand beneath it in their exact words, and are told by it. ``then`` is the
    conversation's next state (open, waiting, closed); ``subject`` is read as in ``write``. Refused without
    words, and for a customer whose address we do not know. The draft is forgotten. Pressed twice, the answer
    is sent once.
    """
    if not text.strip():
        raise actions.NothingSaid(_("The answer is empty. Write what the customer should read."))
    text = tell.with_words(text, tells, canonical(conversation.customer))
    lock(conversation)
    lately = now - PRESSED_TWICE
    if before := queries.same_answer(conversation, text.strip(), by=staff.actor, since=lately):
        return before
    outgoing = write(conversation, text, subject=subject, by=staff.actor, now=now)
    tell.in_conversation(tells, outgoing, about=ref(conversation), by=staff.actor, now=now)
    words = actions.Words(
        text=text.strip(),
        direction=Message.Direction.OUT,
        said_at=now,
        mail_id=outgoing.mail_id,
        references=tuple(outgoing.references.split()),
        outgoing=outgoing,
    )
    message = actions.add_message(conversation, words, by=staff.actor, now=now)
    clock.answered(conversation, message, by=staff.actor, now=now)
    actions.keep_draft(conversation, "", staff=staff, now=now)
    conversation.refresh_from_db()
    if conversation.assignee is None:
        conversation = actions.assign(conversation, staff, by=staff.actor, now=now)
    if then == Conversation.State.WAITING and not conversation.is_closed:
        actions.wait(conversation, by=staff.actor, now=now)
    elif then == Conversation.State.CLOSED and not conversation.is_closed:
        actions.close(conversation, by=staff.actor, now=now)
    return message


def write(conversation: Conversation, text: str, *, subject: str = "", by: Actor, now: datetime) -> Outgoing:
    """Queue a mail that belongs to a conversation: its answers will find the way back by our signed mark.

    An answer keeps the subject of the mail it answers; ``subject`` says what it is where there was no mail.
    """
    last = queries.last_mail_of(conversation)
    to = _address(conversation, last)
    answered = last.mail_id if last else ""
    chain = [*last.references.replace("<", " ").replace(">", " ").split(), answered] if last else []
    subject = _subject(conversation, subject, answers=last is not None)
    return outbox.queue(
        to=to,
        subject=subject,
        text=text.strip(),
        customer=conversation.customer,
        thread=outbox.Thread(
            mail_id=outbox.new_mail_id(tokens.token(conversation.pk)),
            reply_to=tokens.reply_address(conversation.pk, get_location().mail_address),
            in_reply_to=_safe(answered),
            references=tuple(dict.fromkeys(one for one in map(_safe, chain) if one)),
        ),
        by=by,
        now=now,
    )


@transaction.atomic
def accepted(outgoing: Outgoing, *, response: str, now: datetime) -> Outgoing:
    """The receiving server took it: what it told is in the customer's hands (A2), and a receipt has left."""
    outgoing = outbox.accept(outgoing, response=response, now=now)
    tell.delivered(outgoing, now=now)
    exits.receipt_accepted(outgoing, now=now)
    return outgoing


def _subject(conversation: Conversation, wanted: str, *, answers: bool) -> str:
    """What stands above the mail, in the customer's language where it is ours to say."""
    if not answers and wanted:
        return wanted
    with override(canonical(conversation.customer).language):
        ours = wanted or _("Your question to %(name)s") % {"name": get_location().name}
    subject = conversation.subject or ours
    return subject if not answers or subject.lower().startswith(("re:", "aw:")) else f"Re: {subject}"


def _address(conversation: Conversation, last: Message | None) -> str:
    """The address that they wrote from, while it is still theirs; else the first one we know."""
    customer = canonical(conversation.customer)
    if last is not None and by_identity(Identity.Kind.EMAIL, last.from_address) == customer:
        return last.from_address
    address = email_of(customer)
    if address is None:
        raise NoAddress(_("We know no e-mail address of this customer. Ask for one, or call them."))
    return address


def _safe(mail_id: str) -> str:
    """A stranger's Message-ID, when it may stand in our headers; else nothing."""
    fits = 3 <= len(mail_id) <= 250 and mail_id.isascii() and mail_id.isprintable()
    return mail_id if fits and not any(letter in mail_id for letter in '<> ,;()"\\') else ""
