"""What joining costs, in one sentence for each sum: worked out by the same rule as leaving."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.base.money import Money
from kept.memberships import sums
from kept.policies import terms

ON = date(2026, 3, 10)
USD49 = {"minor": 4900, "currency": "USD"}
ALONE = sums.Chosen("Fitness", Money(4500, "USD"), 1)
WITH_SESSIONS = sums.Chosen("Fitness", Money(4500, "USD"), 1, (("Training sessions", Money(12000, "USD")),))


def said(chosen: sums.Chosen, key: str, facts: dict[str, Any], kind: str = "money") -> str:
    found = sums.told(chosen, [sums.ContractTerm(1, key, kind, facts)], on=ON)
    one = next(each for each in found if each.key == f"1.{key}")
    return one.words % {name: str(value) for name, value in one.values.items()} if "%(" in one.words else ""


@pytest.mark.parametrize(
    ("chosen", "facts", "words"),
    [
        pytest.param(
            WITH_SESSIONS,
            {**USD49, "months": 12, "of": "add_ons"},
            "If you end Training sessions before 2027-03-10, it costs 49.00 USD, once. "
            "From that day on: 0.00 USD.",
            id="a fee for sessions names the day from which they end for nothing",
        ),
        pytest.param(
            ALONE,
            {**USD49, "months": 12},
            "If you end Fitness before 2027-03-10, it costs 49.00 USD, once. From that day on: 0.00 USD.",
            id="a fee for the membership itself",
        ),
        pytest.param(
            ALONE,
            USD49,
            "If you end Fitness, on whatever day, it costs 49.00 USD, once.",
            id="a fee without an end says so",
        ),
        pytest.param(
            ALONE,
            {**USD49, "months": 12, "of": "add_ons"},
            "Ending what is taken in addition can cost up to 49.00 USD. You take nothing: 0.00 USD.",
            id="who takes nothing in addition is told so",
        ),
        pytest.param(
            WITH_SESSIONS,
            {"minor": 30000, "currency": "USD", "months": 12, "percent": 50},
            "If you end Fitness, Training sessions before 2027-03-10, it costs at most 300.00 USD, once, "
            "and less with every month (on 2026-09-10: 300.00 USD). From that day on: 0.00 USD.",
            id="a part of the price never exceeds its cap",
        ),
        pytest.param(
            ALONE,
            {"minor": 30000, "currency": "USD", "months": 12, "per_month": 1000},
            "If you end Fitness before 2027-03-10, it costs at most 110.00 USD, once, and less with "
            "every month (on 2026-09-10: 50.00 USD). From that day on: 0.00 USD.",
            id="a sum for each month that is left",
        ),
    ],
)
def test_a_fee_is_told_with_its_sum_and_its_day(
    chosen: sums.Chosen, facts: dict[str, Any], words: str
) -> None:
    assert said(chosen, "fee", facts).replace("%", "") == words


def test_the_price_stands_first_and_what_costs_nothing_last() -> None:
    terms = [
        sums.ContractTerm(1, "refund", "service", {"days": 10}),
        sums.ContractTerm(1, "fee", "money", USD49),
        sums.ContractTerm(1, "cooling_off", "service", {"days": 14}),
    ]

    found = sums.told(WITH_SESSIONS, terms, on=ON)

    assert [(one.key, one.ticked) for one in found] == [
        ("price", True),
        ("1.fee", True),
        ("1.refund", False),
        ("1.cooling_off", False),
    ]
    assert found[0].values["sum"] == Money(16500, "USD")
    assert found[3].values["day"] == date(2026, 3, 24)


def test_a_sum_that_nobody_knows_how_to_say_is_still_told_and_ticked() -> None:
    one = sums.told(ALONE, [sums.ContractTerm(1, "towel", "money", USD49)], on=ON)[1]

    assert (one.ticked, one.values["sum"]) == (True, Money(4900, "USD"))


@given(on=st.dates(date(2000, 1, 1), date(2100, 1, 1)), months=st.integers(1, 60))
def test_the_day_told_is_the_day_from_which_leaving_costs_nothing(on: date, months: int) -> None:
    term = sums.ContractTerm(1, "fee", "money", {**USD49, "months": months})
    day = sums.told(ALONE, [term], on=on)[1].values["day"]
    assert isinstance(day, date)
    fee, taken = terms.Fee(4900, "USD", months=months), [terms.Taken(on, Money(4500, "USD"))]

    before = fee.due(taken, asked_on=day - timedelta(days=1))

    assert (before.minor, fee.due(taken, asked_on=day).minor) == (4900, 0)
