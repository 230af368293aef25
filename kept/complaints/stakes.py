"""What is at stake in a complaint: the money that its claims are about, or what was written down instead.

What a claim is about by the record is kept with it as it stood when the claim was made (``of_claim``): what
is charged or sold afterwards changes neither its case nor who must agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from django.db.models import Sum
from django.utils.translation import gettext as _

from kept.base.money import Money
from kept.complaints import exits
from kept.complaints.fields import ClaimKind
from kept.complaints.models import Claim, Complaint
from kept.complaints.rules.kinds import (
    DECIDED_BY_CHARGES,
    REFUND_CHARGES,
    REFUND_FEE,
    REFUND_GOODS,
    domain,
    usual_remedies,
)
from kept.customers.models import Customer
from kept.customers.queries import ids_of
from kept.deliveries.models import Delivery
from kept.memberships.models import Cancellation, Charge
from kept.promises.models import Promise

TWICE = "billing.charged_twice"


@dataclass(frozen=True)
class Stake:
    """A sum, and what it was taken from. ``by_record``: what the record says, where another counts."""

    amount: Money
    because: str
    by_record: Stake | None = None


def of(complaint: Complaint) -> Stake | None:
    """What the verdict is about: as it was written down, else the most that one of its claims is about.

    Money that we promised in its scope is at stake in any case: nothing written down makes that less.
    """
    claims = [claim for claim in complaint.claims.all() if claim.withdrawn_at is None]
    due = _money_due(claims, complaint.location.currency)
    found = [each for each in (due, *_of_claims(claims, complaint)) if each is not None]
    most = max(found, key=lambda each: each.amount, default=None)
    if complaint.at_stake is None:
        return most
    written = Stake(complaint.at_stake, _("as it was written down"))
    counted = due if due is not None and written.amount < due.amount else written
    other = most if most is not None and most.amount != counted.amount else None
    return replace(counted, by_record=other)


def amount_of(complaint: Complaint) -> Money | None:
    stake = of(complaint)
    return None if stake is None else stake.amount


def most_of(complaint: Complaint) -> Money | None:
    """The greater of what was written down and what the record says: it decides who must agree."""
    stake = of(complaint)
    if stake is None:
        return None
    return stake.amount if stake.by_record is None else max(stake.amount, stake.by_record.amount)


def price(scope: Iterable[Promise]) -> Money | None:
    """What the order cost that one of these deliveries brings: of several the dearest."""
    names = [promise.about for promise in scope if promise.about.startswith("delivery:")]
    numbers = {int(name.partition(":")[2]) for name in names}
    brought = Delivery.objects.filter(pk__in=numbers).select_related("order").prefetch_related("order__lines")
    totals = [delivery.order.total for delivery in brought] if numbers else []
    return max(totals, key=lambda total: total.minor, default=None)


def charged_on_leaving(
    scope: Sequence[Promise],
    customer: Customer,
    *,
    kind: str,
    asked: datetime,
    currency: str,
    until: datetime | None = None,
) -> Money | None:
    """What was charged, of this kind, since they first asked to leave, which was by ``asked``.

    Of several exits the one that cost most. What was charged after ``until`` is left out, where it is given.
    """
    leaving = exits.bearing_on(scope, customer, leaving=True, until=asked)
    sums = [_charged(row, kind, currency, until) for row in leaving]
    most = max((minor for minor in sums if minor), default=None)
    return None if most is None else Money(most, currency)


def of_claim(claim: Claim, complaint: Complaint) -> tuple[Money | None, Claim.AtStake]:
    """The most that this claim would give back, if it is right, by the record of when they complained.

    In the location's currency; None with NOTHING where no money is in question.
    """
    currency = complaint.location.currency
    found = [(find(claim, complaint), what) for what, find in SUMS.items() if what in _sums(claim)]
    sums = [(money, what) for money, what in found if money and money.minor and money.currency == currency]
    return max(sums, key=lambda each: each[0].minor, default=(None, Claim.AtStake.NOTHING))


def _charged(row: Cancellation, kind: str, currency: str, until: datetime | None) -> int:
    charges = Charge.objects.filter(
        membership=row.membership_id, kind=kind, at__gte=row.asked_at, currency=currency
    )
    charges = charges if until is None else charges.filter(at__lte=until)
    return charges.aggregate(total=Sum("minor"))["total"] or 0


def _money_due(claims: Sequence[Claim], currency: str) -> Stake | None:
    about = {promise.pk: promise for claim in claims for promise in claim.about.all()}
    minor = sum(promise.minor or 0 for promise in about.values() if promise.currency == currency)
    return Stake(Money(minor, currency), _("the money that we promised")) if minor else None


def _of_claims(claims: Sequence[Claim], complaint: Complaint) -> Iterator[Stake]:
    """What each claim is about, as it was kept with it."""
    for claim in claims:
        if claim.at_stake_of:
            minor, what = claim.at_stake_minor, Claim.AtStake(claim.at_stake_of)
            money = None if minor is None else Money(minor, complaint.location.currency)
        else:
            money, what = of_claim(claim, complaint)
        if money is not None:
            yield Stake(money, str(what.label))


def _sums(claim: Claim) -> set[Claim.AtStake]:
    """The sums that a claim of this kind is about: of its usual remedies, and of a disputed charge."""
    kind = cast("ClaimKind", claim.kind)
    sums = {GIVEN_BACK[each.code] for each in usual_remedies(kind) if each.code in GIVEN_BACK}
    disputed = kind in DECIDED_BY_CHARGES or kind == TWICE
    return sums | {Claim.AtStake.CHARGE} if disputed else sums


def _price(claim: Claim, _complaint: Complaint) -> Money | None:
    return price(claim.about.all())


def _fee(claim: Claim, complaint: Complaint) -> Money | None:
    if domain(cast("ClaimKind", claim.kind)) != "membership":
        return None  # of a delivery, no fee of its own is on record
    return _left(claim, complaint, Charge.Kind.EXIT_FEE)


def _since(claim: Claim, complaint: Complaint) -> Money | None:
    return _left(claim, complaint, Charge.Kind.PERIOD)


def _left(claim: Claim, complaint: Complaint, kind: str) -> Money | None:
    return charged_on_leaving(
        list(claim.about.all()),
        complaint.customer,
        kind=kind,
        asked=complaint.at,
        until=complaint.at,
        currency=complaint.location.currency,
    )


def _newest_charge(_claim: Claim, complaint: Complaint) -> Money | None:
    """The month, or the fee, that was charged last before they complained."""
    charges = Charge.objects.filter(membership__customer__in=ids_of(complaint.customer), at__lte=complaint.at)
    newest = charges.order_by("at", "pk").last()
    return None if newest is None else newest.amount


GIVEN_BACK: Mapping[str, Claim.AtStake] = {
    REFUND_GOODS.code: Claim.AtStake.GOODS,
    REFUND_FEE.code: Claim.AtStake.FEE,
    REFUND_CHARGES.code: Claim.AtStake.CHARGES,
}
SUMS: Mapping[Claim.AtStake, Callable[[Claim, Complaint], Money | None]] = {
    Claim.AtStake.GOODS: _price,
    Claim.AtStake.FEE: _fee,
    Claim.AtStake.CHARGES: _since,
    Claim.AtStake.CHARGE: _newest_charge,
}
