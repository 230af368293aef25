"""Opening, assigning, handing over, waiting, closing and reopening conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.models import Staff, Team
from kept.conversations.actions.matters import settle
from kept.conversations.actions.messages import lock
from kept.conversations.models import Conversation, HandOver, Matter
from kept.conversations.queries import off_now
from kept.customers.models import Customer
from kept.ledger import actions as ledger
from kept.text.folding import fold


class AlreadyClosed(Refused):
    code = "conversation_already_closed"


class NotClosed(Refused):
    code = "conversation_not_closed"


class NoReason(Refused):
    code = "hand_over_without_reason"


class NowhereToGo(Refused):
    code = "hand_over_to_nobody"


@dataclass(frozen=True)
class Pass:
    """A hand-over as it is asked for. ``by_rule``: a rule that nobody here made sent it on (DOMAIN.md §6)."""

    reason: str
    to_staff: Staff | None = None
    to_team: Team | None = None
    by_rule: bool = False

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise NoReason(_("Please say why: the next colleague reads it first."))
        if self.to_staff is None and self.to_team is None:
            raise NowhereToGo(_("Please choose a colleague or a team."))
        if self.to_staff is not None and not self.to_staff.is_active:
            raise NowhereToGo(_("This colleague does not work here any more. Please choose somebody else."))


@transaction.atomic
def start(
    customer: Customer,
    *,
    channel: str,
    subject: str = "",
    assignee: Staff | None = None,
    by: Actor,
    now: datetime,
) -> Conversation:
    """Open a conversation with one customer. On the phone, whoever answered is its assignee."""
    subject = " ".join(subject.split())[:255]
    return Conversation.objects.create(
        customer=customer,
        channel=channel,
        subject=subject,
        folded=fold(subject)[:600],
        assignee=assignee,
        opened_at=now,
        opened_by=str(by),
        last_word_at=now,
    )


@transaction.atomic
def assign(conversation: Conversation, to: Staff | None, *, by: Actor, now: datetime) -> Conversation:
    """Say whose it is: from the pile, or back to it. Passing it on with a reason is ``hand_over``."""
    conversation = lock(conversation)
    if to is not None and not to.is_active:
        raise NowhereToGo(_("This colleague does not work here any more. Please choose somebody else."))
    conversation.assignee = to
    conversation.save(update_fields=["assignee"])
    _record("assigned", conversation, by=by, now=now, to=to)
    return conversation


@transaction.atomic
def hand_over(conversation: Conversation, passed: Pass, *, by: Actor, now: datetime) -> HandOver:
    """Pass the contact to another person or team, with the reason: a row, and an entry in the ledger."""
    conversation = lock(conversation)
    if conversation.is_closed:
        raise AlreadyClosed(_("This conversation is closed. Reopen it to hand it over."))
    _refuse_who_is_off(passed.to_staff, now=now)
    handed = HandOver.objects.create(
        conversation=conversation,
        from_staff=conversation.assignee,
        to_staff=passed.to_staff,
        to_team=passed.to_team,
        reason=passed.reason.strip()[:300],
        by_rule=passed.by_rule,
        at=now,
        by=str(by),
    )
    conversation.assignee = passed.to_staff
    conversation.save(update_fields=["assignee"])
    if passed.to_team is not None:
        conversation.teams.add(passed.to_team)
    _record(
        "handed_over",
        conversation,
        by=by,
        now=now,
        hand_over=handed,
        from_staff=handed.from_staff,
        to_staff=handed.to_staff,
        to_team=handed.to_team,
        reason=handed.reason,
        by_rule=handed.by_rule,
    )
    return handed


@transaction.atomic
def end_call(conversation: Conversation, *, by: Actor, now: datetime) -> Conversation:
    """The call is over; its matters may still be open. A second time changes nothing."""
    conversation = lock(conversation)
    if conversation.ended_at is None:
        conversation.ended_at = now
        conversation.save(update_fields=["ended_at"])
        _record("call_ended", conversation, by=by, now=now)
    return conversation


@transaction.atomic
def wait(conversation: Conversation, *, by: Actor, now: datetime) -> Conversation:
    """It is the customer's turn. Refused when it is closed."""
    conversation = lock(conversation)
    if conversation.is_closed:
        raise AlreadyClosed(_("This conversation is closed. Reopen it to go on."))
    conversation.state = Conversation.State.WAITING
    conversation.save(update_fields=["state"])
    _record("waiting", conversation, by=by, now=now)
    return conversation


@transaction.atomic
def close(conversation: Conversation, *, settles: bool = True, by: Actor, now: datetime) -> Conversation:
    """Put it away. Its open matters are settled with it, unless they are not. Refused when it is closed."""
    conversation = lock(conversation)
    if conversation.is_closed:
        raise AlreadyClosed(_("This conversation is closed already."))
    conversation.state = Conversation.State.CLOSED
    conversation.closed_at, conversation.closed_by = now, str(by)
    conversation.ended_at = conversation.ended_at or now
    conversation.save(update_fields=["state", "closed_at", "closed_by", "ended_at"])
    if settles:
        for matter in Matter.objects.filter(contacts__conversation=conversation, settled_at=None).distinct():
            settle(matter, by=by, now=now)
    _record("closed", conversation, by=by, now=now, settles=settles)
    return conversation


@transaction.atomic
def reopen(conversation: Conversation, *, by: Actor, now: datetime) -> Conversation:
    """Take it up again, after closing or while it waits. Refused when it is open."""
    conversation = lock(conversation)
    if conversation.state == Conversation.State.OPEN:
        raise NotClosed(_("This conversation is open already."))
    conversation.state = Conversation.State.OPEN
    conversation.closed_at, conversation.closed_by = None, ""
    conversation.save(update_fields=["state", "closed_at", "closed_by"])
    _record("reopened", conversation, by=by, now=now)
    return conversation


def _refuse_who_is_off(to: Staff | None, *, now: datetime) -> None:
    until = off_now(now).get(to.pk) if to else None
    if to is not None and until is not None:
        clock = f"{until.astimezone(to.location.zone):%H:%M}"
        words = _("%(name)s is off until %(clock)s. Please choose somebody else.")
        raise NowhereToGo(words % {"name": to.name, "clock": clock})


def _record(what: str, conversation: Conversation, *, by: Actor, now: datetime, **facts: Any) -> None:
    customer = conversation.customer_id
    ledger.record(f"conversation.{what}", conversation, by=by, at=now, customer=customer, **facts)
