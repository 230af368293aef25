"""A message sounds like a complaint, or asks to leave: what is proposed, opened at once, or turned down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.complaints import actions, hearing, scope, twins
from kept.complaints.actions.locking import lock_promises_to
from kept.complaints.models import Complaint, Hearing
from kept.complaints.scope import Scope
from kept.conversations.models import Conversation, Message
from kept.customers.models import Customer
from kept.customers.queries import canonical
from kept.desk import complain
from kept.memberships import leaving
from kept.memberships import queries as memberships

MOST_HEARD = 8  # of the customer's newest messages
NOTHING = ""  # the kind under which a message that only sounds like a complaint is answered
MOST_LETTERS = 10_000  # of each; a megabyte would take seconds, and whoever complains says so before


class NothingChosen(Refused):
    code = "no_claim_chosen"


@dataclass(frozen=True)
class Suggestion:
    """One claim that a message seems to make: its sentence, the words that made it, what it is about.

    ``already`` is the complaint in which they said the same before, and which is not over.
    """

    message: Message
    kind: str
    sentence: str
    cue: str
    scope: Scope
    already: Complaint | None = None

    @property
    def key(self) -> str:
        return f"{self.message.pk}-{self.kind}"


@dataclass(frozen=True)
class Loud:
    """A message that complains and claims nothing that was heard, with the words that showed it."""

    message: Message
    sign: str


@dataclass(frozen=True)
class Noticed:
    """What the newest messages of a conversation propose; ``leaving`` is the one that asks to leave.

    ``loud`` only where no claim is proposed: a person finds out what it is about.
    """

    suggestions: tuple[Suggestion, ...] = ()
    leaving: Message | None = None
    loud: Loud | None = None

    def __bool__(self) -> bool:
        return bool(self.suggestions or self.leaving or self.loud)


def notice(conversation: Conversation, *, now: datetime) -> Noticed:
    """The claims nobody has answered yet, each kind once, and whether somebody asks to leave.

    What was said before a complaint was opened here is part of that complaint, and proposed no more.
    """
    customer = canonical(conversation.customer)
    said = _newest(conversation)
    heard = _unanswered(conversation, said)
    answered = set(Hearing.objects.filter(message__in=said).values_list("message", "kind"))
    found: dict[str, Suggestion] = {}
    for message in heard:
        for claim in hearing.claims(message.text[:MOST_LETTERS]):
            if claim.kind in found or (message.pk, claim.kind) in answered:
                continue
            about = scope.suggest(claim.kind, customer, now=now)
            already = twins.open_on(customer, claim.kind, about.about)
            found[claim.kind] = Suggestion(message, claim.kind, claim.sentence, claim.cue, about, already)
    loud = None if found else _loud([message for message in heard if (message.pk, NOTHING) not in answered])
    return Noticed(tuple(found.values()), _asking(customer, said), loud)


@transaction.atomic
def open_noticed(
    conversation: Conversation, chosen: Mapping[str, str], *, staff: Staff, now: datetime
) -> Complaint:
    """Open a complaint with the chosen proposals: the key of each, and the kind that it really is.

    What they said before is no second complaint: the open one takes what is new, and is returned.
    All that was proposed counts as answered. Refused when nothing is chosen, or a colleague was quicker.
    """
    lock_promises_to(conversation.customer)
    proposed = notice(conversation, now=now).suggestions
    kept = [one for one in proposed if one.key in chosen]
    if not kept:
        raise NothingChosen(_("Tick what they complain of, or say that this is no complaint."))
    already = next((one.already for one in kept if _said_before(one, chosen)), None)
    new = [one for one in kept if not _said_before(one, chosen)]
    heard = _each_kind_once([complain.Heard(chosen[one.key], one.sentence) for one in new])
    if already is not None:
        complaint = already
        for one in heard:
            complain.add(complaint, one, staff=staff, now=now)
    else:
        words = "\n\n".join(dict.fromkeys(one.message.text for one in kept))
        complaint = complain.open_from(conversation, heard, words=words, staff=staff, now=now)
    made = {(one.message, one.kind): chosen.get(one.key, "") for one in proposed}
    actions.answer_proposals(made, complaint=complaint, by=staff.actor, now=now)
    return complaint


@transaction.atomic
def turn_down(conversation: Conversation, *, staff: Staff, now: datetime) -> None:
    """This is no complaint: nothing is opened, and nothing of it is proposed again."""
    noticed = notice(conversation, now=now)
    made = {(one.message, one.kind): "" for one in noticed.suggestions}
    if noticed.loud is not None:
        made[noticed.loud.message, NOTHING] = ""
    actions.answer_proposals(made, by=staff.actor, now=now)


def _said_before(one: Suggestion, chosen: Mapping[str, str]) -> bool:
    return one.already is not None and chosen[one.key] == one.kind


def _newest(conversation: Conversation) -> list[Message]:
    theirs = conversation.messages.filter(direction=Message.Direction.IN).order_by("-at", "-pk")
    return list(theirs[:MOST_HEARD])[::-1]


def _unanswered(conversation: Conversation, said: Sequence[Message]) -> list[Message]:
    opened_at = Complaint.objects.filter(conversation=conversation).aggregate(last=Max("opened_at"))["last"]
    return [message for message in said if opened_at is None or message.at > opened_at]


def _asking(customer: Customer, said: Sequence[Message]) -> Message | None:
    """The first message that asks to leave, while a membership runs on and nobody showed the money since."""
    asking = [message for message in said if leaving.asks_to_leave(message.text[:MOST_LETTERS])]
    if not asking:
        return None
    running = memberships.running_memberships_of(customer)
    untouched = [one for one in running if memberships.open_exit(one) is None]
    settled = [memberships.settled_before(one) for one in untouched]
    return next((each for each in asking if any(at is None or at < each.at for at in settled)), None)


def _loud(said: Sequence[Message]) -> Loud | None:
    """The newest message that threatens to leave or to tell friends, calls us bad, and the like."""
    for message in reversed(said):
        heard = hearing.complains(message.text[:MOST_LETTERS])
        if heard.signs and not heard.claims:
            return Loud(message, heard.signs[0])
    return None


def _each_kind_once(heard: Sequence[complain.Heard]) -> tuple[complain.Heard, ...]:
    return tuple({one.kind: one for one in reversed(heard)}.values())[::-1]
