"""Forgetting what a person said: words, letters, files and notes go; that there was a contact stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from kept.base.actors import Actor
from kept.conversations.actions.states import close
from kept.conversations.models import Attachment, Conversation, Draft, HandOver, Message, Note, RawMail
from kept.customers.rules import ERASED


@transaction.atomic
def forget(people: Collection[int], *, addresses: Collection[str], by: Actor, now: datetime) -> None:
    """Empty the conversations of these customers, and close those that are still open.

    Of a letter only the hash of its bytes stays, so that a mailbox that is read again does not bring it back.
    Letters that hang on no message (a mail server's reports) go when one of the ``addresses`` stands in them.
    """
    theirs = Conversation.objects.filter(customer__in=people)
    for conversation in theirs.exclude(state=Conversation.State.CLOSED):
        close(conversation, by=by, now=now)
    theirs.update(subject=ERASED, folded="")
    messages = Message.objects.filter(conversation__in=theirs)
    Attachment.objects.filter(message__in=messages).delete()
    letters = [*messages.exclude(raw=None).values_list("raw", flat=True), *_reports_with(addresses)]
    RawMail.objects.filter(pk__in=letters).update(content=b"")
    messages.update(text=ERASED, quoted="", html="", from_address="", mail_id="", references="", folded="")
    Note.objects.filter(conversation__in=theirs).update(text=ERASED, folded="")
    HandOver.objects.filter(conversation__in=theirs).update(reason=ERASED)
    Draft.objects.filter(conversation__in=theirs).delete()


def _reports_with(addresses: Collection[str]) -> list[int]:
    wanted = [address.encode() for address in addresses]
    loose = RawMail.objects.exclude(pk__in=Message.objects.exclude(raw=None).values("raw"))
    return [
        pk
        for pk, content in loose.values_list("pk", "content").iterator(chunk_size=50)
        if any(one in bytes(content).lower() for one in wanted)
    ]
