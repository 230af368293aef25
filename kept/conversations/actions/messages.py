"""Adding words to a conversation: the customer's, ours, and those that stay among colleagues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.conversations import rules
from kept.conversations.models import Attachment, Conversation, Draft, Message, Note, RawMail
from kept.outbox.actions import File
from kept.outbox.models import Outgoing
from kept.text.folding import fold


class NothingSaid(Refused):
    code = "nothing_said"


@dataclass(frozen=True)
class Words:
    """What one side said. ``said_at`` may lie before the writing down (a call is logged while it lasts)."""

    text: str
    direction: str
    said_at: datetime
    quoted: str = ""
    html: str = ""
    from_address: str = ""
    mail_id: str = ""
    references: tuple[str, ...] = ()
    files: Sequence[File] = field(default=())
    raw: RawMail | None = None
    outgoing: Outgoing | None = None


@transaction.atomic
def add_message(conversation: Conversation, words: Words, *, by: Actor, now: datetime) -> Message:
    """Add what was said. A customer's word, unless it only thanks, opens what waited or was closed."""
    conversation = lock(conversation)
    said_at = min(words.said_at, now)
    message = Message.objects.create(
        conversation=conversation,
        direction=words.direction,
        channel=conversation.channel,
        at=said_at,
        by=str(by),
        text=words.text,
        quoted=words.quoted,
        html=words.html,
        from_address=words.from_address,
        mail_id=words.mail_id[:998],
        references=" ".join(f"<{one}>" for one in words.references),
        folded=fold(f"{words.text} {words.from_address}"),
        raw=words.raw,
        outgoing=words.outgoing,
    )
    for file in words.files:
        Attachment.objects.create(
            message=message, name=file.name[:200], content_type=file.content_type[:100], content=file.content
        )
    conversation.last_word_at = max(conversation.last_word_at, said_at)
    if words.direction == Message.Direction.IN:
        conversation.last_customer_word_at = max(conversation.last_customer_word_at or said_at, said_at)
        if rules.wakes(words=words.text, names=(conversation.customer.name,)):
            conversation.state = Conversation.State.OPEN
            conversation.closed_at, conversation.closed_by = None, ""
    conversation.save()
    return message


@transaction.atomic
def note(conversation: Conversation, text: str, *, by: Actor, now: datetime) -> Note:
    """Tell colleagues something. No customer sees it, and it changes no state."""
    if not text.strip():
        raise NothingSaid(_("The note is empty. Write what your colleagues should know."))
    return Note.objects.create(
        conversation=conversation, at=now, by=str(by), text=text.strip(), folded=fold(text)
    )


@transaction.atomic
def keep_draft(conversation: Conversation, text: str, *, staff: Staff, now: datetime) -> Draft | None:
    """Keep what somebody is writing, so that it is never lost; empty text forgets the draft."""
    if not text.strip():
        Draft.objects.filter(conversation=conversation, staff=staff).delete()
        return None
    draft, _made = Draft.objects.update_or_create(
        conversation=conversation, staff=staff, defaults={"text": text, "saved_at": now}
    )
    return draft


def lock(conversation: Conversation) -> Conversation:
    return Conversation.objects.select_for_update().get(pk=conversation.pk)
