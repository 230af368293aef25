"""Taking it back in the days that the contract gives for it: all of it comes back, and no term counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kept.base.actors import SOFTWARE
from kept.base.money import Money
from kept.business.examples import House
from kept.customers.models import Customer
from kept.memberships import actions, examples, queries
from kept.memberships.examples import Gym
from kept.memberships.models import Cancellation, Charge, Membership
from kept.policies import actions as policies
from kept.policies.models import TermApplication

NEW_YORK = ZoneInfo("America/New_York")
NONE = Money.of("0", "USD")
TERMS = (
    policies.TermDraft("fee", "money", {"minor": 4900, "currency": "USD", "months": 12}),
    policies.TermDraft("notice", "money", {"days": 30}),
    policies.TermDraft("cooling_off", "service", {"days": 14}),
)


@pytest.fixture
def fortnight(gym: Gym, now: datetime) -> Gym:
    """The gym with a fee, a notice, and fourteen days to take it back."""
    words = {"en": ("How you leave", "Fourteen days to take it back; then a notice, and a fee.")}
    at = now - timedelta(days=200)
    contract = policies.publish(gym.contract.policy, policies.Draft(words, TERMS), by=SOFTWARE, now=at)
    return Gym(gym.location, gym.plan, gym.sessions, contract)


def joined(gym: Gym, customer: Customer, *, at: datetime) -> Membership:
    """Told properly, and the first month charged and paid."""
    examples.told_properly(gym.contract, customer, at=at - timedelta(minutes=10))
    return examples.member(gym, customer, joined_at=at, now=at)


def shown(membership: Membership, *, at: datetime, wished_on: date | None = None) -> Cancellation:
    asked = actions.ask_to_leave(membership, actions.Asked(at, "phone"), by=SOFTWARE, now=at)
    actions.show_money(asked, actions.Choice(membership=True, wished_on=wished_on), by=SOFTWARE, now=at)
    return queries.get_exit(asked.pk)


def test_who_takes_it_back_in_time_gets_everything_back_and_no_term_is_tried(
    fortnight: Gym, theo: Customer, house: House, now: datetime
) -> None:
    membership = joined(fortnight, theo, at=now)
    at = now + timedelta(days=2)

    left = actions.confirm(shown(membership, at=at), by=house.representative.actor, now=at)

    assert (left.fee, left.refund) == (NONE, Money.of("165.00", "USD"))
    assert (left.service_end_on, left.billing_end_on, left.notice_days) == (
        date(2026, 3, 12),
        date(2026, 2, 28),
        0,
    )
    assert not TermApplication.objects.exists()
    assert not Charge.objects.filter(kind="exit_fee").exists()
    assert queries.balance(left.membership) == Money.of("-165.00", "USD")
    because = [str(each) for each in queries.preview_of(left).ends.because]
    assert because[-1] == "You take it back within 14 days, so nothing of it is charged."


@pytest.mark.parametrize(
    ("asked_at", "fee"),
    [
        pytest.param(
            datetime(2026, 3, 24, 23, 59, tzinfo=NEW_YORK), "0", id="in the last minute of the days"
        ),
        pytest.param(datetime(2026, 3, 25, 0, 0, tzinfo=NEW_YORK), "49.00", id="at the midnight after them"),
    ],
)
def test_the_days_end_with_the_last_local_day_that_was_told(
    fortnight: Gym, theo: Customer, now: datetime, asked_at: datetime, fee: str
) -> None:
    membership = joined(fortnight, theo, at=now)

    cancellation = shown(membership, at=asked_at)

    assert cancellation.fee == Money.of(fee, "USD")
    assert bool(cancellation.notice_days) is (fee != "0")


def test_an_earlier_letter_that_is_found_late_still_takes_it_back(
    fortnight: Gym, theo: Customer, now: datetime
) -> None:
    membership, late = joined(fortnight, theo, at=now), now + timedelta(days=40)
    assert shown(membership, at=late).fee == Money.of("49.00", "USD")
    letter = actions.Asked(now + timedelta(days=3), "email")

    cancellation = actions.ask_to_leave(membership, letter, by=SOFTWARE, now=late)
    actions.show_money(cancellation, actions.Choice(membership=True), by=SOFTWARE, now=late)

    found = queries.get_exit(cancellation.pk)
    assert (found.fee, found.refund, found.notice_days) == (NONE, Money.of("165.00", "USD"), 0)


def test_who_asks_in_time_and_stays_until_a_later_day_pays_for_the_days_alone(
    fortnight: Gym, theo: Customer, now: datetime
) -> None:
    membership = joined(fortnight, theo, at=now)

    cancellation = shown(membership, at=now + timedelta(days=1), wished_on=date(2026, 3, 31))

    assert (cancellation.fee, cancellation.notice_days, cancellation.refund) == (NONE, 0, NONE)
    assert cancellation.billing_end_on == date(2026, 3, 31)
