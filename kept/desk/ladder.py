"""The remedies that are usual for a complaint, each ready to be promised: words, sum, day, and who may."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from kept.base.money import Money
from kept.business.models import Staff
from kept.business.queries import who_may
from kept.business.rules import Right
from kept.complaints import limits, queries, stakes
from kept.complaints import promised as promises_made
from kept.complaints.deadlines import answer_by
from kept.complaints.fields import ClaimKind
from kept.complaints.models import Complaint, Finding
from kept.complaints.rules.kinds import (
    APOLOGY,
    CREDIT,
    DO_IT_NOW,
    INTEREST,
    REDUCE,
    REFUND_CHARGES,
    REFUND_FEE,
    REFUND_GOODS,
    usual_remedies,
)
from kept.complaints.words import Word
from kept.desk import make_good
from kept.memberships.models import Charge
from kept.promises.models import Promise

WITHIN = {DO_IT_NOW.code: 1}  # working days, from today
MONEY_WITHIN, ELSE_WITHIN = 10, 5
MONEY = frozenset(each.code for each in (CREDIT, INTEREST, REDUCE, REFUND_CHARGES, REFUND_FEE, REFUND_GOODS))


@dataclass(frozen=True)
class Rung:
    """One usual remedy. ``amount`` is None where the sum is not on record, and a person types it.

    ``may`` says whether this person's word goes so far; where not, ``who`` names the colleagues whose does.
    """

    code: str
    words: str
    by: date
    is_money: bool
    amount: Money | None
    may: bool
    who: tuple[str, ...]


@dataclass(frozen=True)
class Ladder:
    """The rungs, what is promised about its matter, and what this person may add; None: no limit."""

    rungs: tuple[Rung, ...]
    promised: Money
    left: Money | None


def of(complaint: Complaint, finding: Finding, *, staff: Staff, now: datetime) -> Ladder:
    """What is usual for each claim that was found for the customer, the most usual first."""
    currency = complaint.location.currency
    promised = promises_made.so_far(complaint, complaint.customer, currency)
    scope = queries.promises_in(finding)
    words = _usual(complaint)
    if any(each.source == make_good.SOURCE for each in queries.mended_by(finding)):
        words.pop(CREDIT.code, None)  # it was promised before anybody asked
    rungs = [
        _rung(code, said, complaint, scope, promised, staff=staff, now=now) for code, said in words.items()
    ]
    return Ladder(tuple(rungs), promised, limits.left(staff.role, promised))


def _usual(complaint: Complaint) -> dict[str, Mapping[str, str]]:
    """By code the words of each; a claim counts as a person decided it, else as the desk proposed."""
    found: dict[str, Mapping[str, str]] = {}
    for claim in complaint.claims.all():
        verdict = claim.standing
        if claim.withdrawn_at is not None or verdict is None:
            continue
        word = verdict.final or verdict.proposed
        if word and not limits.against_the_customer(word, verdict.favours):
            found |= {each.code: each.words for each in usual_remedies(cast("ClaimKind", claim.kind))}
    return found


def _rung(
    code: str,
    said: Mapping[str, str],
    complaint: Complaint,
    scope: Sequence[Promise],
    promised: Money,
    *,
    staff: Staff,
    now: datetime,
) -> Rung:
    language = complaint.customer.language.partition("-")[0]
    words = said.get(language) or said["en"]
    if code == APOLOGY.code:
        words = f"{words}: {_who_apologises(complaint, staff)}"
    found = SUMS[code](complaint, scope) if code in SUMS else None
    amount = found if found is not None and found.currency == promised.currency and found else None
    may = amount is None or limits.may_promise(staff.role, promised, amount)
    days = WITHIN.get(code, MONEY_WITHIN if code in MONEY else ELSE_WITHIN)
    return Rung(
        code=code,
        words=words[:1].upper() + words[1:],
        by=_last_day(answer_by(complaint.location.calendar, days, now=now), complaint.location.zone),
        is_money=code in MONEY,
        amount=amount,
        may=may,
        who=() if may or amount is None else _who_may_promise(amount, promised, staff),
    )


def _who_apologises(complaint: Complaint, staff: Staff) -> str:
    """By name: whoever found that the way was not right; before anybody has, whoever promises it."""
    verdicts = [claim.standing for claim in complaint.claims.all() if claim.withdrawn_at is None]
    found = (each for each in verdicts if each is not None and each.final == Word.CONDUCT)
    judge = next((each.decided_by for each in found if each.decided_by is not None), staff)
    return judge.name


def _last_day(until: datetime, zone: ZoneInfo) -> date:
    return (until - timedelta(microseconds=1)).astimezone(zone).date()


def _who_may_promise(amount: Money, promised: Money, staff: Staff) -> tuple[str, ...]:
    others = who_may(Right.DECIDE_COMPLAINTS, but=staff)
    return tuple(other.name for other in others if limits.may_promise(other.role, promised, amount))


def _late_credit(_complaint: Complaint, scope: Sequence[Promise]) -> Money | None:
    """What the policy gives that they were told."""
    windows = [promise for promise in scope if promise.starts_at is not None]
    found = make_good.credit(windows[-1]) if windows else None
    return found.amount if found else None


def _fee(complaint: Complaint, scope: Sequence[Promise]) -> Money | None:
    """The fee that leaving cost."""
    return _on_leaving(complaint, scope, Charge.Kind.EXIT_FEE)


def _charges_since(complaint: Complaint, scope: Sequence[Promise]) -> Money | None:
    """What was charged for periods since they first asked to leave."""
    return _on_leaving(complaint, scope, Charge.Kind.PERIOD)


def _on_leaving(complaint: Complaint, scope: Sequence[Promise], kind: str) -> Money | None:
    """What was charged after they complained is given back as well."""
    return stakes.charged_on_leaving(
        scope, complaint.customer, kind=kind, asked=complaint.at, currency=complaint.location.currency
    )


def _price(_complaint: Complaint, scope: Sequence[Promise]) -> Money | None:
    return stakes.price(scope)


SUMS: dict[str, Callable[[Complaint, Sequence[Promise]], Money | None]] = {
    CREDIT.code: _late_credit,
    REFUND_FEE.code: _fee,
    REFUND_CHARGES.code: _charges_since,
    REFUND_GOODS.code: _price,
}
