"""A complaint written down by hand: opened, or added to the one that is open about the same; once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.business.money import say_money
from kept.complaints import actions, queries, twins
from kept.complaints.actions.locking import lock_promises_to
from kept.complaints.models import Claim, Complaint
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Note
from kept.conversations.queries import matters_of
from kept.customers.queries import canonical
from kept.desk import complain
from kept.desk.reply import PRESSED_TWICE


class Then(StrEnum):
    """What to do where a complaint of theirs is open about the same."""

    ASK = ""
    ADD = "add"
    APART = "apart"


class WithUsAlready(Refused):
    """Names the ``complaint`` that is open about the same."""

    code = "complaint_open_already"

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(_("A complaint of theirs is open to which this may belong."))
        self.complaint = complaint


@dataclass(frozen=True)
class Written:
    """What the form says: the claim, their words, stars, and what is at stake."""

    heard: complain.Heard
    words: str = ""
    stars: int | None = None
    at_stake: Money | None = None


@transaction.atomic
def take(
    conversation: Conversation, written: Written, *, then: Then = Then.ASK, staff: Staff, now: datetime
) -> Complaint:
    """Open a complaint with this claim, or add it to the one that is open about the same.

    The same form sent twice within moments opens one. Raises WithUsAlready where somebody has to say which of
    both, and what ``complain.open_from`` raises.
    """
    customer = canonical(conversation.customer)
    lock_promises_to(customer)
    claim = complain.claimed(written.heard, customer, now=now)
    if twice := _sent_twice(conversation, claim, written, staff=staff, now=now):
        return twice
    near = twins.open_near(customer, claim.kind, claim.about, conversation, matters_of(conversation))
    if near is None or then is Then.APART:
        return complain.open_from(
            conversation,
            (written.heard,),
            words=written.words,
            stars=written.stars,
            at_stake=written.at_stake,
            staff=staff,
            now=now,
        )
    if then is Then.ASK:
        raise WithUsAlready(near)
    return _added(near, conversation, claim, written, staff=staff, now=now)


def _added(
    complaint: Complaint,
    conversation: Conversation,
    claim: actions.ClaimMade,
    written: Written,
    *,
    staff: Staff,
    now: datetime,
) -> Complaint:
    """The open complaint with this claim, unless it says so already; what else is typed stays as a note."""
    if not twins.covered_by(complaint, claim.kind, claim.about):
        complain.add(complaint, written.heard, staff=staff, now=now)
    text, lately = _what_else(complaint, conversation, written), now - PRESSED_TWICE
    noted = Note.objects.filter(conversation=conversation, by=str(staff.actor), at__gt=lately, text=text)
    if text and not noted.exists():
        conversations.note(conversation, text, by=staff.actor, now=now)
    return queries.get_complaint(complaint.pk)


def _what_else(complaint: Complaint, conversation: Conversation, written: Written) -> str:
    """What the form says and the complaint does not: words, stars and a sum. Empty where it says it all."""
    words, stars, sum_ = written.words.strip(), written.stars, written.at_stake
    said = [words] if words and words != complain.words_of(conversation) else []
    sentence = written.heard.sentence.strip()
    if sentence not in words and not complaint.claims.filter(sentence=sentence[:500]).exists():
        said.append(sentence)
    if stars is not None and stars != complaint.stars:
        said.append(ngettext("%(n)s star of 5", "%(n)s stars of 5", stars) % {"n": stars})
    if sum_ is not None and sum_ != complaint.at_stake:
        said.append(f"{say_money(sum_)} {_('at stake')}")
    return "\n".join(said)


def _sent_twice(
    conversation: Conversation, claim: actions.ClaimMade, written: Written, *, staff: Staff, now: datetime
) -> Complaint | None:
    """The complaint that this person opened here from this very form, moments ago."""
    lately = Claim.objects.filter(
        complaint__conversation=conversation,
        complaint__opened_by=str(staff.actor),
        complaint__opened_at__gt=now - PRESSED_TWICE,
        complaint__stars=written.stars,
        kind=claim.kind,
        sentence=claim.sentence[:500],
        withdrawn_at=None,
    )
    words = written.words.strip() or complain.words_of(conversation)
    same = (
        each
        for each in lately.filter(complaint__words=words).order_by("-pk")
        if set(each.about.all()) == set(claim.about)
    )
    found = next(same, None)
    return None if found is None else queries.get_complaint(found.complaint_id)
