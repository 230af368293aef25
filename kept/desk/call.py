"""The phone log: a call is a conversation written down while it lasts, by the person who answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.conversations import actions as conversations
from kept.conversations.models import Channel, Conversation, Message
from kept.customers import actions as customers
from kept.customers.models import Customer
from kept.customers.queries import canonical
from kept.desk import tell
from kept.policies.models import Disclosure, Version
from kept.promises import actions as promises
from kept.promises.models import Expectation, WishMade


class CallIsOver(Refused):
    code = "call_is_over"


@dataclass(frozen=True)
class NewCaller:
    """Somebody who is not in the book yet: a name, and a number or an address where they gave one."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Wished:
    """What was asked for in the customer's words, the hour if they named one, and the row it is about."""

    asked: str
    wished_at: datetime | None = None
    about: str = ""


@dataclass(frozen=True)
class Expects:
    """What they say they expect (``source`` "said"), or went through elsewhere ("elsewhere")."""

    what: str
    source: str
    level: str = ""
    about: str = ""


@transaction.atomic
def start(caller: Customer | NewCaller, *, about: str = "", staff: Staff, now: datetime) -> Conversation:
    """Somebody phones: the call begins, is whose who answered, and touches the matter it is ``about``.

    A new caller is written down first. Raises IdentityTaken when their number is somebody else's.
    """
    customer = write_down(caller, staff=staff, now=now) if isinstance(caller, NewCaller) else caller
    call = conversations.start(customer, channel=Channel.PHONE, assignee=staff, by=staff.actor, now=now)
    subject = conversations.Subject(kind=about.partition(":")[0] or "call", about=about)
    conversations.touch(call, subject, staff=staff, by=staff.actor, now=now)
    return call


def is_live(conversation: Conversation) -> bool:
    """Whether somebody is on the phone now, or stands at the counter."""
    return conversation.is_live


@transaction.atomic
def said(call: Conversation, text: str, *, ours: bool = False, staff: Staff, now: datetime) -> Message:
    """Write down a line as it is said, theirs or ours; its draft is forgotten. Refused after the end."""
    if call.ended_at is not None:
        raise CallIsOver(_("This call is over. Write a note instead; your text is kept."))
    direction = Message.Direction.OUT if ours else Message.Direction.IN
    by = staff.actor if ours else call.customer.actor
    words = conversations.Words(text=text.strip(), direction=direction, said_at=now)
    conversations.keep_draft(call, "", staff=staff, now=now)
    return conversations.add_message(call, words, by=by, now=now)


@transaction.atomic
def told(call: Conversation, version: Version, *, about: str = "", staff: Staff, now: datetime) -> Disclosure:
    """A card was read out, just now, by the person who logs it: at the scheduling where it is due then.

    Refused when nobody is on the phone: what was said earlier is not logged as if it were now.
    """
    if not is_live(call):
        raise CallIsOver(_("Nobody is on the phone, so nothing can have been read out to them just now."))
    at_scheduling = Disclosure.Occasion.SCHEDULING in version.policy.occasions
    occasion = Disclosure.Occasion.SCHEDULING if at_scheduling else Disclosure.Occasion.CONVERSATION
    customer = canonical(call.customer)
    return tell.by_phone(version, customer=customer, occasion=occasion, about=about, by=staff.actor, now=now)


@transaction.atomic
def wished(conversation: Conversation, wish: Wished, *, staff: Staff, now: datetime) -> WishMade:
    """Keep what they asked for. It is answered when a window is booked or refused."""
    return promises.note_wish(
        WishMade(
            customer=canonical(conversation.customer),
            about=wish.about,
            asked=wish.asked,
            wished_at=wish.wished_at,
            at=now,
            by=str(staff.actor),
        ),
        now=now,
    )


@transaction.atomic
def expects(conversation: Conversation, said: Expects, *, staff: Staff, now: datetime) -> Expectation:
    """Keep what they expect, in their words; never guessed."""
    expectation = Expectation(
        customer=canonical(conversation.customer),
        about=said.about,
        what=said.what,
        source=said.source,
        level=said.level,
        at=now,
    )
    return promises.note_expectation(expectation, by=staff.actor, now=now)


@transaction.atomic
def end(
    call: Conversation, *, settled: bool, last_words: str = "", staff: Staff, now: datetime
) -> Conversation:
    """The call is over; what was still being typed is kept as a line. Settled, it is closed with its matters.

    Not settled, it stays open with whoever answered. Ending a call twice changes nothing.
    """
    if call.ended_at is not None:
        return call
    if last_words.strip():
        said(call, last_words, staff=staff, now=now)
    conversations.keep_draft(call, "", staff=staff, now=now)
    call = conversations.end_call(call, by=staff.actor, now=now)
    return conversations.close(call, by=staff.actor, now=now) if settled else call


@transaction.atomic
def write_down(caller: NewCaller, *, staff: Staff, now: datetime) -> Customer:
    """A customer with the number and address they gave. Raises IdentityTaken when one is somebody else's."""
    today = now.astimezone(staff.location.zone).date()
    customer = customers.add(
        caller.name, language=staff.location.language, since=today, by=staff.actor, now=now
    )
    if caller.phone.strip():
        customers.add_phone(customer, caller.phone, country=staff.location.country, now=now)
    if caller.email.strip():
        customers.add_email(customer, caller.email, now=now)
    return customer
