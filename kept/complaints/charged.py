"""What was charged, as facts of a case, and the terms by which it was charged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from kept.complaints.models import Claim, Reliance
from kept.complaints.rules.kinds import DECIDED_BY_CHARGES
from kept.customers.models import Customer
from kept.customers.queries import ids_of
from kept.ledger.actions import ref
from kept.memberships.models import Cancellation, Charge

Row = tuple[dict[str, Any], str]

LOOKED_BACK = timedelta(days=366)  # a year's charges: what recurs yearly is among them
TWICE = "billing.charged_twice"


def bearing_on(
    claims: Sequence[Claim], cancellations: Sequence[Cancellation], customer: Customer, *, until: datetime
) -> list[Charge]:
    """Of an exit its fee and what was charged since the asking; of a disputed charge all of the last year."""
    bearing = Q(pk__in=[])
    for row in cancellations:
        bearing |= Q(cancellation=row) | Q(membership=row.membership_id, at__gte=row.asked_at)
    if _about_money(claims):
        lately = Q(at__gt=until - LOOKED_BACK, at__lte=until)
        bearing |= Q(membership__customer__in=ids_of(customer)) & lately
    found = Charge.objects.filter(bearing).select_related("add_on", "application__term__version__policy")
    return list(found.order_by("at", "pk"))


def resting(claims: Sequence[Claim], charges: Sequence[Charge]) -> list[Reliance]:
    """What a disputed charge rests on, also where nobody named it: the term it was charged by."""
    if not _about_money(claims):
        return []
    tried = [charge.application for charge in charges if charge.application is not None]
    return [Reliance(term=each.term, bound_at=each.bound_at) for each in tried]


def facts(charges: Sequence[Charge], terms: Mapping[int, str]) -> Iterator[Row]:
    """``terms`` are the names, in the case, of terms by their number."""
    for charge in charges:
        part = {
            "kind": "charge",
            "at": charge.at.isoformat(),
            "amount": charge.minor,
            "currency": charge.currency,
            "what": charge.add_on.name if charge.add_on else charge.kind,
            "term": terms.get(charge.application.term_id) if charge.application else None,
        }
        yield part, ref(charge)


def _about_money(claims: Sequence[Claim]) -> bool:
    return any(claim.kind in DECIDED_BY_CHARGES or claim.kind == TWICE for claim in claims)
