"""Reading complaints and ratings: for staff who may, and for the customer who holds a signed link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import cast

from django.db.models import Count, Max, Model, Prefetch, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.complaints import casefile, letter, limits, looks
from kept.complaints.case import Case
from kept.complaints.letter_words import spoken_in
from kept.complaints.models import Claim, Complaint, Finding, Letter, Rating, Remedy, Review, Verdict
from kept.complaints.rules.answers import Answer, ClaimAnswer, Favours, Judged, ProposedRemedy
from kept.complaints.rules.answers import Verdict as Found
from kept.complaints.rules.kinds import BY_DOMAIN
from kept.complaints.rules.kinds import Remedy as NamedRemedy
from kept.complaints.words import Word
from kept.conversations.models import HandOver, Message
from kept.customers.models import Customer
from kept.customers.queries import canonical as canonical_customer
from kept.customers.queries import ids_of
from kept.ledger.actions import numbers_named, ref
from kept.ledger.rules import canonical
from kept.memberships.models import Asking, Cancellation, Charge, Membership, OfferShown, Payment
from kept.orders.models import Invoice
from kept.policies.models import Disclosure, Term, TermApplication
from kept.promises.models import Expectation, Fact, Promise, WishMade

RUNGS = tuple(w[:1].upper() + w[1:] for rs in BY_DOMAIN.values() for r in rs for w in r.words.values())
MOST_NAMED, ROOM_FOR_PROMISES = 3, 30  # how many promises a letter of 150 words names, in how many words
EVIDENCE: dict[str, type[Model]] = {
    "fact": Fact,
    "term": Term,
    "message": Message,
    "handover": HandOver,
    "cancellation": Cancellation,
    "asking": Asking,
    "offershown": OfferShown,
    "charge": Charge,
    "payment": Payment,
    "membership": Membership,
    "invoice": Invoice,
    "termapplication": TermApplication,
    "wishmade": WishMade,
    "expectation": Expectation,
    "claim": Claim,
    "verdict": Verdict,
    "review": Review,
    "remedy": Remedy,
    "letter": Letter,
}


def get_complaint_for(staff: Staff, pk: int) -> Complaint:
    """A complaint with its claims, verdicts and remedies. Raises NotAllowed, NotFound and LookFirst."""
    require(staff, Right.DECIDE_COMPLAINTS)
    complaint = get_complaint(pk)
    looks.refuse_blind(staff, pk)
    return complaint


def get_complaint(pk: int) -> Complaint:
    """A complaint by its number, for whoever holds a signed link to it. Raises NotFound."""
    found = _complaints().filter(pk=pk).first()
    if found is None:
        raise NotFound(_("We have no such complaint."))
    return found


def complaints_for(staff: Staff, *, over: bool = False) -> QuerySet[Complaint]:
    """The complaints that wait for somebody, or those that are over; newest first."""
    require(staff, Right.DECIDE_COMPLAINTS)
    return _complaints().filter(closed_at__isnull=not over).order_by("-at", "-pk")


def complaints_of(customer: Customer) -> QuerySet[Complaint]:
    """What this person complained of, after merges, newest first."""
    return _complaints().filter(customer__in=ids_of(customer)).order_by("-at", "-pk")


def get_claim_for(staff: Staff, pk: int) -> Claim:
    require(staff, Right.DECIDE_COMPLAINTS)
    claim = Claim.objects.select_related("complaint__location", "complaint__customer").filter(pk=pk).first()
    if claim is None:
        raise NotFound(_("We have no such claim."))
    looks.refuse_blind(staff, claim.complaint_id)
    return claim


def get_verdict_for(staff: Staff, pk: int) -> Verdict:
    require(staff, Right.DECIDE_COMPLAINTS)
    verdict = Verdict.objects.select_related("claim__complaint", "decided_by").filter(pk=pk).first()
    if verdict is None:
        raise NotFound(_("We have no such verdict."))
    looks.refuse_blind(staff, verdict.claim.complaint_id)
    return verdict


def open_letter(complaint: Complaint) -> Letter:
    """The letter that is being written. Raises NotFound."""
    letter = complaint.letters.filter(sent_at=None).select_related("complaint").first()
    if letter is None:
        raise NotFound(_("No letter is being written. Write it anew first."))
    return letter


def get_review_for(staff: Staff, pk: int) -> Review:
    require(staff, Right.DECIDE_COMPLAINTS)
    review = Review.objects.select_related("complaint").filter(pk=pk).first()
    if review is None:
        raise NotFound(_("Nobody asked for this review."))
    looks.refuse_blind(staff, review.complaint_id)
    return review


def get_rating_for(staff: Staff, pk: int) -> Rating:
    require(staff, Right.READ_CUSTOMERS)
    rating = Rating.objects.select_related("customer", "location", "finding").filter(pk=pk).first()
    if rating is None:
        raise NotFound(_("We have no such rating."))
    return rating


def ratings_of(customer: Customer) -> QuerySet[Rating]:
    """This person's ratings with their figures, newest first."""
    return (
        Rating.objects.filter(customer__in=ids_of(customer))
        .select_related("finding", "location")
        .order_by("-at", "-pk")
    )


