"""Insults borne by whoever answers: noted with one key, then a rule nobody here made, and a moment off."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.conversations.actions.messages import lock
from kept.conversations.actions.states import AlreadyClosed, Pass, close, hand_over
from kept.conversations.models import Conversation, HandOver, Insult
from kept.ledger import actions as ledger

MOMENT = timedelta(minutes=10)
PRESSED_TWICE = timedelta(minutes=1)


class AlreadyAnswered(Refused):
    code = "insult_already_answered"


class StillTheirs(Refused):
    code = "moment_off_during_a_call"


@transaction.atomic
def note_insult(conversation: Conversation, *, staff: Staff, now: datetime) -> Insult:
    """Who answered was insulted or threatened. The entry names neither the conversation nor the customer.

    Pressed twice within a minute it counts once. Refused when the conversation is closed.
    """
    conversation = lock(conversation)
    if conversation.is_closed:
        raise AlreadyClosed(_("This conversation is closed. Reopen it to note something in it."))
    before = conversation.insults.filter(staff=staff, became="", at__gt=now - PRESSED_TWICE).last()
    if before is not None:
        return before
    insult = Insult.objects.create(conversation=conversation, staff=staff, at=now)
    ledger.record("insult.noted", insult, by=staff.actor, at=now)
    return insult


@transaction.atomic
def end_by_rule(insult: Insult, *, by: Actor, now: datetime) -> Insult:
    """The contact ends here. What they asked for is not settled by it, and stays open."""
    insult = _become(insult, Insult.Became.ENDED)
    close(insult.conversation, settles=False, by=by, now=now)
    ledger.record("insult.ended", insult, by=by, at=now)
    return insult


@transaction.atomic
def hand_over_by_rule(insult: Insult, passed: Pass, *, by: Actor, now: datetime) -> HandOver:
    """Somebody else goes on. Raises ValueError for a passing on that no rule asked for."""
    if not passed.by_rule:
        raise ValueError("a hand-over after an insult is made by rule")
    insult = _become(insult, Insult.Became.HANDED_OVER)
    return hand_over(insult.conversation, passed, by=by, now=now)


@transaction.atomic
def take_a_moment(insult: Insult, *, now: datetime) -> Insult:
    """Ten minutes in which nothing is handed to who bore it. Refused while the call is still theirs."""
    insult = Insult.objects.select_for_update().get(pk=insult.pk)
    talk = insult.conversation
    if talk.is_live and talk.assignee_id == insult.staff_id:
        raise StillTheirs(_("They are still on the phone with you. End the call or hand it over first."))
    if insult.off_until is None:
        insult.off_until = now + MOMENT
        insult.save(update_fields=["off_until"])
        ledger.record("insult.moment_off", insult, by=insult.staff.actor, at=now, until=insult.off_until)
    return insult


@transaction.atomic
def come_back(staff: Staff, *, now: datetime) -> None:
    """Back before the moment is over. For who is not off, nothing changes."""
    for insult in Insult.objects.select_for_update().filter(staff=staff, off_until__gt=now):
        insult.off_until = now
        insult.save(update_fields=["off_until"])
        ledger.record("insult.back", insult, by=staff.actor, at=now)


def _become(insult: Insult, became: str) -> Insult:
    insult = Insult.objects.select_for_update().select_related("conversation").get(pk=insult.pk)
    if insult.became:
        raise AlreadyAnswered(_("This was done already. The page shows how it stands."))
    if insult.conversation.is_closed:
        raise AlreadyClosed(_("This conversation is closed already."))
    insult.became = became
    insult.save(update_fields=["became"])
    return insult
