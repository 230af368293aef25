"""The brief: what the records say about a customer before the first word. Rows only, never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q

from kept.base.calendars import end_of_day, local_instant
from kept.base.periods import Period
from kept.business.models import Location, Staff
from kept.business.queries import get_location, require
from kept.business.rules import Right
from kept.complaints import first_words
from kept.complaints.known import Became, Brief, Failure, Heard, LastMatter, Owed, Told, Window
from kept.complaints.models import Claim, Complaint
from kept.complaints.words import Word
from kept.conversations.models import Matter
from kept.customers.models import Customer
from kept.customers.queries import ids_of
from kept.policies.models import Disclosure
from kept.promises.models import Expectation, Fact, Outcome, Promise
from kept.promises.queries import promises_to

MOST_TOLD = 8
MOST_PROMISES = 300  # newest first; beyond it nobody reads a brief
AGAINST_US = (Word.RULE_BREACH, Word.SERVICE_FAILURE, Word.NOT_TOLD, Word.CONDUCT)


def get_brief_for(
    staff: Staff,
    customer: Customer,
    *,
    now: datetime,
    location: Location | None = None,
    before: datetime | None = None,
) -> Brief:
    """The brief on this person, after merges. Raises NotAllowed for who may not read customers.

    The last matter is the one opened ``before`` what they bring now.
    """
    require(staff, Right.READ_CUSTOMERS)
    require(staff, Right.READ_PROMISES)
    zone = (location or get_location()).zone
    records = ids_of(customer)
    promised = list(promises_to(customer)[:MOST_PROMISES])
    claims = _claims(records)
    known = Brief(
        customer=customer,
        since=customer.since,
        kept=sum(promise.outcome == Outcome.KEPT for promise in promised),
        failures=_failures(promised, claims),
        owed=_owed(promised, now),
        told=_told(records),
        last_matter=_last_matter(records, before or now),
        elsewhere=_elsewhere(records),
        today=_today(promised, zone, now),
        complaints_open=len({c.complaint_id for c in claims if c.complaint.state in ("open", "proposed")}),
        zone=zone,
        now=now,
    )
    return replace(known, first_words=first_words.suggest(known))


def _claims(records: Sequence[int]) -> list[Claim]:
    return list(
        Claim.objects.filter(complaint__customer__in=records, withdrawn_at=None)
        .exclude(complaint__state=Complaint.State.WITHDRAWN)
        .select_related("complaint")
        .prefetch_related("about", "verdicts", "complaint__remedies__promise")
    )


def _failures(promised: Sequence[Promise], claims: Sequence[Claim]) -> tuple[Failure, ...]:
    """Broken promises, and verdicts against us that name no broken one; newest first."""
    broken = {promise.pk: promise for promise in promised if promise.outcome == Outcome.BROKEN}
    found = [_broken(promise, _mended(promise, promised, claims)) for promise in broken.values()]
    found += [
        _decided_against_us(claim)
        for claim in claims
        if _against_us(claim) and not any(promise.pk in broken for promise in claim.about.all())
    ]
    return tuple(sorted(found, key=lambda failure: failure.at, reverse=True))


def _mended(promise: Promise, promised: Sequence[Promise], claims: Iterable[Claim]) -> list[Promise]:
    """What was promised for it: unasked, and as remedies of the complaints about it."""
    unasked = [other for other in promised if other.about == f"promise:{promise.pk}"]
    return unasked + _remedies(claim for claim in claims if promise in claim.about.all())


def _remedies(claims: Iterable[Claim]) -> list[Promise]:
    found = {remedy.pk: remedy.promise for claim in claims for remedy in claim.complaint.remedies.all()}
    return [found[pk] for pk in sorted(found)]


def _broken(promise: Promise, mended: Iterable[Promise]) -> Failure:
    return Failure(
        ref=f"promise:{promise.pk}",
        words=promise.words,
        because=promise.because,
        at=promise.until,
        kind=promise.kind,
        starts_at=promise.starts_at,
        until=promise.until,
        happened_at=_first_fact(promise.facts.all()),
        became=_became(mended),
    )


def _decided_against_us(claim: Claim) -> Failure:
    standing = claim.standing
    assert standing is not None  # only such claims come here
    return Failure(
        ref=f"complaint:{claim.complaint_id}",
        words=str(claim),
        because=str(standing.get_final_display()),
        at=claim.complaint.at,
        became=_became(_remedies([claim])),
    )


def _against_us(claim: Claim) -> bool:
    standing = claim.standing
    if standing is None:
        return False
    favoured = standing.final == Word.NO_EVIDENCE and standing.favours == "customer"
    return standing.final in AGAINST_US or favoured


def _became(promises: Iterable[Promise]) -> tuple[Became, ...]:
    return tuple(
        Became(ref=f"promise:{promise.pk}", words=promise.words, until=promise.until, outcome=promise.outcome)
        for promise in promises
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


def _told(records: Sequence[int]) -> tuple[Told, ...]:
    tellings = Disclosure.objects.filter(customer__in=records).select_related("version", "wording")
    return tuple(
        Told(
            ref=f"disclosure:{telling.pk}",
            title=telling.wording.title,
            version=telling.version.number,
            occasion=telling.occasion,
            medium=telling.medium,
            grade=telling.grade,
            at=telling.at,
        )
        for telling in tellings.order_by("-at", "-pk")[:MOST_TOLD]
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


def _today(promised: Iterable[Promise], zone: ZoneInfo, now: datetime) -> tuple[Window, ...]:
    today = now.astimezone(zone).date()
    day = Period(local_instant(today, datetime.min.time(), zone), end_of_day(today, zone))
    return tuple(
        Window(
            ref=f"promise:{promise.pk}",
            starts_at=promise.starts_at,
            until=promise.until,
            arrived_at=_first_fact(promise.facts.all()),
            outcome=promise.outcome,
        )
        for promise in sorted(promised, key=lambda promise: promise.until)
        if promise.starts_at is not None
        and promise.starts_at in day
        and promise.outcome not in (Outcome.REPLACED, Outcome.RELEASED)
    )


def _first_fact(facts: Iterable[Fact]) -> datetime | None:
    """When it happened after all: the first instant recorded about it."""
    return min((fact.at for fact in facts if fact.at is not None), default=None)
