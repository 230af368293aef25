"""Writing down a telling of the past: marked as imported, with no better evidence than its paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from kept.base.actors import Actor
from kept.customers.models import Customer
from kept.ledger import actions as ledger
from kept.policies import queries
from kept.policies.actions.tell import Telling
from kept.policies.models import Disclosure, Version
from kept.policies.rules import Grade


@transaction.atomic
def recall(
    version: Version,
    *,
    customer: Customer,
    telling: Telling,
    paper: str | None = None,
    by: Actor,
    now: datetime,
) -> tuple[Disclosure, bool]:
    """A telling from before our record, as somebody says it was; and whether it is new. Twice is once.

    ``paper`` is the SHA-256 of the document that shows it: then the grade is what the paper can prove, A4 at
    most. Without one it is A0, whatever is claimed. The entry's instant is now; the claimed one is a fact.
    """
    most = Grade.A4 if paper else Grade.A0
    handed_over = telling.handed_over and paper is not None
    telling = replace(telling, grade=min(telling.grade, most), handed_over=handed_over)
    Version.objects.filter(pk=version.pk, told=False).update(told=True)
    wording = queries.wording_in(version, telling.language)
    disclosure, new = Disclosure.objects.get_or_create(
        customer=customer,
        version=version,
        wording=wording,
        words_sha256=wording.sha256,
        occasion=telling.occasion,
        medium=telling.medium,
        at=telling.at,
        paper=paper,
        imported_at__isnull=False,
        defaults={
            "about": telling.about,
            "logged_at": now,
            "by": str(by),
            "told_grade": telling.grade,
            "grade": telling.grade,
            "grade_at": telling.at,
            "handed_over": telling.handed_over,
            "imported_at": now,
        },
    )
    if new:
        ledger.record(
            "past.told",
            disclosure,
            by=by,
            at=now,
            customer=customer.pk,
            version=version,
            words=wording.sha256,
            occasion=telling.occasion,
            medium=telling.medium,
            claimed_at=telling.at,
            grade=telling.grade,
            paper=paper,
        )
    return disclosure, new
