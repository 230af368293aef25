"""A figure is the mean of its scores, and its interval says how sure we are."""

from __future__ import annotations

import statistics
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.scorecards import rules
from kept.scorecards.rules import Figure

SCORES = st.lists(st.fractions(0, 1), max_size=60)


def figure(scores: list[Fraction]) -> Figure:
    return Figure(sum(scores, Fraction(0)), len(scores))


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


@given(st.integers(0, 10**12))
def test_a_bucket_is_never_more_than_five_percent_off(measure: int) -> None:
    found = rules.bucket(measure)

    assert 20 * abs(found - measure) <= measure
    assert found == measure or measure >= 100


@given(st.lists(st.integers(0, 10**7), max_size=80))
def test_the_median_of_the_buckets_is_at_most_five_percent_off_the_exact_one(measures: list[int]) -> None:
    found = rules.median(Counter(map(rules.bucket, measures)))

    if not measures:
        assert found is None
        return
    exact = Fraction(statistics.median(measures))
    assert found is not None
    assert 20 * abs(found - exact) <= exact


@given(st.lists(st.integers(0, 99), min_size=1, max_size=80))
def test_below_a_hundred_the_median_is_exact(measures: list[int]) -> None:
    assert rules.median(Counter(measures)) == Fraction(statistics.median(measures))
