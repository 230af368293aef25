"""Taxes are exact: rounded half up once per rate, and the sums on the paper are true to each other."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kept.base.money import Money
from kept.paper.kinds import MOST_MINOR, Line, Unprintable
from kept.paper.taxes import WHOLE, Share, add_up, half_up

LINES = some.lists(
    some.builds(
        lambda quantity, minor, tax: Line("x", quantity, Money(minor, "EUR"), tax),
        some.integers(-50, 50),
        some.integers(-10_000_000, 10_000_000),
        some.none() | some.sampled_from([0, 5_000, 7_000, 8_875, 19_000, 25_000]),
    ),
    min_size=1,
    max_size=30,
)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (1, 3, 0), (2, 3, 1), (-2, 3, -1), (0, 7, 0), (5, 10, 1)],
)
def test_half_a_cent_is_rounded_away_from_nothing(numerator: int, denominator: int, rounded: int) -> None:
    assert half_up(numerator, denominator) == rounded


def test_a_price_with_tax_holds_its_tax() -> None:
    found = add_up([Line("Sofa", 1, Money(138_800, "EUR"), 19_000)], prices_include_tax=True)

    assert found.total == Money(138_800, "EUR")
    assert found.shares == (Share(19_000, Money(116_639, "EUR"), Money(22_161, "EUR")),)


def test_a_price_without_tax_gets_its_tax_on_top() -> None:
    found = add_up([Line("Sofa", 1, Money(100_000, "USD"), 8_875)], prices_include_tax=False)

    assert found.total == Money(108_875, "USD")
    assert found.net == Money(100_000, "USD")


def test_cents_are_rounded_once_per_rate_and_not_once_per_line() -> None:
    three = [Line("Screw", 1, Money(10, "EUR"), 19_000)] * 3

    found = add_up(three, prices_include_tax=False)

    assert found.shares[0].tax == Money(6, "EUR")  # 5.7; line by line it would be 2 + 2 + 2 = 6, of 1.9 each


def test_a_line_without_a_rate_carries_no_tax_and_is_in_the_total() -> None:
    lines = [Line("Sofa", 1, Money(119_00, "EUR"), 19_000), Line("Voucher", 1, Money(50_00, "EUR"))]

    found = add_up(lines, prices_include_tax=True)

    assert found.total == Money(169_00, "EUR")
    assert [share.tax.minor for share in found.shares] == [19_00]


@given(LINES, some.booleans())
def test_net_and_taxes_add_up_to_the_total_and_no_tax_is_off_by_more_than_half_a_cent(
    lines: list[Line], included: bool
) -> None:
    found = add_up(lines, prices_include_tax=included)

    assert found.net.minor + sum(share.tax.minor for share in found.shares) == found.total.minor
    if included:
        assert found.total.minor == sum(line.total.minor for line in lines)
    else:
        assert found.net.minor == sum(line.total.minor for line in lines)
    for share in found.shares:
        sold = sum(line.total.minor for line in lines if line.tax == share.rate)
        exact = Fraction(sold * share.rate, WHOLE + share.rate if included else WHOLE)
        assert abs(exact - share.tax.minor) <= Fraction(1, 2)


@given(LINES, some.booleans())
def test_the_order_of_the_lines_changes_nothing(lines: list[Line], included: bool) -> None:
    assert add_up(lines, prices_include_tax=included) == add_up(lines[::-1], prices_include_tax=included)


def test_a_total_that_does_not_fit_is_refused() -> None:
    most = Line("Everything", 1, Money(MOST_MINOR, "EUR"))

    with pytest.raises(Unprintable, match="does not fit"):
        add_up([most, most], prices_include_tax=True)
