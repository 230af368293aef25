"""A figure is its rows, and its interval says how sure we are."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.scorecards import rules
from kept.scorecards.rules import Listed, Row

SCORES = st.lists(st.fractions(0, 1), max_size=60)


def figure(scores: list[Fraction]) -> Listed:
    return Listed.of(Row(f"promise:{nth}", score, "") for nth, score in enumerate(scores))


@given(SCORES)
def test_the_rows_behind_a_figure_always_sum_to_it(scores: list[Fraction]) -> None:
    found = figure(scores)

    assert found.total == sum(scores, Fraction(0))
    assert found.value is None if not scores else found.value == found.total / len(scores)


@given(SCORES.filter(bool))
def test_the_interval_holds_the_figure_and_stays_within_all_and_nothing(scores: list[Fraction]) -> None:
    found = figure(scores)
    assert found.interval is not None
    assert found.value is not None

    assert 0 <= found.interval.low <= float(found.value) + 1e-12
    assert float(found.value) - 1e-12 <= found.interval.high <= 1


@pytest.mark.parametrize(
    ("total", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_wilsons_interval_is_the_published_one(total: int, n: int, low: float, high: float) -> None:
    """The last row is Newcombe's example (Statistics in Medicine 17, 1998, table I, method 3)."""
    found = rules.wilson(Fraction(total), n)

    assert found is not None
    assert found.low == pytest.approx(low, abs=1e-4)
    assert found.high == pytest.approx(high, abs=1e-4)


def test_with_no_rows_there_is_no_figure() -> None:
    found = figure([])

    assert (found.value, found.interval, found.n) == (None, None, 0)


@pytest.mark.parametrize(("n", "small"), [(19, True), (20, False)])
def test_fewer_than_twenty_rows_say_so(n: int, small: bool) -> None:
    assert figure([Fraction(1)] * n).is_small is small


def test_a_row_counts_for_nothing_to_all_and_no_more() -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        Row("promise:1", Fraction(3, 2), "")


def test_the_median_of_an_even_number_is_exact() -> None:
    found = rules.median([Fraction(1), Fraction(2)], "h")

    assert (found.value, found.unit, found.n) == (Fraction(3, 2), "h", 2)
