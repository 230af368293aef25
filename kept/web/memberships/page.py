"""What the pages show of a membership and its way out, read once; and reasons in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from kept.base.money import Money
from kept.business.money import say_money
from kept.customers.queries import email_of
from kept.memberships import queries, rules
from kept.memberships.actions.settle import what_ends
from kept.policies import queries as policies
from kept.promises import queries as promises
from kept.web import times
from kept.web.desk import lines

if TYPE_CHECKING:
    from kept.customers.models import Customer
    from kept.memberships.models import AddOn, Cancellation, Membership
    from kept.policies.applying import Because
    from kept.policies.models import Disclosure


@dataclass(frozen=True)
class Exit:
    """A way out as it is shown: ``shown`` when its money holds, ``done`` when it is confirmed."""

    row: Cancellation
    preview: rules.Preview | None
    what: str
    because: list[str]
    fee_because: list[str]
    owed: list[lines.Shown]
    may_undo: bool
    ends: list[str]
    paid_day: date | None
    refund_by: date | None

    @property
    def done(self) -> bool:
        return self.row.confirmed_at is not None

    @property
    def can_end_later(self) -> bool:
        """Whether a later last day is paid for already."""
        return bool(self.paid_day and self.row.service_end_on and self.paid_day > self.row.service_end_on)


@dataclass(frozen=True)
class Shown:
    """One membership: what runs, what they owe, what they were told of leaving, and the exits that stand."""

    membership: Membership
    runs: bool
    running: list[AddOn]
    balance: Money
    told: list[Disclosure]
    open: Exit | None
    done: list[Exit]

    @property
    def anything_runs(self) -> bool:
        return self.runs or bool(self.running)

    @property
    def owes(self) -> Money | None:
        return self.balance if self.balance.minor > 0 else None

    @property
    def owed_back(self) -> Money | None:
        return Money(-self.balance.minor, self.balance.currency) if self.balance.minor < 0 else None


def memberships_of(customer: Customer, *, now: datetime) -> list[Shown]:
    return [show(membership, now=now) for membership in queries.memberships_of(customer)]


def show(membership: Membership, *, now: datetime) -> Shown:
    """Everything about one membership that a page needs."""
    contract = membership.contract
    told = (
        policies.told_to(membership.customer).filter(version__policy=contract.policy_id) if contract else []
    )
    asked = queries.open_exit(membership)
    return Shown(
        membership=membership,
        runs=membership.service_end_on is None,
        running=queries.running_add_ons(membership),
        balance=queries.balance(membership),
        told=sorted(told, key=lambda telling: telling.at),
        open=None if asked is None else show_exit(asked, now=now),
        done=[show_exit(row, now=now) for row in queries.confirmed_exits(membership)],
    )


def show_exit(row: Cancellation, *, now: datetime) -> Exit:
    zone = row.membership.location.zone
    today = now.astimezone(zone).date()
    holds = row.confirmed_at is not None or (
        row.shown_at is not None and rules.still_holds(row.shown_at, now)
    )
    found = queries.preview_of(row) if holds and row.shown_at is not None else None
    paid_until = row.membership.paid_until
    return Exit(
        row=row,
        preview=found,
        what=what_ends(row) if found else "",
        because=[say(one, today=today) for one in found.ends.because] if found else [],
        fee_because=[say(one, today=today) for one in found.fee.because] if found else [],
        owed=_owed(row, now=now),
        may_undo=_may_undo(row, now=now),
        ends=_ends(row),
        paid_day=paid_until - timedelta(days=1) if paid_until else None,
        refund_by=_last_day(row) if found and found.refund else None,
    )


def say(because: Because, *, today: date) -> str:
    """A reason in the reader's language; its days and sums as people say them."""
    values = {
        name: times.say_day(date.fromisoformat(text), today=today) if name == "day" else text
        for name, text in because.values.items()
    }
    if "amount" in values:
        values["amount"] = say_money(Money.read(values["amount"]))
    return gettext(because.words) % values if values else gettext(because.words)


def knows_address(customer: Customer) -> bool:
    return email_of(customer) is not None


def _owed(row: Cancellation, *, now: datetime) -> list[lines.Shown]:
    """The promises of this exit, the receipt first: with their facts, in the order in which they are due."""
    ours = {row.end_promise_id, row.receipt_promise_id, row.refund_promise_id} - {None}
    if not ours:
        return []
    about = promises.promises_about(f"membership:{row.membership_id}").prefetch_related("facts")
    found = [promise for promise in about if promise.pk in ours]
    return lines.shown(sorted(found, key=lambda promise: promise.until), now=now)


def _may_undo(row: Cancellation, *, now: datetime) -> bool:
    if row.undone_at is not None or row.service_end_on is None:
        return False
    zone = row.membership.location.zone
    return row.confirmed_at is None or now < rules.may_undo_until(row.service_end_on, zone)


def _ends(row: Cancellation) -> list[str]:
    """What was chosen, as the form names it: to show the same choice again on another day."""
    return ["membership"] if row.ends_membership else [f"addon:{pk}" for pk in _add_on_ids(row)]


def _add_on_ids(row: Cancellation) -> list[int]:
    return list(row.add_ons.order_by("pk").values_list("pk", flat=True))


def _last_day(row: Cancellation) -> date | None:
    if row.refund_due_at is None:
        return None
    zone = row.membership.location.zone
    return (row.refund_due_at - timedelta(microseconds=1)).astimezone(zone).date()
