"""Making promises and ending them: each ends exactly once, by what happened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import CLOCK, Actor
from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.models import Location
from kept.customers.models import Customer
from kept.customers.rules import ERASED
from kept.ledger import actions as ledger
from kept.policies.models import TermApplication
from kept.promises.ending import Ending, ending
from kept.promises.models import Expectation, Fact, Outcome, Promise, Wish, WishMade


class AlreadySettled(Refused):
    code = "promise_already_settled"

    def __init__(self, promise: Promise) -> None:
        super().__init__(_("This promise has ended already: %(words)s") % {"words": promise.words})


class AlreadyAnswered(Refused):
    code = "wish_already_answered"


class NotAWindow(Refused):
    code = "promise_without_sense"


@dataclass(frozen=True)
class Offer:
    """What is promised: due at ``until``; a window also from ``starts_at``, both ends kept; money in full."""

    customer: Customer
    location: Location
    kind: str
    words: str
    until: datetime
    starts_at: datetime | None = None
    about: str = ""
    amount: Money | None = None
    source: str = ""
    accepted_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.starts_at is not None and self.starts_at >= self.until:
            raise NotAWindow(_("A window ends after it starts."))
        if self.kind == "refund" and (self.amount is None or self.amount.minor <= 0):
            raise NotAWindow(_("A refund has an amount."))


@dataclass(frozen=True)
class Happened:
    """A fact about a promise, of a kind of DOMAIN §10; ``never`` (and no ``at``) where it is known not to be.

    ``evidence`` names the row behind it ("arrival:7"): the same evidence is counted once.
    """

    kind: str
    at: datetime | None
    source: str
    never: bool = False
    reached: bool | None = None
    amount: Money | None = None
    end_on: date | None = None
    evidence: str = ""


@transaction.atomic
def make(offer: Offer, *, by: Actor, now: datetime) -> Promise:
    """Promise something. It binds us from now on, accepted or not."""
    return _make(offer, replaces=None, by=by, now=now)


@transaction.atomic
def accept(promise: Promise, *, by: Actor, now: datetime) -> Promise:
    """The customer agrees to it. Twice is once."""
    promise = lock(promise)
    if promise.accepted_at is None:
        _refuse_settled(promise)
        promise.accepted_at = now
        promise.save(update_fields=["accepted_at"])
        ledger.record("promise.accepted", promise, by=by, at=now, customer=promise.customer_id)
    return promise


@transaction.atomic
def record(promise: Promise, happened: Happened, *, by: Actor, now: datetime) -> Promise:
    """Write down what happened about a promise, and end it when that decides it.

    The same evidence twice is one fact. A fact about a settled promise is kept (it may tell how late we
    were), and changes nothing about its end.
    """
    promise = lock(promise)
    if happened.evidence and promise.facts.filter(kind=happened.kind, evidence=happened.evidence).exists():
        return promise
    Fact.objects.create(
        promise=promise,
        kind=happened.kind,
        at=happened.at,
        never=happened.never,
        reached=happened.reached,
        minor=happened.amount.minor if happened.amount else None,
        currency=happened.amount.currency if happened.amount else "",
        end_on=happened.end_on,
        source=happened.source,
        evidence=happened.evidence,
        recorded_at=now,
        by=str(by),
    )
    ledger.record(
        "promise.fact",
        promise,
        by=by,
        at=now,
        customer=promise.customer_id,
        fact=happened.kind,
        happened_at=happened.at,
        never=happened.never,
        evidence=happened.evidence,
    )
    return _settle_by_facts(promise, by=by, now=now)


@transaction.atomic
def release(promise: Promise, *, reason: str, wish: str = Wish.CUSTOMER, by: Actor, now: datetime) -> Promise:
    """The customer freed us from a promise, by their own message, click or logged word.

    Refused when it has ended already.
    """
    return _end(lock(promise), Outcome.RELEASED, reason, wish=wish, by=by, now=now)


@transaction.atomic
def replace(promise: Promise, offer: Offer, *, wish: str, by: Actor, now: datetime) -> Promise:
    """Put a new version in its place, and say at whose wish. Returns the new promise.

    Replaced at ours, both count in the end (DOMAIN §5). Refused when it has ended already.
    """
    old = _end(lock(promise), Outcome.REPLACED, offer.words, wish=wish, by=by, now=now)
    return _make(offer, replaces=old, by=by, now=now)


def break_overdue(*, now: datetime) -> int:
    """End what is past due and was not kept; silence about a window waits for the end of its day.

    Returns how many ended. Safe to run twice.
    """
    overdue = list(Promise.objects.open().filter(until__lt=now).values_list("pk", flat=True))
    return sum(_end_if_decided(pk, now=now) for pk in overdue)


@transaction.atomic
def note_wish(wish: WishMade, *, now: datetime) -> WishMade:
    """Keep what a customer asked for, and when."""
    wish.save(force_insert=True)
    ledger.record(
        "wish.made",
        wish,
        by=Actor.parse(wish.by),
        at=now,
        customer=wish.customer_id,
        asked=wish.asked,
        asked_at=wish.at,
    )
    return wish


@transaction.atomic
def answer_wish(
    wish: WishMade,
    *,
    granted: bool,
    reason: str = "",
    alternatives: tuple[str, ...] = (),
    promise: Promise | None = None,
    application: TermApplication | None = None,
    by: Actor,
    now: datetime,
) -> WishMade:
    """Answer a wish: granted, or refused with the true reason and what can be had. Refused when answered.

    ``application`` is the term of ours that refuses it; the database takes none that was stopped.
    """
    standing = WishMade.objects.select_for_update(of=("self",), no_key=True).get(pk=wish.pk)
    if standing.answered_at is not None:
        raise AlreadyAnswered(_("This wish was answered already."))
    wish.granted, wish.reason, wish.alternatives = granted, reason, list(alternatives)
    wish.answered_at, wish.promise, wish.application = now, promise, application
    wish.save(update_fields=["granted", "reason", "alternatives", "answered_at", "promise", "application"])
    ledger.record(
        "wish.answered", wish, by=by, at=now, customer=wish.customer_id, granted=granted, reason=reason
    )
    return wish


@transaction.atomic
def note_expectation(expectation: Expectation, *, by: Actor, now: datetime) -> Expectation:
    """Keep what a customer expects, in their words, with its source; never guessed."""
    expectation.recorded_by = str(by)
    expectation.save(force_insert=True)
    ledger.record(
        "expectation.noted",
        expectation,
        by=by,
        at=now,
        customer=expectation.customer_id,
        what=expectation.what,
        said_at=expectation.at,
        source=expectation.source,
    )
    return expectation


def lock(promise: Promise) -> Promise:
    """The promise as it stands now, locked until the transaction ends (SQLite holds its one write lock)."""
    return _locked(promise.pk)


@transaction.atomic
def forget(people: Collection[int]) -> None:
    """Take all words from what was promised, wished and expected; what was due, and how it ended, stays."""
    promises = Promise.objects.filter(customer__in=people)
    promises.exclude(because="").update(because=ERASED, words=ERASED)
    promises.update(words=ERASED)
    wishes = WishMade.objects.filter(customer__in=people)
    wishes.exclude(reason="").update(reason=ERASED)
    wishes.update(asked=ERASED)
    Expectation.objects.filter(customer__in=people).update(what=ERASED)


def _locked(pk: int) -> Promise:
    return Promise.objects.select_for_update(of=("self",), no_key=True).select_related("location").get(pk=pk)


def _settle_by_facts(promise: Promise, *, by: Actor, now: datetime) -> Promise:
    found = _decided(promise, now=now)
    return promise if found is None else _end(promise, Outcome(found.outcome), found.because, by=by, now=now)


@transaction.atomic
def _end_if_decided(pk: int, *, now: datetime) -> bool:
    promise = _locked(pk)
    return _settle_by_facts(promise, by=CLOCK, now=now).settled_at == now


def _decided(promise: Promise, *, now: datetime) -> Ending | None:
    if promise.settled_at is not None:
        return None
    return ending(promise.owed, promise.evidence, now=now, zone=promise.location.zone)


def _make(offer: Offer, *, replaces: Promise | None, by: Actor, now: datetime) -> Promise:
    promise = Promise.objects.create(
        customer=offer.customer,
        location=offer.location,
        about=offer.about,
        kind=offer.kind,
        words=offer.words,
        starts_at=offer.starts_at,
        until=offer.until,
        minor=offer.amount.minor if offer.amount else None,
        currency=offer.amount.currency if offer.amount else "",
        source=offer.source,
        accepted_at=offer.accepted_at,
        replaces=replaces,
        made_at=now,
        made_by=str(by),
    )
    ledger.record(
        "promise.made",
        promise,
        by=by,
        at=now,
        customer=offer.customer.pk,
        promise_kind=offer.kind,
        words=offer.words,
        starts_at=offer.starts_at,
        until=offer.until,
        minor=promise.minor,
        currency=promise.currency,
        replaces=replaces,
    )
    return promise


def _end(
    promise: Promise, outcome: Outcome, because: str, *, wish: str = "", by: Actor, now: datetime
) -> Promise:
    _refuse_settled(promise)
    promise.settled_at, promise.settled_by, promise.outcome = now, str(by), outcome
    promise.wish, promise.because = wish, because[:500]
    promise.save(update_fields=["settled_at", "settled_by", "outcome", "wish", "because"])
    ledger.record(
        f"promise.{outcome}", promise, by=by, at=now, customer=promise.customer_id, because=because, wish=wish
    )
    return promise


def _refuse_settled(promise: Promise) -> None:
    if promise.settled_at is not None:
        raise AlreadySettled(promise)
