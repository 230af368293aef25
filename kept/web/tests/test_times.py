"""Times are said as people say them, over midnight and both clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from kept.base.money import Money
from kept.business.money import say_money
from kept.policies.applying import Because
from kept.web import times
from kept.web.memberships.page import say
from kept.web.templatetags.memberships import said_because

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = NEW_YORK, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


NOW = at("2026-03-03T09:00")


@pytest.mark.parametrize(
    ("instant", "now", "said"),
    [
        pytest.param(at("2026-03-03T14:10"), NOW, "today 14:10", id="today is called today"),
        pytest.param(at("2026-03-04T09:05"), NOW, "tomorrow 9:05", id="tomorrow is called tomorrow"),
        pytest.param(at("2026-03-02T23:59"), NOW, "yesterday 23:59", id="yesterday is called yesterday"),
        pytest.param(at("2026-03-05T12:00"), NOW, "Thu 5 Mar, 12:00", id="another day has its name"),
        pytest.param(at("2027-03-05T12:00"), NOW, "5 Mar 2027, 12:00", id="another year is said"),
        pytest.param(
            at("2026-03-03T00:00"),
            at("2026-03-02T23:59"),
            "tomorrow 0:00",
            id="a minute before midnight, midnight is tomorrow",
        ),
        pytest.param(
            at("2026-03-03T00:00"),
            at("2026-03-03T00:00"),
            "today 0:00",
            id="at midnight the new day is today",
        ),
        pytest.param(
            at("2026-03-08T03:30"),
            at("2026-03-08T01:30"),
            "today 3:30",
            id="after the spring change the later wall time is said",
        ),
        pytest.param(
            at("2026-11-01T01:30"),
            at("2026-10-31T12:00"),
            "tomorrow 1:30 EDT",
            id="the first of two equal hours in autumn says which",
        ),
        pytest.param(
            at("2026-11-01T01:30", fold=1),
            at("2026-10-31T12:00"),
            "tomorrow 1:30 EST",
            id="the second of two equal hours in autumn says which",
        ),
    ],
)
def test_an_instant_is_said_as_people_say_it(instant: datetime, now: datetime, said: str) -> None:
    assert times.say_instant(instant, now=now, zone=NEW_YORK) == said


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        pytest.param("2026-03-03T12:00", "2026-03-03T16:00", "today 12–16", id="full hours are short"),
        pytest.param(
            "2026-03-05T08:30", "2026-03-05T12:00", "Thu 5 Mar, 8:30–12", id="half hours are written out"
        ),
        pytest.param(
            "2026-03-03T20:00", "2026-03-04T00:00", "today 20–24", id="a window up to midnight stays one day"
        ),
        pytest.param(
            "2026-03-03T22:00",
            "2026-03-04T02:00",
            "today 22:00 – tomorrow 2:00",
            id="a window over midnight names both days",
        ),
        pytest.param(
            "2026-03-08T00:00", "2026-03-08T04:00", "Sun 8 Mar, 0–4", id="a window over the spring change"
        ),
        pytest.param(
            "2026-10-31T22:00",
            "2026-11-01T01:30",
            "31 Oct 2026, 22:00 – 1 Nov 2026, 1:30 EDT",
            id="a window into the autumn change says which hour",
        ),
    ],
)
def test_a_window_is_said_as_people_say_it(starts: str, ends: str, said: str) -> None:
    assert times.say_window(at(starts), at(ends), now=NOW, zone=NEW_YORK) == said


def test_the_full_instant_names_the_zone_and_its_distance_from_utc() -> None:
    assert (
        times.say_full(at("2026-10-25T02:30", BERLIN, fold=1), zone=BERLIN)
        == "Sunday 25 October 2026, 02:30:00 CET (UTC+01:00)"
    )


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=40), "40 seconds"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=60), "1 hour"),
        (timedelta(minutes=61), "61 minutes"),
        (timedelta(minutes=140), "2 h 20 min"),
        (timedelta(hours=3), "3 hours"),
        (timedelta(days=4), "4 days"),
    ],
)
def test_a_length_is_said_in_the_unit_that_fits(length: timedelta, said: str) -> None:
    assert times.say_length(length) == said


def test_a_day_far_away_is_said_with_its_year() -> None:
    assert times.say_day(date(2027, 1, 4), today=date(2026, 3, 3)) == "4 Jan 2027"


def test_money_is_written_as_the_language_writes_it() -> None:
    owed = Money(123456, "EUR")

    with translation.override("de"):
        german = say_money(owed)

    assert (say_money(owed), german) == ("€1,234.56", "1.234,56\N{NO-BREAK SPACE}€")
    assert say_money(Money(-1990, "CHF")) == "−CHF\N{NO-BREAK SPACE}19.90"


@pytest.mark.parametrize(("language", "sum_said"), [("en", "$49"), ("de", "49\N{NO-BREAK SPACE}$")])
def test_a_reason_on_record_says_its_sum_as_the_page_writes_every_other(language: str, sum_said: str) -> None:
    told = Because("You were told %(amount)s; more than that is not charged.", {"amount": "49.00 USD"})

    with translation.override(language):
        said = (said_because(told), say(told, today=date(2026, 3, 5)))

    assert all(sum_said in each for each in said)
