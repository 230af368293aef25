"""Money that we promised and that has not gone out: by day, with the one press that says it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kept.base.money import Money
from kept.base.refusals import NotFound, Refused
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.complaints import blind
from kept.desk import exit as exits
from kept.promises import actions as promises
from kept.promises.models import Outcome, Promise, PromiseQuerySet
from kept.promises.owed import DECIDED_BY, Kind

PAID = DECIDED_BY[Kind.REFUND]


class PaidAlready(Refused):
    code = "money_paid_already"


@dataclass(frozen=True)
class ToPay:
    """What is to be paid out, and how many sums ``wait``: for the blind second look of whoever asks."""

    owing: tuple[Owing, ...]
    wait: int


@dataclass(frozen=True)
class Owing:
    """A sum that is still to go out: ``rest`` of what was promised, and whether its day is over."""

    promise: Promise
    rest: Money
    is_late: bool

    @property
    def by(self) -> date:
        """The last local day on which it comes in time."""
        return (self.promise.until - timedelta(microseconds=1)).astimezone(self.promise.location.zone).date()


def owing_for(staff: Staff, *, now: datetime) -> ToPay:
    """All money that was promised and has not gone out in full, the earliest day first; late ones stay.

    Raises NotAllowed for whoever does not pay out.
    """
    require(staff, Right.PAY_OUT)
    rows = list(_unpaid().select_related("customer", "location").prefetch_related("facts"))
    shown = blind.open_to(staff, sorted(rows, key=lambda row: (row.until, row.pk)))
    return ToPay(tuple(Owing(row, _rest(row), row.until < now) for row in shown), len(rows) - len(shown))


@transaction.atomic
def paid(pk: int, *, staff: Staff, now: datetime) -> Promise:
    """The whole rest has gone out now, by bank or till: the fact that ends the promise.

    Raises NotAllowed, NotFound, LookFirst, and PaidAlready for the second press.
    """
    require(staff, Right.PAY_OUT)
    if not Promise.objects.filter(pk=pk, kind=Kind.REFUND).exists():
        raise NotFound(_("We have no such promise of money."))
    blind.refuse(staff, f"promise:{pk}")
    owed = _owed(pk)
    mark = f"pay-out-{pk}-{_paid(owed)}"
    if exits.paid_back(owed, _rest(owed), reference=mark, by=staff.actor, now=now):  # it locks its exit first
        return Promise.objects.get(pk=pk)
    promises.lock(owed)
    happened = promises.Happened(PAID, now, "till", amount=_rest(_owed(pk)))
    return promises.record(owed, happened, by=staff.actor, now=now)


def _owed(pk: int) -> Promise:
    owed = _unpaid().filter(pk=pk).select_related("customer", "location").first()
    if owed is None:
        raise PaidAlready(_("This was paid already, or is not owed any more."))
    return owed


def _unpaid() -> PromiseQuerySet:
    """Promises of money, open or broken, whose payments in their currency do not reach the sum."""
    same = Q(facts__kind=PAID, facts__currency__in=("", F("currency")), facts__at__isnull=False)
    owed = Promise.objects.filter(kind=Kind.REFUND, outcome__in=("", Outcome.BROKEN))
    return owed.annotate(paid=Coalesce(Sum("facts__minor", filter=same), 0)).filter(minor__gt=F("paid"))


def _rest(promise: Promise) -> Money:
    return Money((promise.minor or 0) - _paid(promise), promise.currency)


def _paid(promise: Promise) -> int:
    """What has gone out on it, in minor units of its currency."""
    facts = (fact for fact in promise.facts.all() if fact.kind == PAID and fact.at is not None)
    return sum(fact.minor or 0 for fact in facts if fact.currency in ("", promise.currency))
