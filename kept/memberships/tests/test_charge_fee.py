"""A fee for leaving: charged only when it was properly told, and counted when it was not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kept.base.money import Money
from kept.base.periods import Period
from kept.business.examples import House
from kept.customers.models import Customer
from kept.ledger.queries import entries_about
from kept.memberships import actions, examples, figures, queries, rules
from kept.memberships.examples import Gym
from kept.memberships.models import Cancellation, Charge
from kept.policies.models import TermApplication

FEE = Money.of("49.00", "USD")
NONE = Money.of("0", "USD")


@pytest.fixture
def signed_at(now: datetime) -> datetime:
    return now - timedelta(days=100)


def leave(gym: Gym, customer: Customer, house: House, *, signed_at: datetime, now: datetime) -> Cancellation:
    membership = examples.member(gym, customer, joined_at=signed_at, now=now)
    by = house.representative.actor
    cancellation = actions.ask_to_leave(membership, actions.Asked(now, "phone"), by=by, now=now)
    actions.show_money(cancellation, actions.Choice(True), by=by, now=now)
    return Cancellation.objects.get(pk=cancellation.pk)


def shown(cancellation: Cancellation) -> rules.Preview:
    return queries.preview_of(cancellation)


def test_a_fee_that_was_told_twice_in_writing_is_charged(
    gym: Gym, theo: Customer, house: House, signed_at: datetime, now: datetime
) -> None:
    examples.told_properly(gym.contract, theo, at=signed_at - timedelta(minutes=10))
    cancellation = leave(gym, theo, house, signed_at=signed_at, now=now)

    left = actions.confirm(cancellation, by=house.representative.actor, now=now)

    assert left.fee == shown(left).fee.allowed == FEE
    assert Charge.objects.get(kind="exit_fee").amount == FEE
    assert queries.balance(left.membership).minor == FEE.minor - left.refund.minor


def test_a_fee_that_was_told_once_is_not_charged_and_the_attempt_is_counted(
    gym: Gym, theo: Customer, house: House, signed_at: datetime, now: datetime
) -> None:
    examples.told_once(gym.contract, theo, at=signed_at - timedelta(minutes=10))
    cancellation = leave(gym, theo, house, signed_at=signed_at, now=now)

    left = actions.confirm(cancellation, by=house.representative.actor, now=now)

    assert left.fee == NONE
    assert shown(left).fee.stopped
    assert any("twice in writing" in str(because) for because in shown(left).fee.because)
    assert any("30 Nov 2025" in str(because) for because in shown(left).fee.because)  # dated
    assert TermApplication.objects.get().may_apply is False
    assert not Charge.objects.filter(kind="exit_fee").exists()


def test_a_fee_that_was_told_after_signing_is_not_charged(
    gym: Gym, theo: Customer, house: House, signed_at: datetime, now: datetime
) -> None:
    examples.told_properly(gym.contract, theo, at=signed_at + timedelta(days=1))

    cancellation = leave(gym, theo, house, signed_at=signed_at, now=now)

    assert shown(cancellation).fee.stopped
    assert any("after the term bound" in str(because) for because in shown(cancellation).fee.because)


def test_a_fee_that_was_told_in_an_old_version_is_not_charged(
    gym: Gym, theo: Customer, house: House, signed_at: datetime, now: datetime
) -> None:
    examples.told_properly(gym.contract, theo, at=signed_at - timedelta(days=1))
    dearer = examples.next_contract(
        gym.contract, fee=Money.of("99.00", "USD"), now=signed_at - timedelta(hours=1)
    )
    renewed = Gym(gym.location, gym.plan, gym.sessions, dearer)

    cancellation = leave(renewed, theo, house, signed_at=signed_at, now=now)

    assert shown(cancellation).fee.asked == Money.of("99.00", "USD")
    assert shown(cancellation).fee.stopped
    assert any(
        "of version 1, not of version 2" in str(because) for because in shown(cancellation).fee.because
    )


def test_a_newer_version_than_the_signed_one_costs_nobody_more(
    gym: Gym, theo: Customer, house: House, signed_at: datetime, now: datetime
) -> None:
    examples.told_properly(gym.contract, theo, at=signed_at - timedelta(minutes=10))
    examples.next_contract(gym.contract, fee=Money.of("99.00", "USD"), now=now - timedelta(days=1))

    cancellation = leave(gym, theo, house, signed_at=signed_at, now=now)

    assert shown(cancellation).fee.allowed == FEE


def test_showing_the_money_again_is_one_attempt(
    gym: Gym, theo: Customer, house: House, signed_at: datetime, now: datetime
) -> None:
    cancellation = leave(gym, theo, house, signed_at=signed_at, now=now)

    actions.show_money(cancellation, actions.Choice(True), by=house.representative.actor, now=now)
    actions.confirm(cancellation, by=house.representative.actor, now=now)

    assert TermApplication.objects.count() == 1
    assert cancellation.steps.count() == 3  # and the third step shows


def test_a_fee_of_an_exit_that_was_undone_is_owed_by_nobody(
    gym: Gym, theo: Customer, house: House, signed_at: datetime, now: datetime
) -> None:
    examples.told_properly(gym.contract, theo, at=signed_at - timedelta(minutes=10))
    cancellation = leave(gym, theo, house, signed_at=signed_at, now=now)
    left = actions.confirm(cancellation, by=house.representative.actor, now=now)

    actions.undo(left, by=theo.actor, now=now)

    assert queries.balance(left.membership) == NONE


def test_each_attempt_is_a_row_an_entry_and_a_figure(
    gym: Gym, theo: Customer, house: House, signed_at: datetime, now: datetime
) -> None:
    leave(gym, theo, house, signed_at=signed_at, now=now)
    today = Period(now - timedelta(hours=1), now + timedelta(hours=1))

    found = figures.count(today)

    attempt = TermApplication.objects.get()
    assert (found.fees_tried, found.fees_stopped) == (1, 1)
    assert list(figures.fees_tried(today)) == [attempt]
    assert [entry.kind for entry in entries_about(f"termapplication:{attempt.pk}")] == ["term.stopped"]


def test_the_fee_of_the_first_twelve_months_is_over_after_them(
    gym: Gym, theo: Customer, house: House, now: datetime
) -> None:
    cancellation = leave(gym, theo, house, signed_at=now - timedelta(days=365), now=now)

    assert shown(cancellation).fee.allowed == NONE
    assert not shown(cancellation).fee.stopped
    assert not TermApplication.objects.exists()
