"""What leaving costs and gives back, worked out from values alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.base.money import Money
from kept.memberships import rules
from kept.memberships.rules import ChargedPeriod, Facts, Fee, Notice
from kept.policies import packs, terms
from kept.policies.applying import Because

NEW_YORK = ZoneInfo("America/New_York")
WHY = (Because("told"),)


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def march(paid: str = "120.00", amount: str = "120.00") -> ChargedPeriod:
    return ChargedPeriod(
        name="Training sessions",
        amount=usd(amount),
        paid=usd(paid),
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 4, 1),
        charged_at=datetime(2026, 3, 1, 9, tzinfo=UTC),
    )


def leaving(asked_at: datetime, *, shown_at: datetime | None = None, **more: object) -> Facts:
    facts = Facts(
        zone=NEW_YORK, currency="USD", asked_at=asked_at, shown_at=shown_at or asked_at, ending=(march(),)
    )
    return replace(facts, **more)  # type: ignore[arg-type]  # the cases name real fields


NOON = datetime(2026, 3, 10, 12, tzinfo=NEW_YORK)


def test_the_unused_days_of_a_paid_month_go_back() -> None:
    found = rules.preview(leaving(NOON))

    assert found.ends.billing_on == date(2026, 3, 10)
    assert found.returned[0].unused == 21
    assert found.refund == usd("81.30")  # 12000 × 10 ÷ 31 = 3870.96…, rounded down, is what was used


def test_the_last_charge_is_all_that_was_charged_last() -> None:
    earlier = replace(march(), charged_at=datetime(2026, 2, 1, tzinfo=UTC))
    fitness = replace(march(), name="Fitness", amount=usd("45.00"))

    found = rules.last_charge((earlier, march(), fitness))

    assert found is not None
    assert (found.name, found.amount) == ("Training sessions, Fitness", usd("165.00"))
    assert rules.last_charge(()) is None


def test_a_rounding_cent_is_the_members() -> None:
    found = rules.returned(march(paid="0.10", amount="0.10"), date(2026, 3, 1))

    assert found.back == usd("0.10")


def test_a_month_used_to_its_last_day_gives_nothing_back() -> None:
    assert rules.returned(march(), date(2026, 3, 31)).back == usd("0")


def test_a_month_that_was_charged_after_the_first_asking_goes_back_whole() -> None:
    found = rules.preview(leaving(datetime(2026, 2, 20, 12, tzinfo=NEW_YORK), shown_at=NOON))

    assert found.refund == usd("120.00")
    assert found.ends.service_on == date(2026, 3, 10)
    assert found.ends.billing_on == date(2026, 2, 20)


def test_a_month_that_was_not_paid_owes_only_the_days_used() -> None:
    found = rules.preview(leaving(NOON, ending=(march(paid="0"),)))

    assert (found.refund, found.owed) == (usd("0"), usd("38.70"))
    assert found.refund_due_at is None


@given(
    minor=st.integers(1, 10**9),
    length=st.integers(1, 400),
    until=st.integers(-50, 450),
)
def test_used_and_returned_always_add_up_to_what_was_paid(minor: int, length: int, until: int) -> None:
    first = date(2026, 1, 1)
    amount = Money(minor, "USD")
    period = ChargedPeriod("x", amount, amount, first, first + timedelta(days=length), NOON)

    found = rules.returned(period, first + timedelta(days=until))

    assert 0 <= found.back.minor <= minor
    assert found.owed.minor == 0
    assert found.back.minor * length >= minor * found.unused  # never less than pro rata
    assert (found.back.minor - 1) * length < minor * found.unused or found.back.minor == 0  # nor a unit more


def test_a_fee_is_shown_as_the_term_was_applied() -> None:
    capped = Fee(usd("49"), usd("20"), WHY)

    assert rules.preview(replace(leaving(NOON), fee=capped)).fee == capped
    assert not capped.stopped
    assert Fee(usd("49"), usd("0"), WHY).stopped


def test_a_contract_without_a_fee_has_none() -> None:
    found = rules.preview(leaving(NOON)).fee

    assert (found.asked, found.allowed) == (usd("0"), usd("0"))
    assert found.because


@pytest.mark.parametrize(
    ("days", "billing_on"),
    [
        pytest.param(30, date(2026, 4, 9), id="a told notice counts from the first asking"),
        pytest.param(0, date(2026, 3, 10), id="a stopped notice does not count"),
    ],
)
def test_a_notice_counts_as_the_term_was_applied(days: int, billing_on: date) -> None:
    found = rules.ending(leaving(NOON, notice=Notice(days, WHY)))

    assert found.billing_on == billing_on
    assert found.service_on == billing_on


def test_a_later_last_day_is_the_members_wish() -> None:
    found = rules.ending(leaving(NOON, wished_on=date(2026, 3, 31)))

    assert (found.service_on, found.billing_on) == (date(2026, 3, 31), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("asked_at", "billing_on"),
    [
        pytest.param(datetime(2026, 3, 10, 23, 59, tzinfo=NEW_YORK), date(2026, 3, 10), id="before midnight"),
        pytest.param(datetime(2026, 3, 11, 0, 0, tzinfo=NEW_YORK), date(2026, 3, 11), id="at midnight"),
        pytest.param(
            datetime(2026, 3, 8, 6, 59, tzinfo=UTC), date(2026, 3, 8), id="before the spring change"
        ),
        pytest.param(
            datetime(2026, 3, 9, 3, 59, tzinfo=UTC), date(2026, 3, 8), id="the short day's last minute"
        ),
        pytest.param(
            datetime(2026, 11, 2, 4, 59, tzinfo=UTC), date(2026, 11, 1), id="the long day's last minute"
        ),
    ],
)
def test_the_day_of_asking_is_the_local_day(asked_at: datetime, billing_on: date) -> None:
    assert rules.ending(leaving(asked_at)).billing_on == billing_on


@pytest.mark.parametrize(
    ("asked_at", "due_at"),
    [
        pytest.param(
            datetime(2026, 3, 1, 12, tzinfo=NEW_YORK),
            datetime(2026, 3, 12, 4, tzinfo=UTC),
            id="over the spring change",
        ),
        pytest.param(
            datetime(2026, 10, 25, 12, tzinfo=NEW_YORK),
            datetime(2026, 11, 5, 5, tzinfo=UTC),
            id="over the autumn change",
        ),
    ],
)
def test_a_refund_is_due_at_the_end_of_a_local_day(asked_at: datetime, due_at: datetime) -> None:
    facts = leaving(asked_at, ending=(replace(march(), ends_on=date(2027, 1, 1)),))

    assert rules.preview(facts).refund_due_at == due_at


def test_what_was_shown_before_midnight_still_holds_after_it() -> None:
    shown_at = datetime(2026, 3, 10, 23, 59, 30, tzinfo=NEW_YORK)

    assert rules.still_holds(shown_at, shown_at + timedelta(minutes=1))
    assert not rules.still_holds(shown_at, shown_at + timedelta(hours=25))


def test_nobody_could_leave_under_a_pack_without_a_step() -> None:
    with pytest.raises(ValueError, match="nobody could leave"):
        replace(packs.HOUSE, max_steps=0)


def test_the_strictest_refund_time_decides() -> None:
    assert packs.refund_days((packs.HOUSE, replace(packs.HOUSE, refund_days=5))) == 5


@pytest.mark.parametrize(
    ("taken_on", "asked_on", "due"),
    [
        pytest.param(date(2025, 3, 10), date(2026, 3, 9), True, id="the last day of the twelve months"),
        pytest.param(date(2025, 3, 10), date(2026, 3, 10), False, id="the day after them"),
        pytest.param(date(2024, 2, 29), date(2025, 2, 28), False, id="a leap day's year ends in February"),
    ],
)
def test_a_fee_for_the_first_months_is_over_after_them(taken_on: date, asked_on: date, due: bool) -> None:
    told = terms.Fee(4900, "USD", months=12)

    assert bool(told.due([terms.Taken(taken_on, usd("45"))], asked_on=asked_on)) is due
    assert not told.due([], asked_on=asked_on)
