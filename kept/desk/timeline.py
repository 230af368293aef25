"""What happened in a conversation, in order: what was said, told, promised, wished, noted, handed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from kept.conversations.models import Attachment, Conversation, Message
from kept.policies.models import Disclosure
from kept.promises.models import Expectation, Outcome, Promise, WishMade

IN_ORDER = ("message", "wish", "expectation", "telling", "made", "ended", "note", "insult", "hand_over")


@dataclass(frozen=True)
class Event:
    """Something that happened at an instant; ``kind`` is one of IN_ORDER and says what ``row`` is."""

    kind: str
    at: datetime
    row: Any

    @property
    def ref(self) -> str:
        """The part of the page: ``message-7``. Making and ending one promise are two parts."""
        return f"{self.kind}-{self.row.pk}"


@dataclass(frozen=True)
class Records:
    """What is known of the customer, from which the timeline takes what belongs to this conversation."""

    promises: Iterable[Promise]
    tellings: Iterable[Disclosure]
    wishes: Iterable[WishMade]
    expectations: Iterable[Expectation]


def timeline(conversation: Conversation, records: Records) -> list[Event]:
    """Everything from the conversation's opening to its closing, the oldest first."""
    until = conversation.closed_at
    events = [
        event
        for event in _of_the_customer(records)
        if event.at >= conversation.opened_at and (until is None or event.at <= until)
    ]
    events += [Event("message", message.at, message) for message in messages_of(conversation)]
    events += [Event("note", note.at, note) for note in conversation.notes.all()]
    handed = conversation.hand_overs.select_related("from_staff", "to_staff", "to_team")
    events += [Event("hand_over", each.at, each) for each in handed]
    events += [Event("insult", each.at, each) for each in conversation.insults.select_related("staff")]
    return sorted(events, key=lambda event: (event.at, IN_ORDER.index(event.kind), event.row.pk))


def messages_of(conversation: Conversation) -> QuerySet[Message]:
    """The messages with what became of ours, and the names of their files, without the files themselves."""
    files = Prefetch("attachments", Attachment.objects.defer("content").order_by("pk"))
    return conversation.messages.select_related("outgoing").defer("folded").prefetch_related(files)


def _of_the_customer(records: Records) -> Iterator[Event]:
    for promise in records.promises:
        yield Event("made", promise.made_at, promise)
        if promise.settled_at and promise.outcome != Outcome.REPLACED:
            yield Event("ended", promise.settled_at, promise)
    for telling in records.tellings:
        yield Event("telling", telling.logged_at, telling)
    for wish in records.wishes:
        yield Event("wish", wish.at, wish)
    for expectation in records.expectations:
        yield Event("expectation", expectation.at, expectation)
