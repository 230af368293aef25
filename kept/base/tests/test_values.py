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


@pytest.mark.parametrize(
    ("amount", "currency", "english", "german"),
    [
        ("30", "USD", "$30", "30_$"),
        ("30.50", "USD", "$30.50", "30,50_$"),
        ("1299", "EUR", "€1,299", "1.299_€"),
        ("1234567.89", "EUR", "€1,234,567.89", "1.234.567,89_€"),
        ("0", "EUR", "€0", "0_€"),
        ("-49.9", "EUR", "−€49.90", "−49,90_€"),
        ("19.90", "CHF", "CHF_19.90", "19,90_CHF"),
        ("1990", "JPY", "¥1,990", "1.990_¥"),
        ("1.5", "KWD", "KWD_1.500", "1,500_KWD"),
    ],
)
def test_people_read_money_as_they_write_it(amount: str, currency: str, english: str, german: str) -> None:
    money = Money.of(amount, currency)

    said = (money.said("en"), money.said("de"), money.said("de-AT"))

    assert said == tuple(each.replace("_", "\N{NO-BREAK SPACE}") for each in (english, german, german))


def test_sums_in_a_column_have_all_their_decimals() -> None:
    assert Money.of(30, "USD").said("en", in_column=True) == "$30.00"
    assert Money.of(30, "JPY").said("de", in_column=True) == "30\N{NO-BREAK SPACE}¥"


@given(st.integers(-(10**12), 10**12), st.sampled_from(["USD", "JPY", "KWD"]))
def test_what_machines_write_of_money_they_read(minor: int, currency: str) -> None:
    assert Money.read(str(Money(minor, currency))) == Money(minor, currency)


@pytest.mark.parametrize(
    "words", ["", "30", "USD 30", "30.00", "30.001 USD", "x USD", "$30", "30 usd", "nan EUR"]
)
def test_what_is_no_money_is_not_read(words: str) -> None:
    with pytest.raises(ValueError):
        Money.read(words)
