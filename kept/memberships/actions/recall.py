"""Writing down an agreement of the past: marked as imported, as the books that it comes from say it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.money import Money
from kept.base.refusals import Refused
from kept.customers.models import Customer
from kept.ledger import actions as ledger
from kept.memberships.models import AddOn, Membership, Plan, PlanAddOn, Step
from kept.policies.models import Version


class OtherThanBefore(Refused):
    code = "past_membership_differs"


@dataclass(frozen=True)
class Recalled:
    """An agreement of the past: ``external`` names it in the books. No ``steps``: nobody knows them."""

    external: str
    customer: Customer
    plan: Plan
    joined_at: datetime
    price: Money
    period_months: int
    contract: Version | None = None
    add_ons: tuple[PlanAddOn, ...] = ()
    steps: tuple[str, ...] = ()
    paid_until: date | None = None


@transaction.atomic
def recall(past: Recalled, *, by: Actor, now: datetime) -> tuple[Membership, bool]:
    """Write it down, and say whether it is new. Twice is once.

    Refused when it stands already with other content. The entry's instant is now; the claimed one is a fact.
    """
    standing = Membership.objects.filter(external=past.external).first()
    if standing is not None:
        if not _same(standing, past):
            raise OtherThanBefore(_("it was imported before with other content"))
        return standing, False
    membership = Membership.objects.create(
        customer=past.customer,
        location=past.plan.location,
        plan=past.plan,
        contract=past.contract,
        joined_at=past.joined_at,
        bound_at=past.joined_at,
        minor=past.price.minor,
        currency=past.price.currency,
        period_months=past.period_months,
        paid_until=past.paid_until,
        made_at=now,
        made_by=str(by),
        imported_at=now,
        external=past.external,
    )
    for taken in past.add_ons:
        AddOn.objects.create(
            membership=membership,
            plan_add_on=taken,
            name=taken.name,
            minor=taken.minor,
            added_at=past.joined_at,
        )
    for what in past.steps:
        Step.objects.create(membership=membership, what=what, at=past.joined_at, by=str(by))
    ledger.record(
        "past.joined",
        membership,
        by=by,
        at=now,
        customer=past.customer.pk,
        plan=past.plan,
        contract=past.contract,
        external=past.external,
        claimed_at=past.joined_at,
        minor=past.price.minor,
        currency=past.price.currency,
        steps=list(past.steps),
    )
    return membership, True


def _same(standing: Membership, past: Recalled) -> bool:
    """Whether the books say the same as before; what was charged meanwhile moves ``paid_until`` on."""
    return (
        standing.customer,
        standing.plan,
        standing.contract,
        standing.joined_at,
        standing.price,
        standing.period_months,
        {one.plan_add_on_id for one in standing.add_ons.all()},
    ) == (
        past.customer,
        past.plan,
        past.contract,
        past.joined_at,
        past.price,
        past.period_months,
        {one.pk for one in past.add_ons},
    )
