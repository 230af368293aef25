"""Business calendars over weekends, closed days, midnight and both clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kept.base.calendars import Calendar, end_of_day, local_instant

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")
WEEKDAYS = {day: ((time(9), time(12)), (time(13), time(18))) for day in range(5)}
DESK = Calendar(NEW_YORK, WEEKDAYS, frozenset({date(2026, 7, 3)}))


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 8), NEW_YORK, 23),
        (date(2026, 11, 1), NEW_YORK, 25),
        (date(2026, 3, 29), BERLIN, 23),
        (date(2026, 10, 25), BERLIN, 25),
        (date(2026, 6, 1), BERLIN, 24),
    ],
)
def test_a_local_day_is_as_long_as_its_clock_change_makes_it(day: date, zone: ZoneInfo, hours: int) -> None:
    assert end_of_day(day, zone) - local_instant(day, time(0), zone) == timedelta(hours=hours)


def test_an_hour_that_spring_skips_is_moved_forward() -> None:
    assert local_instant(date(2026, 3, 8), time(2, 30), NEW_YORK) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_an_hour_that_autumn_repeats_is_its_first() -> None:
    assert local_instant(date(2026, 11, 1), time(1, 30), NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "working", "then"),
    [
        pytest.param("2026-06-01T09:00", 60, "2026-06-01T10:00", id="within the morning"),
        pytest.param("2026-06-01T11:30", 60, "2026-06-01T13:30", id="over lunch"),
        pytest.param("2026-06-05T17:30", 60, "2026-06-08T09:30", id="over a weekend"),
        pytest.param("2026-07-02T17:30", 60, "2026-07-06T09:30", id="over a closed day and a weekend"),
        pytest.param("2026-06-06T23:59", 30, "2026-06-08T09:30", id="asked at night on a Saturday"),
    ],
)
def test_working_time_passes_only_while_we_are_open(now: str, working: int, then: str) -> None:
    asked = datetime.fromisoformat(now).replace(tzinfo=NEW_YORK)

    assert DESK.after(asked, timedelta(minutes=working)) == datetime.fromisoformat(then).replace(
        tzinfo=NEW_YORK
    )


def test_by_two_working_days_means_the_end_of_that_local_day() -> None:
    thursday = datetime(2026, 7, 2, 12, tzinfo=NEW_YORK)

    assert DESK.working_day_end(thursday, 2) == end_of_day(date(2026, 7, 7), NEW_YORK)


def test_hours_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Calendar(NEW_YORK, {0: ((time(9), time(12)), (time(11), time(15)))})


def test_a_calendar_that_never_opens_says_so() -> None:
    with pytest.raises(ValueError, match="within a year"):
        Calendar(NEW_YORK).after(datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1))
