"""Reading conversations: getting one is the permission check; the inbox; what was said where."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.conversations import tokens
from kept.conversations.models import (
    Attachment,
    Conversation,
    Draft,
    HandOver,
    Insult,
    Matter,
    Message,
    Note,
)
from kept.customers.models import Customer
from kept.customers.queries import canonical, ids_of
from kept.text.folding import fold

State = Conversation.State
SNIPPET = 200
MOST_WORDS = 8
TO_ANSWER = timedelta(minutes=30)


class Box(StrEnum):
    """The piles of the inbox."""

    OPEN = "open"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    CLOSED = "closed"


BOXES: dict[Box, Callable[[Staff], Q]] = {
    Box.OPEN: lambda _staff: Q(state=State.OPEN),
    Box.MINE: lambda staff: Q(state=State.OPEN, assignee=staff),
    Box.UNASSIGNED: lambda _staff: Q(state=State.OPEN, assignee=None),
    Box.WAITING: lambda _staff: Q(state=State.WAITING),
    Box.CLOSED: lambda _staff: Q(state=State.CLOSED),
}


def get_conversation_for(staff: Staff, pk: int, *, right: Right = Right.READ_CONVERSATIONS) -> Conversation:
    """The conversation, for somebody who may read it (or ``right``). Raises NotAllowed, NotFound."""
    require(staff, right)
    found = Conversation.objects.select_related("customer", "assignee").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("We have no such conversation."))
    return found


def get_conversation_to_write_for(staff: Staff, pk: int) -> Conversation:
    """The conversation, for somebody who may answer and change it. Raises NotAllowed, NotFound."""
    return get_conversation_for(staff, pk, right=Right.WRITE_CONVERSATIONS)


def get_conversation_of(customer: Customer, pk: int) -> Conversation:
    """The customer's own conversation; somebody else's looks as if it did not exist. Raises NotFound."""
    found = Conversation.objects.filter(pk=pk, customer__in=ids_of(canonical(customer))).first()
    if found is None:
        raise NotFound(_("We have no such conversation."))
    return found


def get_attachment_for(staff: Staff, pk: int) -> Attachment:
    require(staff, Right.READ_CONVERSATIONS)
    found = Attachment.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("We have no such file."))
    return found


def inbox_for(staff: Staff, box: Box = Box.OPEN) -> QuerySet[Conversation]:
    """A pile of the inbox, the newest word of a customer first, each with the start of its last message.

    Rows carry ``snippet``, ``snippet_direction`` and ``snippet_outgoing`` (the number of its mail), None
    while nothing was said. One query for a page of it.
    """
    require(staff, Right.READ_CONVERSATIONS)
    return _with_snippets(Conversation.objects.filter(BOXES[box](staff)).newest_word_first())


def counts_for(staff: Staff) -> dict[str, int]:
    """How many conversations lie in each pile, in one query."""
    require(staff, Right.READ_CONVERSATIONS)
    wanted = {box.value: Count("pk", filter=BOXES[box](staff)) for box in Box}
    return Conversation.objects.aggregate(**wanted)


def of_customer_for(staff: Staff, customer: Customer) -> QuerySet[Conversation]:
    """All conversations with this person, under every record of them, the latest first."""
    require(staff, Right.READ_CONVERSATIONS)
    theirs = Conversation.objects.filter(customer__in=ids_of(canonical(customer)))
    return _with_snippets(theirs).order_by("-last_word_at", "-pk")


def search_for(
    staff: Staff, words: str, *, most: int = 50, but_mails: Collection[int] = ()
) -> QuerySet[Conversation]:
    """Conversations in which every one of these words stands somewhere, the newest first.

    Looked for in messages, notes, subjects and customers' names; case, accents and disguises do not matter.
    Not in those of our mails, by number, that this person may not read yet (``but_mails``).
    """
    require(staff, Right.READ_CONVERSATIONS)
    found = Conversation.objects.all()
    wanted = fold(words).split()[:MOST_WORDS]
    if not wanted:
        return found.none()
    messages = Message.objects.exclude(outgoing__in=but_mails) if but_mails else Message.objects.all()
    for word in wanted:
        here = OuterRef("pk")
        said = Exists(messages.filter(conversation=here, folded__contains=word))
        noted = Exists(Note.objects.filter(conversation=here, folded__contains=word))
        found = found.filter(said | noted | Q(folded__contains=word) | Q(customer__name__icontains=word))
    return _with_snippets(found).order_by("-last_word_at", "-pk")[:most]


def matters_of(conversation: Conversation) -> QuerySet[Matter]:
    """The matters that this conversation touches, the oldest first."""
    return Matter.objects.filter(contacts__conversation=conversation).distinct().order_by("opened_at", "pk")


def hand_overs_of(customer: Customer) -> QuerySet[HandOver]:
    """Every passing on of this person, the latest first: the brief shows those of the last matter."""
    theirs = HandOver.objects.filter(conversation__customer__in=ids_of(customer))
    return theirs.select_related("from_staff", "to_staff", "to_team").order_by("-at", "-pk")


def insult_to_answer(staff: Staff, conversation: Conversation, *, now: datetime) -> Insult | None:
    """What this person noted here within the last half hour, while something can still be done about it."""
    latest = conversation.insults.filter(staff=staff, at__gt=now - TO_ANSWER).order_by("-at", "-pk").first()
    if latest is None or (latest.became and latest.off_until is not None):
        return None
    return latest


def get_insult_for(staff: Staff, pk: int) -> Insult:
    """What this very person noted. Somebody else's looks as if it did not exist. Raises NotFound."""
    require(staff, Right.WRITE_CONVERSATIONS)
    found = (
        Insult.objects.select_related("conversation__customer", "staff").filter(pk=pk, staff=staff).first()
    )
    if found is None:
        raise NotFound(_("You noted nothing with this number."))
    return found