def rating_of(customer: Customer, about: str) -> Rating | None:
    """The rating of this thing, if there is one already."""
    return ratings_of(customer).filter(about=about).first()


def newest_finding(complaint: Complaint) -> Finding | None:
    """What was found last: the one that counts."""
    return complaint.findings.order_by("-pk").first()


def case_hash(complaint: Complaint) -> str | None:
    """The SHA-256 of the case that was judged last, hex, over its canonical bytes (RFC 8785)."""
    finding = newest_finding(complaint)
    return None if finding is None else sha256(canonical(finding.case)).hexdigest()


def promises_in(finding: Finding) -> list[Promise]:
    """The promises of the case, oldest first, with their facts."""
    names = [row for path, row in finding.rows.items() if path.startswith("promises[")]
    numbers = [int(name.partition(":")[2]) for name in names]
    found = Promise.objects.filter(pk__in=numbers).select_related("location", "customer")
    return list(found.prefetch_related("facts").order_by("made_at", "pk"))


def as_decided(finding: Finding) -> tuple[Case, Answer]:
    """The case, and the judge's answer with people's verdicts; what it would propose is not yet promised."""
    case = Case.model_validate(finding.case)
    answer = casefile.judge(case)
    verdicts = list(finding.verdicts.select_related("decided_by").order_by("claim", "pk"))
    final = {verdict.claim_id: verdict for verdict in verdicts if verdict.final}
    claims = list(dict.fromkeys(verdict.claim_id for verdict in verdicts))
    told = tuple(
        _as_said(found, final.get(claim)) for claim, found in zip(claims, answer.claims, strict=True)
    )
    waits = answer.needs_person and any(claim not in final for claim in claims)
    return case, replace(answer, claims=told, remedies=(), needs_person=waits)


def found_by_claim(finding: Finding) -> dict[int, str]:
    """What the letter says of each claim as it was decided, in the customer's language, by its key."""
    assert finding.complaint is not None
    _case, answer = as_decided(finding)
    keys = dict.fromkeys(finding.verdicts.order_by("claim", "pk").values_list("claim", flat=True))
    language = spoken_in(finding.complaint.customer.language)
    return {key: letter.found(each, language=language) for key, each in zip(keys, answer.claims, strict=True)}


def letter_of(finding: Finding, *, language: str, now: datetime) -> letter.Letter:
    """The letter as the desk would write it: what was decided, and what is promised, each by its day."""
    case, answer = as_decided(finding)
    ahead = sorted((each for each in mended_by(finding) if each.until > now), key=lambda each: each.until)
    if ahead:
        answer = replace(answer, remedies=(_together(ahead[:MOST_NAMED], language),))
    by = max((promise.until for promise in ahead[:MOST_NAMED]), default=now + limits.MAY_ANSWER_FOR)
    return letter.write(case, answer, language=spoken_in(language), by=by)


def rows_named(names: Iterable[str]) -> dict[str, Model]:
    """The rows behind evidence names ("fact:3") that have no page of their own; one query per kind."""
    found: dict[str, Model] = {}
    for kind, wanted in numbers_named(names).items():
        rows = EVIDENCE[kind]._default_manager.in_bulk(wanted) if kind in EVIDENCE else {}
        found |= {f"{kind}:{pk}": row for pk, row in rows.items()}
    return found


@dataclass(frozen=True)
class Resented:
    """A policy that was told and kept, and is still resented: how many were told, how many ended in a gap."""

    slug: str
    told: int
    complaints: tuple[int, ...]


