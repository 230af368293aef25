"""Actors, money and periods: bad values cannot be built."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.base.actors import CLOCK, Actor
from kept.base.money import Money
from kept.base.periods import Period

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize("actor", [CLOCK, Actor("staff", 7), Actor("customer", 12), Actor("software")])
def test_an_actor_reads_back_what_it_wrote(actor: Actor) -> None:
    assert Actor.parse(str(actor)) == actor


@pytest.mark.parametrize("text", ["", "robot", "staff", "customer:", "staff:x"])
def test_what_is_no_actor_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Actor.parse(text)


@pytest.mark.parametrize("minor", [1.0, True, Decimal(1), "1"])
def test_money_counts_whole_minor_units(minor: Any) -> None:
    with pytest.raises(ValueError, match="minor"):
        Money(minor, "USD")


def test_two_currencies_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        Money(1, "USD") + Money(1, "EUR")


def test_money_reads_and_writes_each_currency_as_it_is_counted() -> None:
    assert Money.of("19.90", "EUR").minor == 1990
    assert str(Money.of("1990", "JPY")) == "1990 JPY"
    with pytest.raises(ValueError, match="more decimals"):
        Money.of("1.5", "JPY")


@given(st.integers(-(10**12), 10**12), st.integers(1, 400))
def test_the_shares_of_an_amount_never_add_up_to_another(minor: int, days: int) -> None:
    whole = Money(minor, "USD")

    used = whole.share(days // 2, days)

    assert used + (whole - used) == whole


def test_a_period_ends_before_its_end() -> None:
    hour = Period(NOON, NOON + timedelta(hours=1))

    assert NOON in hour
    assert hour.ends_at not in hour
    assert not hour.overlaps(Period(hour.ends_at, hour.ends_at + timedelta(hours=1)))


def test_a_period_has_a_length() -> None:
    with pytest.raises(ValueError, match="ends after"):
        Period(NOON, NOON)
