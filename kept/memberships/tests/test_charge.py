"""Charging a membership period by period, and writing down that it was paid."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kept.base.actors import SOFTWARE
from kept.memberships import actions, periods, queries
from kept.memberships.actions.join import AlreadyPaid, NotChargeable
from kept.memberships.models import Charge, Membership
from kept.memberships.periods import Span

JOINED = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("charged_until", "wanted"),
    [
        (None, Span(date(2026, 1, 31), date(2026, 2, 28))),
        (date(2026, 2, 28), Span(date(2026, 2, 28), date(2026, 3, 31))),
        (date(2026, 3, 31), Span(date(2026, 3, 31), date(2026, 4, 30))),
        (date(2026, 4, 1), Span(date(2026, 4, 1), date(2026, 5, 1))),
        (date(2027, 1, 31), Span(date(2027, 1, 31), date(2027, 2, 28))),
    ],
)
def test_periods_follow_the_day_of_joining(charged_until: date | None, wanted: Span) -> None:
    assert periods.after(charged_until, joined_on=JOINED, months=1) == wanted


def test_a_year_is_charged_as_a_year() -> None:
    first = periods.after(None, joined_on=date(2024, 2, 29), months=12)

    assert first == Span(date(2024, 2, 29), date(2025, 2, 28))
    assert periods.after(first.ends_on, joined_on=date(2024, 2, 29), months=12).ends_on == date(2026, 2, 28)
    assert first.last_day == date(2025, 2, 27)


def charge(membership: Membership, now: datetime) -> list[Charge]:
    span = queries.next_period(membership)
    return actions.charge_period(membership, span.starts_on, span.ends_on, by=SOFTWARE, now=now)


def test_the_next_period_follows_what_was_charged(membership: Membership, now: datetime) -> None:
    membership.refresh_from_db()
    wanted = queries.next_period(membership)

    charge(membership, now)

    membership.refresh_from_db()
    assert wanted.starts_on == date(2026, 4, 1)
    assert queries.next_period(membership).starts_on == wanted.ends_on


def test_the_same_days_are_not_charged_twice(membership: Membership, now: datetime) -> None:
    membership.refresh_from_db()
    span = queries.next_period(membership)
    charge(membership, now)

    with pytest.raises(NotChargeable):
        actions.charge_period(membership, span.starts_on, span.ends_on, by=SOFTWARE, now=now)


def test_a_charge_is_paid_once_and_a_reference_stands_for_one_charge(
    membership: Membership, now: datetime
) -> None:
    membership.refresh_from_db()
    first, second = charge(membership, now)
    paid = actions.record_payment(first, at=now, reference="till-1", by=SOFTWARE, now=now)

    assert actions.record_payment(first, at=now, reference="till-1", by=SOFTWARE, now=now) == paid
    with pytest.raises(AlreadyPaid):
        actions.record_payment(first, at=now, reference="till-2", by=SOFTWARE, now=now)
    with pytest.raises(AlreadyPaid):
        actions.record_payment(second, at=now, reference="till-1", by=SOFTWARE, now=now)
    assert first.payments.count() == 1