def off_now(now: datetime) -> dict[int, datetime]:
    """Who has a moment off, and until when, by the number of the colleague."""
    rows = Insult.objects.filter(off_until__gt=now).values_list("staff", "off_until").order_by("off_until")
    return {staff: until for staff, until in rows if until is not None}


def draft_of(conversation: Conversation, staff: Staff) -> Draft | None:
    return Draft.objects.filter(conversation=conversation, staff=staff).first()


def last_mail_of(conversation: Conversation) -> Message | None:
    """The customer's latest mail in it: what an answer answers."""
    mails = conversation.messages.filter(direction=Message.Direction.IN).exclude(from_address="")
    return mails.order_by("-at", "-pk").first()


def threaded(
    *, marks: list[str], mail_ids: list[str], mail_id: str, customer: Customer
) -> list[Conversation]:
    """The conversations a mail may belong to, the surest first: our mark, the ids it answers, the ids that
    answer it (mail that came out of order).

    Not yet checked against the sender, except for the last: its letters must be this customer's own.
    """
    pks = [pk for pk in map(tokens.read, [*marks, *reversed(mail_ids)]) if pk is not None]
    if mail_ids:
        known = dict(
            Message.objects.filter(mail_id__in=mail_ids)
            .order_by("at")
            .values_list("mail_id", "conversation_id")
        )
        pks += [known[one] for one in reversed(mail_ids) if one in known]
    if mail_id:
        theirs = Message.objects.filter(conversation__customer__in=ids_of(customer))
        pks += theirs.filter(references__contains=f"<{mail_id}>").values_list("conversation_id", flat=True)[
            :1
        ]
    found = Conversation.objects.select_related("customer").in_bulk(pks)
    return [found[pk] for pk in dict.fromkeys(pks) if pk in found]


def same_letter(*, mail_id: str, from_address: str, text: str) -> Message | None:
    """A letter that came before, by another way, with the same id, sender and words."""
    if not mail_id:
        return None
    return Message.objects.filter(
        direction=Message.Direction.IN, mail_id=mail_id[:998], from_address=from_address, text=text
    ).first()


def same_answer(conversation: Conversation, text: str, *, by: Actor, since: datetime) -> Message | None:
    """The last message, where it is a mail of this person with exactly these words, sent since then."""
    last = conversation.messages.order_by("-at", "-pk").first()
    if last is None or last.outgoing_id is None or last.at < since:
        return None
    return last if (last.text, last.by) == (text, str(by)) else None


def conversation_of_outgoing(outgoing_id: int) -> Conversation | None:
    message = Message.objects.filter(outgoing=outgoing_id).select_related("conversation").first()
    return message.conversation if message else None


def _with_snippets(found: QuerySet[Conversation]) -> QuerySet[Conversation]:
    last = Message.objects.filter(conversation=OuterRef("pk")).order_by("-at", "-pk")
    return found.select_related("customer", "assignee").annotate(
        snippet=Subquery(last.annotate(start=Substr("text", 1, SNIPPET)).values("start")[:1]),
        snippet_direction=Subquery(last.values("direction")[:1]),
        snippet_outgoing=Subquery(last.values("outgoing")[:1]),
    )
