"""The kinds of terms: values that check themselves, and what a fee's formula gives."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.base.money import Money
from kept.policies import terms
from kept.policies.rules import TermKind
from kept.policies.terms import Fee, Taken, TermError, read

JOINED = date(2026, 1, 31)
GYM = Taken(JOINED, Money(5000, "EUR"))


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("window", {"hours": 4}),
        ("fee", {"minor": 4900, "currency": "USD", "months": 12, "of": "add_ons"}),
        ("fee", {"minor": 9000, "currency": "EUR", "months": 6, "percent": 50}),
        ("notice", {"days": 30}),
        ("refund", {"days": 10}),
        ("late_credit", {"minor": 3000, "currency": "USD", "days": 10}),
        (
            "late_credit",
            {"minor": 3000, "currency": "EUR", "days": 10, "working": True, "again": True},
        ),
        ("cooling_off", {"days": 14}),
        ("visit_notice", {"minutes": 30}),
        ("assembly", {}),
    ],
)
def test_a_term_is_written_as_it_was_read(key: str, facts: dict[str, Any]) -> None:
    found = read(key, facts)

    assert (found.key, found.facts) == (key, facts)
    assert found.said.words


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        pytest.param("window", {"hours": 0}, id="a window without length"),
        pytest.param("window", {}, id="a figure is missing"),
        pytest.param("window", {"hours": 4, "days": 1}, id="a figure too many"),
        pytest.param("window", {"hours": "4"}, id="words for a figure"),
        pytest.param("fee", {"minor": 0, "currency": "EUR"}, id="a fee of nothing"),
        pytest.param("fee", {"minor": 100, "currency": "EUR", "percent": 10}, id="a part of no months"),
        pytest.param(
            "fee",
            {"minor": 9, "currency": "EUR", "months": 2, "percent": 1, "per_month": 1},
            id="two formulas at once",
        ),
        pytest.param("fee", {"minor": 9, "currency": "EUR", "of": "soul"}, id="a fee for something else"),
        pytest.param(
            "late_credit", {"minor": 1, "currency": "EUR", "days": 1, "again": 3}, id="a number for a yes"
        ),
        pytest.param("notice", {"days": 400}, id="a notice longer than a year"),
        pytest.param("assembly", {"minor": 500}, id="a rule of our own with a hidden sum"),
    ],
)
def test_a_bad_term_cannot_be_built(key: str, facts: dict[str, Any]) -> None:
    with pytest.raises(TermError):
        read(key, facts)


def test_what_costs_the_customer_is_a_money_term() -> None:
    money = {key for key, kind in terms.KINDS.items() if kind.kind == TermKind.MONEY}

    assert money == {"fee", "notice"}


def test_what_we_owe_binds_us_alone() -> None:
    assert {key for key, kind in terms.KINDS.items() if kind.binds_us} == {
        "visit_notice",
        "late_credit",
        "refund",
        "cooling_off",
    }


@pytest.mark.parametrize(
    ("fee", "asked_on", "due"),
    [
        pytest.param(Fee(4900, "EUR"), date(2030, 1, 1), 4900, id="a sum without months is always due"),
        pytest.param(Fee(4900, "EUR", 12), date(2026, 3, 2), 4900, id="within the months, the sum"),
        pytest.param(Fee(4900, "EUR", 12), date(2027, 1, 30), 4900, id="on the last day within them"),
        pytest.param(Fee(4900, "EUR", 12), date(2027, 1, 31), 0, id="after them, nothing"),
        pytest.param(Fee(4900, "EUR", 1), date(2026, 2, 27), 4900, id="a month of the 31st ends in February"),
        pytest.param(Fee(4900, "EUR", 1), date(2026, 2, 28), 0, id="and not later than its last day"),
        pytest.param(
            Fee(9000, "EUR", 12, per_month=1000), date(2026, 10, 30), 3000, id="each whole month left"
        ),
        pytest.param(
            Fee(9000, "EUR", 12, per_month=1000), date(2026, 10, 31), 2000, id="a begun one is not whole"
        ),
        pytest.param(Fee(9000, "EUR", 12, per_month=1000), date(2026, 2, 1), 9000, id="never over the cap"),
        pytest.param(
            Fee(20000, "EUR", 12, percent=50), date(2026, 10, 30), 7500, id="half the price of three months"
        ),
        pytest.param(
            Fee(20000, "EUR", 12, percent=33), date(2026, 12, 31), 0, id="no whole month left is nothing"
        ),
    ],
)
def test_a_fee_is_what_its_formula_gives(fee: Fee, asked_on: date, due: int) -> None:
    assert fee.due([GYM], asked_on=asked_on) == Money(due, "EUR")


def test_a_sum_is_due_once_however_much_ends() -> None:
    assert Fee(4900, "EUR", 12).due([GYM, GYM, GYM], asked_on=date(2026, 3, 2)) == Money(4900, "EUR")


def test_what_was_not_taken_costs_nothing() -> None:
    assert Fee(4900, "EUR").due([], asked_on=date(2026, 3, 2)) == Money(0, "EUR")


@given(
    cap=st.integers(1, 100_000),
    months=st.integers(1, 36),
    formula=st.sampled_from([{}, {"per_month": 700}, {"percent": 40}]),
    days=st.lists(st.dates(date(2025, 1, 1), date(2027, 1, 1)), max_size=4),
    asked_on=st.dates(date(2025, 1, 1), date(2030, 1, 1)),
)
def test_no_formula_ever_exceeds_its_cap_and_waiting_never_makes_it_dearer(
    cap: int, months: int, formula: dict[str, int], days: list[date], asked_on: date
) -> None:
    fee = read("fee", {"minor": cap, "currency": "EUR", "months": months, **formula})
    assert isinstance(fee, Fee)
    taken = [Taken(day, Money(3999, "EUR")) for day in days]

    now, later = (fee.due(taken, asked_on=day) for day in (asked_on, date(2030, 1, 1)))

    assert Money(0, "EUR") <= later <= now <= Money(cap, "EUR")
