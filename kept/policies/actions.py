"""Publishing policies, telling them, and the one way in which a term may be held against a customer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.models import Location
from kept.customers.models import Customer
from kept.ledger import actions as ledger
from kept.outbox.models import Outgoing
from kept.policies import queries, rules
from kept.policies.models import Disclosure, Policy, Rise, Term, TermApplication, Version, Wording


class GradeOnlyRises(Refused):
    code = "grade_only_rises"


class NotPublishable(Refused):
    code = "policy_not_publishable"


@dataclass(frozen=True)
class Draft:
    """A version to be published: words by language ({"en": (title, words)}), and its terms."""

    wordings: dict[str, tuple[str, str]]
    terms: tuple[TermDraft, ...] = ()


@dataclass(frozen=True)
class TermDraft:
    key: str
    kind: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Telling:
    """How a version is told: where, when (``at``; written down now), and what we hold as evidence."""

    occasion: str
    medium: str
    at: datetime
    grade: int
    language: str
    about: str = ""
    handed_over: bool = False
    outgoing: Outgoing | None = None


@transaction.atomic
def write(slug: str, *, location: Location, occasions: list[str]) -> Policy:
    """Begin a policy that is due to be told on these occasions."""
    return Policy.objects.create(slug=slug, location=location, occasions=occasions)


@transaction.atomic
def publish(policy: Policy, draft: Draft, *, by: Actor, now: datetime) -> Version:
    """Publish the next version. Refused without words."""
    if not draft.wordings or not all(words.strip() for _title, words in draft.wordings.values()):
        raise NotPublishable(_("A policy needs words in at least one language."))
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    last = policy.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = Version.objects.create(policy=policy, number=last + 1, published_at=now, published_by=str(by))
    for language, (title, words) in draft.wordings.items():
        Wording.objects.create(version=version, language=language, title=title, words=words)
    for term in draft.terms:
        Term.objects.create(version=version, key=term.key, kind=term.kind, facts=term.facts)
    hashes = {wording.language: wording.sha256 for wording in version.wordings.all()}
    ledger.record("policy.published", version, by=by, at=now, policy=policy.slug, words=hashes)
    return version


@transaction.atomic
def tell(version: Version, *, customer: Customer, telling: Telling, by: Actor, now: datetime) -> Disclosure:
    """Write down one telling of this version's exact words, in the language in which it was told."""
    Version.objects.filter(pk=version.pk, told=False).update(told=True)
    wording = queries.wording_in(version, telling.language)
    disclosure = Disclosure.objects.create(
        version=version,
        wording=wording,
        words_sha256=wording.sha256,
        customer=customer,
        about=telling.about,
        occasion=telling.occasion,
        medium=telling.medium,
        at=telling.at,
        logged_at=now,
        by=str(by),
        told_grade=telling.grade,
        grade=telling.grade,
        grade_at=telling.at,
        handed_over=telling.handed_over,
        outgoing=telling.outgoing,
    )
    ledger.record(
        "policy.told",
        disclosure,
        by=by,
        at=now,
        customer=customer.pk,
        version=version,
        words=wording.sha256,
        occasion=telling.occasion,
        medium=telling.medium,
        told_at=telling.at,
        grade=telling.grade,
    )
    return disclosure


@transaction.atomic
def raise_grade(disclosure: Disclosure, grade: int, *, evidence: str, by: Actor, now: datetime) -> Disclosure:
    """We hold better evidence now: the grade rises, with an entry of its own. The same grade is nothing.

    Raises GradeOnlyRises for a lower one.
    """
    disclosure = Disclosure.objects.select_for_update(of=("self",)).get(pk=disclosure.pk)
    if grade == disclosure.grade:
        return disclosure
    if grade < disclosure.grade:
        raise GradeOnlyRises(_("Evidence that we hold does not get weaker."))
    disclosure.grade, disclosure.grade_at = grade, now
    disclosure.save(update_fields=["grade", "grade_at"])
    Rise.objects.create(disclosure=disclosure, grade=grade, at=now, by=str(by), evidence=evidence[:500])
    ledger.record(
        "policy.grade_rose",
        disclosure,
        by=by,
        at=now,
        customer=disclosure.customer_id,
        grade=grade,
        evidence=evidence,
    )
    return disclosure


@transaction.atomic
def apply_term(
    term: Term,
    *,
    customer: Customer,
    about: str,
    bound_at: datetime,
    asked: Money | None = None,
    by: Actor,
    now: datetime,
) -> TermApplication:
    """Try to hold a term against a customer: the only way to. The attempt is a row, stopped or not.

    ``may_apply`` is true only where the term was properly told before it bound (DOMAIN §4); ``asked`` is
    the sum that the told formula gives, and nothing is charged when the term was not told.
    """
    tellings = list(queries.tellings_of(term, customer))
    told = rules.properly_told(
        term.binding(bound_at, customer),
        [disclosure.telling for disclosure in tellings],
        zone=term.version.policy.location.zone,
    )
    applied = TermApplication.objects.create(
        term=term,
        customer=customer,
        about=about,
        bound_at=bound_at,
        at=now,
        by=str(by),
        k=told.k,
        may_apply=told.k == 1,
        reasons=[{"words": reason.words, "refs": list(reason.refs)} for reason in told.reasons],
        asked_minor=asked.minor if asked else None,
        charged_minor=(asked.minor if told.k == 1 else 0) if asked else None,
        currency=asked.currency if asked else "",
    )
    applied.disclosures.set(tellings)
    ledger.record(
        "term.applied" if applied.may_apply else "term.stopped",
        applied,
        by=by,
        at=now,
        customer=customer.pk,
        term=term,
        about=about,
        k=told.k,
        reasons=[reason.words for reason in told.reasons],
        asked=applied.asked_minor,
        charged=applied.charged_minor,
    )
    return applied
