"""Rush hours: how slow a drive is assumed in a window, in a shift, on a Sunday."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.deliveries.routing import pace
from kept.deliveries.routing.pace import HourlyPace

USUAL = pace.read(pace.RUSH_HOURS)
FRIDAY, SATURDAY = 4, 5


@pytest.mark.parametrize(
    ("weekday", "opens", "closes", "factor"),
    [
        pytest.param(FRIDAY, time(8), time(12), 1.2, id="the morning holds the rush hour"),
        pytest.param(FRIDAY, time(12), time(16), 1.0, id="at noon the roads are free, up to 16 o'clock"),
        pytest.param(FRIDAY, time(12), time(16, 1), 1.2, id="a minute after 16 is in the evening's"),
        pytest.param(FRIDAY, time(18), time(20), 1.2, id="who stands there at 18 has driven before"),
        pytest.param(FRIDAY, time(19), time(20), 1.0, id="after 18 it is over"),
        pytest.param(FRIDAY, time(0), time(0, 30), 1.0, id="nothing comes before midnight"),
        pytest.param(SATURDAY, time(8), time(12), 1.0, id="nobody commutes on a Saturday"),
    ],
)
def test_a_window_is_as_slow_as_its_slowest_hour(
    weekday: int, opens: time, closes: time, factor: float
) -> None:
    assert USUAL.window(weekday, opens, closes) == factor


def test_a_shift_counts_its_own_hours_only() -> None:
    assert USUAL.over(FRIDAY, time(9), time(15)) == 1.0
    assert USUAL.over(FRIDAY, time(8, 59), time(15)) == 1.2


def test_the_slower_of_two_spans_counts() -> None:
    assert pace.read("mon-sun 7-19 1.1, wed 8-9 1.5").over(2, time(8), time(9)) == 1.5


def test_flat_is_an_empty_road_all_week() -> None:
    assert pace.read(" Flat ") == HourlyPace()


@pytest.mark.parametrize(
    "text",
    ["", "rush", "mon 7-9", "mon 7-9 0.9", "mon 9-7 1.2", "mon 7-25 1.2", "fri-mon 7-9 1.2", "mon 7-9 9.9",
     "day 7-9 1.2", "mon 7-9 1.2,", "mon 7-9 nan", "mon 7-9 ²", "mon 7-9 1.2; drop"],
)  # fmt: skip
def test_what_says_no_pace_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="pace"):
        pace.read(text)


@pytest.mark.parametrize("factor", [0.9, float("nan"), float("inf")])
def test_no_hour_is_faster_than_an_empty_road(factor: float) -> None:
    with pytest.raises(ValueError, match="pace"):
        HourlyPace({(0, 7): factor})


@given(
    st.dictionaries(st.tuples(st.integers(0, 6), st.integers(0, 23)), st.floats(1, 5)),
    st.integers(0, 6), st.times(), st.times(),
)  # fmt: skip
def test_a_wider_span_is_never_faster(
    slow: dict[tuple[int, int], float], weekday: int, one: time, other: time
) -> None:
    first, last = sorted([one, other])

    assert 1 <= HourlyPace(slow).over(weekday, first, last) <= HourlyPace(slow).window(weekday, first, last)
