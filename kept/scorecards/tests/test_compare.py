"""Two shares side by side: Newcombe's interval, and when nothing may be said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.scorecards.comparing import Change, Share, compare

SHARES = st.integers(0, 10**6).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [  # Newcombe (1998), table II, method 10: (a) to (h)
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(10, 10), Share(0, 20), 0.6791, 1.0000),
        (Share(10, 10), Share(0, 10), 0.6075, 1.0000),
    ],
)
def test_the_interval_is_newcombes(one: Share, other: Share, low: float, high: float) -> None:
    found = compare(other, one).interval

    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.00006)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (Share(0, 19), Share(19, 19), Change.TOO_FEW),
        (Share(0, 20), Share(20, 20), Change.MORE),
        (Share(60, 400), Share(8, 400), Change.FEWER),
        (Share(10, 100), Share(11, 100), Change.NOT_CLEAR),
        (Share(0, 0), Share(5, 100), Change.TOO_FEW),
        (Share(0, 10**9), Share(0, 10**9), Change.NOT_CLEAR),
    ],
    ids=["nineteen", "all of twenty", "far fewer", "nearly the same", "nobody before", "none of many"],
)
def test_what_may_be_said(before: Share, after: Share, change: Change) -> None:
    assert compare(before, after).change is change


@given(SHARES, SHARES)
def test_the_interval_holds_the_difference_and_stays_possible(before: Share, after: Share) -> None:
    found = compare(before, after)

    if found.interval is None:
        assert before.of == 0 or after.of == 0
        return
    assert found.value is not None
    assert -1 <= found.interval.low <= float(found.value) + 1e-9
    assert float(found.value) - 1e-9 <= found.interval.high <= 1
    back = compare(after, before).interval
    assert back is not None
    assert (back.low, back.high) == pytest.approx((-found.interval.high, -found.interval.low))


def test_more_than_all_is_no_share() -> None:
    with pytest.raises(ValueError, match="nothing and all"):
        Share(3, 2)