def resented_policies(now: datetime) -> list[Resented]:
    """The policies to change rather than to tell again (DOMAIN §5): over everybody told within 90 days.

    The database counts; only records that were merged are looked at one by one: they are one person.
    """
    since = now - limits.RESENTED_WITHIN
    tellings = Disclosure.objects.filter(at__gt=since, at__lte=now).order_by()
    own = tellings.filter(customer__merged_into=None)
    counted = own.values_list("version__policy__slug").annotate(people=Count("customer", distinct=True))
    told: dict[str, int] = dict(counted)
    merged = tellings.exclude(customer__merged_into=None)
    others: dict[str, set[int]] = {}
    for slug, record in merged.values_list("version__policy__slug", "customer").distinct():
        person = canonical_customer(Customer.objects.get(pk=record)).pk
        others.setdefault(slug, set()).add(person)
    for slug, people in others.items():
        here = own.filter(version__policy__slug=slug, customer__in=people)
        told[slug] = told.get(slug, 0) + len(people) - here.values("customer").distinct().count()
    found = []
    for slug, people_told in sorted(told.items()):
        heard = tellings.filter(version__policy__slug=slug)
        gaps = _gaps_on(slug).filter(complaint__at__gt=since).select_related("complaint__customer")
        by_person: dict[int, int] = {}
        for claim in gaps:
            who = canonical_customer(claim.complaint.customer)
            if heard.filter(customer__in=ids_of(who)).exists():
                by_person[who.pk] = claim.complaint_id
        if limits.resented(people_told, len(by_person)):
            found.append(Resented(slug, people_told, tuple(sorted(by_person.values()))))
    return found


def _gaps_on(slug: str) -> QuerySet[Claim]:
    """Claims that rest on this policy and whose newest verdict, by a person, is an expectation gap."""
    newest = Claim.objects.annotate(newest=Max("verdicts")).values("newest")
    gaps = Verdict.objects.filter(pk__in=newest, final=Word.EXPECTATION_GAP)
    terms = Term.objects.filter(version__policy__slug=slug)
    return Claim.objects.filter(pk__in=gaps.values("claim"), relies_on__term__in=terms, withdrawn_at=None)


def _complaints() -> QuerySet[Complaint]:
    claims = Claim.objects.prefetch_related(
        "about",
        "relies_on__term__version__policy",
        Prefetch("verdicts", Verdict.objects.select_related("decided_by")),
    )
    return Complaint.objects.select_related(
        "customer", "location", "conversation", "matter"
    ).prefetch_related(
        Prefetch("claims", claims), Prefetch("remedies", Remedy.objects.select_related("promise__location"))
    )


def mended_by(finding: Finding) -> list[Promise]:
    """What we promised to make it good: remedies of the complaint, and what was promised unasked."""
    unasked = Q(about__in=[ref(promise) for promise in promises_in(finding)])
    asked = Q(pk__in=Remedy.objects.filter(complaint=finding.complaint).values("promise"))
    found = Promise.objects.filter(asked | unasked).exclude(outcome="released").exclude(outcome="replaced")
    return list(found.select_related("location").prefetch_related("facts").order_by("made_at", "pk"))


def _together(promised: Sequence[Promise], language: str) -> ProposedRemedy:
    """What is promised as one remedy of the letter, which names the last day; the others with theirs."""
    room = ROOM_FOR_PROMISES // len(promised)
    *earlier, last = [_within(" ".join(promise.words.split()[:room]).rstrip(".")) for promise in promised]
    with override(language):
        named = [
            _("%(what)s (by %(day)s)") % {"what": words, "day": date_format(_last_day(promise), "j M Y")}
            for words, promise in zip(earlier, promised, strict=False)
        ]
        words = "; ".join([*named, last])
    return ProposedRemedy(0, NamedRemedy("promised", {"en": words, "de": words}))


def _within(words: str) -> str:
    """Within a sentence: a usual remedy was promised with the capital of its rung."""
    return words[:1].lower() + words[1:] if words.startswith(RUNGS) else words


def _last_day(promise: Promise) -> date:
    return (promise.until - timedelta(microseconds=1)).astimezone(promise.location.zone).date()


def _as_said(found: ClaimAnswer, verdict: Verdict | None) -> ClaimAnswer:
    """The judge's answer on a claim with the person's word in its place, where there is one."""
    if verdict is None:
        return found
    if verdict.final != found.verdict:
        doubt = cast("Favours", verdict.favours) if verdict.final == Word.NO_EVIDENCE else None
        found = replace(found, verdict=Found(verdict.final), favours=doubt or None)
    if not verdict.because or verdict.decided_by is None:
        return found
    return replace(found, judged=Judged(verdict.decided_by.name, verdict.because))
