"""What is at stake in a complaint: the money that its claims are about, or what was written down instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from kept.memberships.models import Charge
from kept.promises.models import Promise

TWICE = "billing.charged_twice"


@dataclass(frozen=True)
class Stake:
    """A sum, and what it was taken from. ``by_record``: what the record says, where another was written."""

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
    written = complaint.at_stake
    if written is None:
        return most
    if due is not None and written < due.amount:
        return due
    other = most if most is not None and most.amount != written else None
    return Stake(written, _("as it was written down"), other)


def amount_of(complaint: Complaint) -> Money | None:
    stake = of(complaint)
    return None if stake is None else stake.amount


def most_of(complaint: Complaint) -> Money | None:
    """The greater of what was written down and what the record says: it decides who must agree."""
    stake = of(complaint)
    if stake is None:
        return None
    return stake.amount if stake.by_record is None else max(stake.amount, stake.by_record.amount)


def price(scope: Sequence[Promise]) -> Money | None:
    """What the order cost that the newest of these deliveries brings."""
    names = [promise.about for promise in scope if promise.about.startswith("delivery:")]
    if not names:
        return None
    number = int(names[-1].partition(":")[2])
    delivery = Delivery.objects.select_related("order").filter(pk=number).first()
    return None if delivery is None else delivery.order.total


def charged_on_leaving(
    scope: Sequence[Promise], customer: Customer, *, kind: str, until: datetime, currency: str
) -> Money | None:
    """What was charged, of this kind, since they first asked to leave: the fee, or the periods."""
    leaving = exits.bearing_on(scope, customer, leaving=True, until=until)
    if not leaving:
        return None
    newest = leaving[-1]
    charges = Charge.objects.filter(
        membership=newest.membership_id, kind=kind, at__gte=newest.asked_at, currency=currency
    )
    total = charges.aggregate(total=Sum("minor"))["total"]
    return Money(total, currency) if total else None


def _money_due(claims: Sequence[Claim], currency: str) -> Stake | None:
    about = {promise.pk: promise for claim in claims for promise in claim.about.all()}
    minor = sum(promise.minor or 0 for promise in about.values() if promise.currency == currency)
    return Stake(Money(minor, currency), _("the money that we promised")) if minor else None


def _of_claims(claims: Sequence[Claim], complaint: Complaint) -> Iterator[Stake]:
    """What each claim would give back, if it is right, in the location's currency."""
    currency = complaint.location.currency
    for claim in claims:
        for code, find in SUMS.items():
            if code in _codes(cast("ClaimKind", claim.kind)):
                amount, because = find(claim, complaint), BECAUSE[code]
                if amount is not None and amount.minor and amount.currency == currency:
                    yield Stake(amount, because())


def _codes(kind: ClaimKind) -> set[str]:
    """The sums that a claim of this kind is about: of its usual remedies, and of a disputed charge."""
    codes = {each.code for each in usual_remedies(kind)}
    return codes | {DISPUTED} if kind in DECIDED_BY_CHARGES or kind == TWICE else codes


def _price(claim: Claim, _complaint: Complaint) -> Money | None:
    return price(list(claim.about.all()))


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
        until=complaint.at,
        currency=complaint.location.currency,
    )


def _newest_charge(_claim: Claim, complaint: Complaint) -> Money | None:
    """The month, or the fee, that was charged last before they complained."""
    charges = Charge.objects.filter(membership__customer__in=ids_of(complaint.customer), at__lte=complaint.at)
    newest = charges.order_by("at", "pk").last()
    return None if newest is None else newest.amount


DISPUTED = "disputed_charge"
SUMS: Mapping[str, Callable[[Claim, Complaint], Money | None]] = {
    REFUND_GOODS.code: _price,
    REFUND_FEE.code: _fee,
    REFUND_CHARGES.code: _since,
    DISPUTED: _newest_charge,
}
BECAUSE: Mapping[str, Callable[[], str]] = {
    REFUND_GOODS.code: lambda: _("the price of the order"),
    REFUND_FEE.code: lambda: _("the fee that was charged for leaving"),
    REFUND_CHARGES.code: lambda: _("what was charged since they asked to leave"),
    DISPUTED: lambda: _("what was charged last"),
}
