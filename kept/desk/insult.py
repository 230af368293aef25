"""When whoever answers is insulted or threatened: end it or hand it over, by a rule they did not make."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.business.queries import get_location, who_may
from kept.business.rules import Right
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, HandOver, Insult, Message
from kept.conversations.queries import off_now
from kept.customers.queries import canonical, email_of
from kept.desk import reply

LATELY = timedelta(days=7)  # so long an insult still counts for who takes the next one
THERE_BY_LOG_IN = timedelta(hours=12)
THERE_BY_WORD = timedelta(hours=4)


class NobodyThere(Refused):
    code = "nobody_to_hand_over_to"


def closing_line(conversation: Conversation) -> str:
    """What is said or written when a contact ends by the rule: calm, true, in the customer's language."""
    with override(canonical(conversation.customer).language):
        if conversation.is_live:
            words = _(
                "I am ending this call now. What you asked for is written down, and nothing that we owe you "
                "changes. You can call us again, or write to %(address)s."
            )
        else:
            words = _(
                "We end this exchange here. What you asked for is written down, and nothing that we owe you "
                "changes. You can call us, or write to %(address)s."
            )
        return words % {"address": get_location().mail_address}


@transaction.atomic
def end(insult: Insult, *, now: datetime) -> Insult:
    """Say so, and end the contact. What was asked for stays open, and no clock stops by this line.

    On the phone the line is written down as said; otherwise it goes by mail where we know an address.
    """
    talk, staff = insult.conversation, insult.staff
    line = closing_line(talk)
    live, reachable = talk.is_live, email_of(canonical(talk.customer)) is not None
    if live or reachable:
        outgoing = None if live else reply.write(talk, line, by=staff.actor, now=now)
        words = conversations.Words(
            text=line,
            direction=Message.Direction.OUT,
            said_at=now,
            mail_id=outgoing.mail_id if outgoing else "",
            references=tuple(outgoing.references.split()) if outgoing else (),
            outgoing=outgoing,
        )
        conversations.add_message(talk, words, by=staff.actor, now=now)
    conversations.keep_draft(talk, "", staff=staff, now=now)
    if live:
        conversations.end_call(talk, by=staff.actor, now=now)
    return conversations.end_by_rule(insult, by=staff.actor, now=now)


@transaction.atomic
def hand_over(insult: Insult, *, now: datetime) -> HandOver:
    """Pass the contact on to whoever is there and bore least of it lately; to the team where nobody is.

    Raises NobodyThere for who works alone.
    """
    colleague = who_takes_it(insult.staff, now=now)
    team = insult.staff.team if colleague is None else None
    if colleague is None and (team is None or not who_may(Right.WRITE_CONVERSATIONS, but=insult.staff)):
        raise NobodyThere(_("Nobody else answers here. You may end this by the rule, or go on later."))
    passed = conversations.Pass(
        _("By rule: whoever answered was insulted or threatened."),
        to_staff=colleague,
        to_team=team,
        by_rule=True,
    )
    return conversations.hand_over_by_rule(insult, passed, by=insult.staff.actor, now=now)


def who_takes_it(staff: Staff, *, now: datetime) -> Staff | None:
    """Of the colleagues who are there and not off, the one with the least of it in seven days.

    There is who wrote to somebody within four hours, or logged in within twelve. Among equals, who has the
    fewest conversations open, then the first by name.
    """
    off, there = off_now(now), _there(now)
    others = [other for other in who_may(Right.WRITE_CONVERSATIONS, but=staff) if other.pk not in off]
    borne = _borne(now)
    busy = _busy()
    present = [other for other in others if other.pk in there]
    return min(
        present,
        key=lambda other: (borne.get(other.pk, 0), busy.get(other.pk, 0), other.name, other.pk),
        default=None,
    )


def _there(now: datetime) -> set[int]:
    wrote = Message.objects.filter(direction=Message.Direction.OUT, at__gt=now - THERE_BY_WORD, at__lte=now)
    words = wrote.filter(by__startswith="staff:").values_list("by", flat=True).distinct()
    logged_in = Staff.objects.filter(last_login__gt=now - THERE_BY_LOG_IN).values_list("pk", flat=True)
    return {int(by.partition(":")[2]) for by in words} | set(logged_in)


def _borne(now: datetime) -> dict[int, int]:
    """Insults noted lately, and contacts taken over after one, by colleague."""
    noted = Insult.objects.filter(at__gt=now - LATELY).values_list("staff").annotate(n=Count("pk"))
    taken = HandOver.objects.filter(by_rule=True, at__gt=now - LATELY, to_staff__isnull=False)
    borne = dict(noted)
    for who, times in taken.values_list("to_staff").annotate(n=Count("pk")):
        borne[who] = borne.get(who, 0) + times
    return borne


def _busy() -> dict[int, int]:
    mine = Q(state=Conversation.State.OPEN, assignee__isnull=False)
    return dict(Conversation.objects.filter(mine).values_list("assignee").annotate(n=Count("pk")))
