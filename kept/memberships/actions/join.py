"""Joining: plans, the agreement, what is charged and what is paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.money import Money
from kept.base.refusals import Refused
from kept.business.models import Location
from kept.customers.models import Customer
from kept.ledger import actions as ledger
from kept.memberships import queries
from kept.memberships.actions import agree
from kept.memberships.models import AddOn, Charge, Freeze, Membership, Payment, Plan, PlanAddOn, Step
from kept.policies.models import Version


class NotChargeable(Refused):
    code = "membership_not_chargeable"


class AlreadyPaid(Refused):
    code = "charge_already_paid"


class NotYourWish(Refused):
    code = "freeze_not_asked_for"


@dataclass(frozen=True)
class PlanDraft:
    """A plan with its add-ons by name and price; all prices in one currency, for the same months."""

    name: str
    price: Money
    period_months: int = 1
    add_ons: tuple[tuple[str, Money], ...] = ()


@dataclass(frozen=True)
class Joining:
    """An agreement as it was made: ``contract`` is the version signed, ``bound_at`` when it bound.

    ``steps`` are what joining took, each named: leaving may not take more. ``stepped_at`` says when each was
    taken, where that is known; else all at ``joined_at``. ``agreed`` is what was shown and ticked.
    """

    customer: Customer
    plan: Plan
    joined_at: datetime
    steps: tuple[str, ...]
    contract: Version | None = None
    bound_at: datetime | None = None
    add_ons: tuple[PlanAddOn, ...] = ()
    stepped_at: tuple[datetime, ...] = ()
    agreed: agree.Agreed | None = None


@transaction.atomic
def make_plan(draft: PlanDraft, *, location: Location, by: Actor, now: datetime) -> Plan:
    """Begin to sell a plan and what can be taken in addition."""
    plan = Plan.objects.create(
        location=location,
        name=draft.name,
        minor=draft.price.minor,
        currency=draft.price.currency,
        period_months=draft.period_months,
    )
    for name, price in draft.add_ons:
        if price.currency != plan.currency:
            raise NotChargeable(_("A plan and what is taken in addition have one currency."))
        PlanAddOn.objects.create(plan=plan, name=name, minor=price.minor)
    ledger.record("plan.made", plan, by=by, at=now, name=plan.name, minor=plan.minor, currency=plan.currency)
    return plan


@transaction.atomic
def join(joining: Joining, *, by: Actor, now: datetime) -> Membership:
    """Write down an agreement with its add-ons, and every step that joining took."""
    plan = joining.plan
    membership = Membership.objects.create(
        customer=joining.customer,
        location=plan.location,
        plan=plan,
        contract=joining.contract,
        joined_at=joining.joined_at,
        bound_at=joining.bound_at or joining.joined_at,
        minor=plan.minor,
        currency=plan.currency,
        period_months=plan.period_months,
        made_at=now,
        made_by=str(by),
    )
    for taken in joining.add_ons:
        AddOn.objects.create(
            membership=membership,
            plan_add_on=taken,
            name=taken.name,
            minor=taken.minor,
            added_at=joining.joined_at,
        )
    stepped_at = joining.stepped_at or [joining.joined_at] * len(joining.steps)
    for what, at in zip(joining.steps, stepped_at, strict=True):
        Step.objects.create(membership=membership, what=what, at=at, by=str(by))
    ledger.record(
        "membership.joined",
        membership,
        by=by,
        at=now,
        customer=joining.customer.pk,
        plan=plan,
        contract=joining.contract,
        bound_at=membership.bound_at,
        steps=list(joining.steps),
    )
    if joining.agreed is not None:
        agree.consent(membership, joining.agreed, by=by, now=now)
    return membership


@transaction.atomic
def charge_period(
    membership: Membership, starts_on: date, ends_on: date, *, by: Actor, now: datetime
) -> list[Charge]:
    """Charge one period (``ends_on`` not in it) of the membership and of each add-on that still runs.

    Refused when all of it has ended, since nobody is charged after the end, and for days that are charged
    already.
    """
    membership = lock(membership)
    if membership.paid_until and starts_on < membership.paid_until:
        raise NotChargeable(_("These days are charged already."))
    running = [add_on for add_on in membership.add_ons.order_by("pk") if add_on.runs_on(starts_on)]
    wanted: list[tuple[AddOn | None, int]] = [(add_on, add_on.minor) for add_on in running]
    if membership.runs_on(starts_on):
        wanted.insert(0, (None, membership.minor))
    if not wanted:
        raise NotChargeable(_("This membership has ended. Nothing is charged after its end."))
    charges = [
        Charge.objects.create(
            membership=membership,
            add_on=add_on,
            starts_on=starts_on,
            ends_on=ends_on,
            minor=minor,
            currency=membership.currency,
            at=now,
            by=str(by),
        )
        for add_on, minor in wanted
        if minor
    ]
    membership.paid_until = ends_on
    membership.save(update_fields=["paid_until"])
    for charge in charges:
        ledger.record(
            "membership.charged",
            charge,
            by=by,
            at=now,
            customer=membership.customer_id,
            minor=charge.minor,
            currency=charge.currency,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    return charges


@transaction.atomic
def record_payment(charge: Charge, *, at: datetime, reference: str, by: Actor, now: datetime) -> Payment:
    """The member paid a charge in full. The same payment twice is one.

    Refused for a charge that was paid by another payment, and for a reference that stands for another charge.
    """
    lock(charge.membership)
    before = Payment.objects.filter(way=Payment.Way.IN).filter(Q(charge=charge) | Q(reference=reference))
    if any((one.charge_id, one.reference) != (charge.pk, reference) for one in before):
        raise AlreadyPaid(_("This was written down already, under this reference or for this charge."))
    payment, made = Payment.objects.get_or_create(
        way=Payment.Way.IN,
        reference=reference,
        defaults={
            "membership_id": charge.membership_id,
            "charge": charge,
            "minor": charge.minor,
            "currency": charge.currency,
            "at": at,
            "recorded_at": now,
            "by": str(by),
        },
    )
    if made:
        ledger.record(
            "membership.paid",
            payment,
            by=by,
            at=now,
            customer=charge.membership.customer_id,
            minor=payment.minor,
            currency=payment.currency,
        )
    return payment


@transaction.atomic
def freeze(membership: Membership, wish: Freeze, *, by: Actor, now: datetime) -> Freeze:
    """Pause a membership because the customer asked for it; the frozen days are not charged.

    Refused without the customer's own words, and by staff while the customer wants to leave: a freeze is
    never our counter-offer (DOMAIN §8).
    """
    membership = lock(membership)
    if not wish.words.strip():
        raise NotYourWish(
            _("A freeze starts with the customer's own request. Please write down their words.")
        )
    if queries.open_exit(membership) is not None and not by.is_customer:
        raise NotYourWish(_("The customer wants to leave. A freeze is not offered instead."))
    wish.membership, wish.by = membership, str(by)
    wish.save(force_insert=True)
    ledger.record(
        "membership.frozen",
        wish,
        by=by,
        at=now,
        customer=membership.customer_id,
        starts_on=wish.starts_on,
        ends_on=wish.ends_on,
        words=wish.words,
    )
    return wish


def lock(membership: Membership) -> Membership:
    """The membership as it stands now, locked until the transaction ends (SQLite locks itself whole)."""
    return (
        Membership.objects.select_for_update(of=("self",))
        .select_related("location", "customer", "plan")
        .get(pk=membership.pk)
    )
