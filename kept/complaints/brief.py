"""The brief: what the records say about a customer before the first word. Rows only, never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from kept.business.models import Location, Staff
from kept.business.queries import get_location, require
from kept.business.rules import Right
from kept.complaints import blind, brief_today, brief_told, first_words, looks
from kept.complaints.known import Became, Brief, Brings, Complained, Failure, Heard, LastMatter, Moved, Owed
from kept.complaints.models import Claim, Complaint, Letter
from kept.complaints.topics import topics
from kept.complaints.words import Word
from kept.conversations.models import Matter
from kept.customers.models import Customer
from kept.customers.queries import ids_of
from kept.promises.models import Expectation, Outcome, Promise, Wish
from kept.promises.queries import promises_to

MOST_PROMISES = 300  # newest first; beyond it nobody reads a brief
NOTHING = Brings()
MOVED_LATELY = timedelta(days=30)
AGAINST_US = (Word.RULE_BREACH, Word.SERVICE_FAILURE, Word.NOT_TOLD, Word.CONDUCT)


def get_brief_for(
    staff: Staff,
    customer: Customer,
    *,
    now: datetime,
    location: Location | None = None,
    brings: Brings = NOTHING,
) -> Brief:
    """The brief on this person, after merges. Raises NotAllowed for who may not read customers.

    The last matter is the one opened before what they bring; their words of it order the rest.
    """
    require(staff, Right.READ_CUSTOMERS)
    require(staff, Right.READ_PROMISES)
    zone = (location or get_location()).zone
    records, asked = ids_of(customer), topics(brings.words)
    read = list(promises_to(customer)[:MOST_PROMISES])
    promised = blind.open_to(staff, read)
    known = Brief(
        customer=customer,
        since=customer.since,
        kept=sum(promise.outcome == Outcome.KEPT for promise in promised),
        failures=_failures(promised, _claims(records, staff)),
        moved=_moved(promised, now),
        owed=_owed(promised, now),
        told=brief_told.told(records, asked),
        untold=brief_told.untold(records, asked),
        last_matter=_last_matter(records, brings.since or now),
        elsewhere=_elsewhere(records),
        today=brief_today.windows(promised, zone, now),
        complaints=_complaints(records),
        asked=asked,
        all_read=len(read) < MOST_PROMISES,
        zone=zone,
        now=now,
    )
    return replace(known, first_words=first_words.suggest(known))


def _claims(records: Sequence[int], staff: Staff) -> list[Claim]:
    """Their claims, but for those on which this person may still give a blind second look."""
    claims = list(
        Claim.objects.filter(complaint__customer__in=records, withdrawn_at=None)
        .exclude(complaint__state=Complaint.State.WITHDRAWN)
        .select_related("complaint")
        .prefetch_related("about", "verdicts", "complaint__remedies")
    )
    hidden = looks.blind_to(staff, (claim.complaint_id for claim in claims))
    return [claim for claim in claims if claim.complaint_id not in hidden]


def _failures(promised: Sequence[Promise], claims: Sequence[Claim]) -> tuple[Failure, ...]:
    """Broken promises, and verdicts against us that name no broken one; newest first.

    What was promised to make one good, and was broken too, stands beside it and not once more.
    """
    broken = {promise.pk: promise for promise in promised if promise.outcome == Outcome.BROKEN}
    mended = {pk: _mended(promise, promised, claims) for pk, promise in broken.items()}
    beside = {other.pk for pk, others in mended.items() for other in others if other.pk != pk}
    found = [_broken(broken[pk], others) for pk, others in mended.items() if pk not in beside]
    found += [
        _decided_against_us(claim, promised)
        for claim in claims
        if _against_us(claim) and not any(promise.pk in broken for promise in claim.about.all())
    ]
    return tuple(sorted(found, key=lambda failure: failure.at, reverse=True))


def _mended(promise: Promise, promised: Sequence[Promise], claims: Iterable[Claim]) -> list[Promise]:
    """What was promised for it: unasked, and as remedies of the complaints about it."""
    unasked = [other for other in promised if other.about == f"promise:{promise.pk}"]
    asked = _remedies((claim for claim in claims if promise in claim.about.all()), promised)
    return unasked + [other for other in asked if other not in unasked]


def _remedies(claims: Iterable[Claim], promised: Iterable[Promise]) -> list[Promise]:
    found = {remedy.promise_id for claim in claims for remedy in claim.complaint.remedies.all()}
    return sorted((promise for promise in promised if promise.pk in found), key=lambda promise: promise.pk)


def _broken(promise: Promise, mended: Iterable[Promise]) -> Failure:
    return Failure(
        ref=f"promise:{promise.pk}",
        words=promise.words,
        because=promise.because,
        at=promise.until,
        kind=promise.kind,
        starts_at=promise.starts_at,
        until=promise.until,
        happened_at=brief_today.happened_at(promise),
        became=_became(mended),
    )


def _decided_against_us(claim: Claim, promised: Sequence[Promise]) -> Failure:
    standing = claim.standing
    assert standing is not None  # only such claims come here
    return Failure(
        ref=f"complaint:{claim.complaint_id}",
        words=str(claim),
        because=str(standing.get_final_display()),
        at=claim.complaint.at,
        became=_became(_remedies([claim], promised)),
    )


def _against_us(claim: Claim) -> bool:
    standing = claim.standing
    if standing is None:
        return False
    favoured = standing.final == Word.NO_EVIDENCE and standing.favours == "customer"
    return standing.final in AGAINST_US or favoured


def _became(promises: Iterable[Promise]) -> tuple[Became, ...]:
    return tuple(
        Became(
            ref=f"promise:{promise.pk}",
            words=promise.words,
            until=promise.until,
            outcome=promise.outcome,
            happened_at=brief_today.happened_at(promise),
        )
        for promise in promises
    )


def _moved(promised: Iterable[Promise], now: datetime) -> tuple[Moved, ...]:
    """Windows that we moved at our own wish, the newest first, as long as the new one is not long past."""
    instead = {promise.replaces_id: promise for promise in promised if promise.replaces_id}
    pairs = [(promise, instead[promise.pk]) for promise in promised if promise.pk in instead]
    return tuple(
        Moved(
            ref=f"promise:{old.pk}",
            starts_at=old.starts_at,
            until=old.until,
            instead=f"promise:{new.pk}",
            now_starts_at=new.starts_at,
            now_until=new.until,
            at=new.made_at,
        )
        for old, new in pairs
        if old.wish == Wish.OURS and old.starts_at and new.starts_at and now - new.until < MOVED_LATELY
    )


def _owed(promised: Iterable[Promise], now: datetime) -> tuple[Owed, ...]:
    still = [promise for promise in promised if promise.settled_at is None]
    return tuple(
        Owed(
            ref=f"promise:{promise.pk}",
            kind=promise.kind,
            words=promise.words,
            starts_at=promise.starts_at,
            until=promise.until,
            late=promise.until < now,
        )
        for promise in sorted(still, key=lambda promise: promise.until)
    )


def _last_matter(records: Sequence[int], before: datetime) -> LastMatter | None:
    """The newest matter, with the hand-overs made while it was open."""
    handed_on = Q(contacts__conversation__hand_overs__at__gte=F("opened_at")) & (
        Q(settled_at=None) | Q(contacts__conversation__hand_overs__at__lte=F("settled_at"))
    )
    matter = (
        Matter.objects.filter(customer__in=records, opened_at__lt=before)
        .annotate(handed_on=Count("contacts__conversation__hand_overs", filter=handed_on, distinct=True))
        .order_by("-opened_at", "-pk")
        .first()
    )
    if matter is None:
        return None
    return LastMatter(
        ref=f"matter:{matter.pk}",
        kind=matter.kind,
        opened_at=matter.opened_at,
        settled_at=matter.settled_at,
        handed_on=matter.handed_on,
    )


def _elsewhere(records: Sequence[int]) -> tuple[Heard, ...]:
    heard = Expectation.objects.filter(customer__in=records, source=Expectation.Source.ELSEWHERE)
    return tuple(
        Heard(ref=f"expectation:{row.pk}", what=row.what, at=row.at) for row in heard.order_by("-at", "-pk")
    )


def _complaints(records: Sequence[int]) -> tuple[Complained, ...]:
    """Those that wait for our letter, the oldest first."""
    over = (Complaint.State.WITHDRAWN, Complaint.State.CLOSED_WITHOUT_FINDING)
    answered = Letter.objects.filter(complaint=OuterRef("pk"), sent_at__isnull=False)
    waiting = Complaint.objects.filter(customer__in=records).exclude(state__in=over).exclude(Exists(answered))
    return tuple(
        Complained(ref=f"complaint:{row.pk}", at=row.at, decided=row.state == Complaint.State.DECIDED)
        for row in waiting.order_by("at", "pk")
    )
