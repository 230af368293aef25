"""Opening a complaint, and its claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.models import Location
from kept.complaints import stakes
from kept.complaints.actions import owing
from kept.complaints.actions.locking import lock
from kept.complaints.models import Claim, Complaint, Reliance
from kept.conversations.models import Conversation, Matter
from kept.customers.models import Customer
from kept.customers.queries import canonical, ids_of
from kept.ledger import actions as ledger
from kept.policies import actions as policies
from kept.policies.models import Term
from kept.promises.models import Promise


class AlreadyOver(Refused):
    code = "complaint_is_over"

    def __init__(self) -> None:
        super().__init__(_("This complaint is closed. It can be opened again, with the reason."))


class NotTheirs(Refused):
    code = "promise_to_somebody_else"


class NothingAtStake(Refused):
    code = "complaint_in_another_currency"


@dataclass(frozen=True)
class Said:
    """What a customer complained of, in their words, and when. Stars from 1 to 5 if they gave any."""

    customer: Customer
    location: Location
    words: str
    at: datetime
    conversation: Conversation | None = None
    matter: Matter | None = None
    stars: int | None = None
    at_stake: Money | None = None

    def __post_init__(self) -> None:
        if self.at_stake is not None and self.at_stake.currency != self.location.currency:
            raise NothingAtStake(_("What is at stake is counted in the location's currency."))


@dataclass(frozen=True)
class Resting:
    """The answer would rest on this term, which bound the customer at ``bound_at``."""

    term: Term
    bound_at: datetime


@dataclass(frozen=True)
class ClaimMade:
    """One claim: its kind (DOMAIN §6), the sentence that makes it, its promises and terms."""

    kind: str
    sentence: str = ""
    about: tuple[Promise, ...] = ()
    relies_on: tuple[Resting, ...] = ()


@transaction.atomic
def open_complaint(said: Said, claims: tuple[ClaimMade, ...], *, by: Actor, now: datetime) -> Complaint:
    """Write down a complaint with its claims. Refused for a promise made to somebody else.

    An answer that would rest on a term is an attempt to hold it against the customer, and is counted as one.
    From now on we owe an answer by a day (``owing``).
    """
    complaint = Complaint.objects.create(
        customer=said.customer,
        location=said.location,
        conversation=said.conversation,
        matter=said.matter,
        words=said.words,
        at=said.at,
        stars=said.stars,
        at_stake_minor=said.at_stake.minor if said.at_stake else None,
        opened_at=now,
        opened_by=str(by),
    )
    ledger.record(
        "complaint.opened",
        complaint,
        by=by,
        at=now,
        customer=said.customer.pk,
        words=said.words,
        said_at=said.at,
        stars=said.stars,
        at_stake=complaint.at_stake_minor,
    )
    for claim in claims:
        _add(complaint, claim, by=by, now=now)
    owing.owe_answer(complaint, now=now)
    return complaint


@transaction.atomic
def add_claim(complaint: Complaint, claim: ClaimMade, *, by: Actor, now: datetime) -> Claim:
    """One more claim. What was proposed is proposed anew afterwards."""
    return _add(reopened(complaint), claim, by=by, now=now)


@transaction.atomic
def change_claim(claim: Claim, made: ClaimMade, *, by: Actor, now: datetime) -> Claim:
    """Put the scope of a claim right: the old one is withdrawn and stays on record, the new one counts."""
    withdraw_claim(claim, by=by, now=now)
    return _add(claim.complaint, made, by=by, now=now)


@transaction.atomic
def withdraw_claim(claim: Claim, *, by: Actor, now: datetime) -> Claim:
    """The customer no longer says this. Twice is once."""
    reopened(claim.complaint)
    if claim.withdrawn_at is None:
        claim.withdrawn_at, claim.withdrawn_by = now, str(by)
        claim.save(update_fields=["withdrawn_at", "withdrawn_by"])
        ledger.record(
            "claim.withdrawn", claim, by=by, at=now, customer=claim.complaint.customer_id, kind_=claim.kind
        )
    return claim


def reopened(complaint: Complaint) -> Complaint:
    """The complaint, locked, with what was proposed set aside. Refused when it is over."""
    complaint = lock(complaint)
    if complaint.closed_at is not None:
        raise AlreadyOver
    if complaint.state != Complaint.State.OPEN:
        complaint.state = Complaint.State.OPEN
        complaint.save(update_fields=["state"])
    return complaint


def _add(complaint: Complaint, made: ClaimMade, *, by: Actor, now: datetime) -> Claim:
    theirs = ids_of(canonical(complaint.customer))
    if any(promise.customer_id not in theirs for promise in made.about):
        raise NotTheirs(_("This promise was made to somebody else."))
    claim = Claim.objects.create(
        complaint=complaint,
        kind=made.kind,
        sentence=made.sentence[:500],
        added_at=now,
        added_by=str(by),
    )
    claim.about.set(made.about)
    stake, claim.at_stake_of = stakes.of_claim(claim, complaint)
    claim.at_stake_minor = None if stake is None else stake.minor
    claim.save(update_fields=["at_stake_minor", "at_stake_of"])
    for resting in made.relies_on:
        Reliance.objects.create(claim=claim, term=resting.term, bound_at=resting.bound_at)
        policies.apply_term(
            resting.term,
            customer=complaint.customer,
            about=ledger.ref(claim),
            bound_at=resting.bound_at,
            asked=None,
            by=by,
            now=now,
        )
    ledger.record(
        "claim.made",
        claim,
        by=by,
        at=now,
        customer=complaint.customer_id,
        complaint=complaint,
        claim_kind=made.kind,
        sentence=claim.sentence,
        about=list(made.about),
        relies_on=[resting.term for resting in made.relies_on],
        at_stake=claim.at_stake_minor,
        at_stake_of=claim.at_stake_of,
    )
    return claim
