"""Writing down each telling, and the rise of its grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.customers.models import Customer
from kept.ledger import actions as ledger
from kept.outbox.models import Outgoing
from kept.policies import queries
from kept.policies.models import Disclosure, Rise, Version


class GradeOnlyRises(Refused):
    code = "grade_only_rises"


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
