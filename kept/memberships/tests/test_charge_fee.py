"""A fee for leaving: charged only when it was properly told, and counted when it was not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from kept.base.actors import SOFTWARE
from kept.base.money import Money
from kept.base.periods import Period
from kept.business.examples import House
from kept.customers.examples import person
from kept.customers.models import Customer
from kept.ledger.queries import entries_about
from kept.memberships import actions, examples, figures, queries, rules
from kept.memberships.examples import Gym
from kept.memberships.models import Cancellation, Charge
from kept.policies import actions as policies
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


def test_the_database_refuses_a_fee_that_no_term_allows(
    gym: Gym, theo: Customer, house: House, signed_at: datetime, now: datetime
) -> None:
    cancellation = leave(gym, theo, house, signed_at=signed_at, now=now)
    stopped = TermApplication.objects.get()
    fee = Charge(
        membership=cancellation.membership,
        kind=Charge.Kind.EXIT_FEE,
        minor=1,
        currency="USD",
        at=now,
        by="staff:1",
        cancellation=cancellation,
        application=stopped,
    )

    with pytest.raises(IntegrityError, match="rests on a term that may apply"), transaction.atomic():
        fee.save()
    for past in ({"fee_minor": 1}, {"notice_days": 1}):
        with pytest.raises(IntegrityError, match="rests on a term that may apply"), transaction.atomic():
            Cancellation.objects.filter(pk=cancellation.pk).update(**past)


def test_the_database_refuses_a_cent_more_than_the_term_allows_and_the_term_of_somebody_else(
    gym: Gym, theo: Customer, house: House, signed_at: datetime, now: datetime
) -> None:
    examples.told_properly(gym.contract, theo, at=signed_at - timedelta(minutes=10))
    cancellation = leave(gym, theo, house, signed_at=signed_at, now=now)
    mine = TermApplication.objects.get()
    other = leave(gym, person("Somebody Else", now=now), house, signed_at=signed_at, now=now)
    fee = {"kind": "exit_fee", "currency": "USD", "at": now, "by": "staff:1", "application": mine}

    for who, minor in ((cancellation, FEE.minor + 1), (other, FEE.minor)):
        with pytest.raises(IntegrityError, match="rests on a term that may apply"), transaction.atomic():
            Charge.objects.create(membership=who.membership, cancellation=who, minor=minor, **fee)
    charge = Charge.objects.create(
        membership=cancellation.membership, cancellation=cancellation, minor=FEE.minor, **fee
    )
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Charge.objects.filter(pk=charge.pk).update(minor=FEE.minor + 1)


def test_an_attempt_never_changes(
    gym: Gym, theo: Customer, house: House, signed_at: datetime, now: datetime
) -> None:
    leave(gym, theo, house, signed_at=signed_at, now=now)

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        TermApplication.objects.update(k=1, may_apply=True, charged_minor=4900)


def notice_of_30_days(gym: Gym, *, now: datetime) -> Gym:
    terms = (policies.TermDraft("notice", "money", {"days": 30}),)
    words = {"en": ("How you leave", "You leave thirty days after you say so, and pay until then.")}
    contract = policies.publish(gym.contract.policy, policies.Draft(words, terms), by=SOFTWARE, now=now)
    return Gym(gym.location, gym.plan, gym.sessions, contract)


def test_a_told_notice_counts_and_an_untold_one_does_not(
    gym: Gym, theo: Customer, house: House, signed_at: datetime, now: datetime
) -> None:
    before = signed_at - timedelta(minutes=10)
    strict = notice_of_30_days(gym, now=before)
    examples.told_properly(strict.contract, theo, at=before)
    told = leave(strict, theo, house, signed_at=signed_at, now=now)

    untold = leave(strict, person("Not Told", now=now), house, signed_at=signed_at, now=now)

    asked_on = now.astimezone(gym.location.zone).date()
    assert (told.notice_days, told.billing_end_on) == (30, asked_on + timedelta(days=30))
    assert (untold.notice_days, untold.billing_end_on) == (0, asked_on)
    assert [(one.k, one.asked_days, one.notice_days) for one in TermApplication.objects.order_by("pk")] == [
        (1, 30, 30),
        (0, 30, 0),
    ]
