"""When a promise ends, and how: every kind, both ends of a window, midnight, both clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.base.calendars import end_of_day
from kept.promises.ending import Deed, Terms, ending, given_up_at

NEW_YORK = ZoneInfo("America/New_York")


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=NEW_YORK)


WINDOW = Terms("delivery_window", local("03-05T12:00"), NEW_YORK, starts_at=local("03-05T08:00"))
CALL_BACK = Terms("call_back", local("03-05T17:00"), NEW_YORK)
REFUND = Terms("refund", end_of_day(date(2026, 3, 13), NEW_YORK), NEW_YORK, minor=10_000, currency="USD")
END = Terms("end_date", end_of_day(date(2026, 3, 31), NEW_YORK), NEW_YORK)
RECEIPT = Terms("receipt", local("03-05T10:01"), NEW_YORK)


def arrival(text: str) -> Deed:
    return Deed("arrival", local(text))


def call(text: str, *, reached: bool) -> Deed:
    return Deed("contact_attempt", local(text), reached=reached)


def paid(text: str, minor: int, currency: str = "USD") -> Deed:
    return Deed("refund", local(text), minor=minor, currency=currency)


CASES = [
    pytest.param(WINDOW, [], None, id="a window without an arrival is still open"),
    pytest.param(WINDOW, [arrival("03-05T11:40")], "kept", id="an arrival inside the window keeps it"),
    pytest.param(WINDOW, [arrival("03-05T08:00")], "kept", id="the first instant belongs to the window"),
    pytest.param(WINDOW, [arrival("03-05T12:00")], "kept", id="the last instant belongs to the window"),
    pytest.param(WINDOW, [arrival("03-05T12:00:01")], "broken", id="a second late is late"),
    pytest.param(WINDOW, [arrival("03-05T07:59:59")], "broken", id="a second early is early"),
    pytest.param(
        WINDOW, [Deed("arrival", None, never=True)], "broken", id="a truck that never came breaks it"
    ),
    pytest.param(WINDOW, [arrival("03-05T13:00"), arrival("03-05T11:00")], "kept", id="taps out of order"),
    pytest.param(WINDOW, [call("03-05T11:00", reached=True)], None, id="a call is no arrival"),
    pytest.param(CALL_BACK, [call("03-05T17:00", reached=True)], "kept", id="a call at five is by five"),
    pytest.param(
        CALL_BACK, [call("03-05T16:00", reached=False)], None, id="one try without an answer is open"
    ),
    pytest.param(
        CALL_BACK,
        [call("03-05T15:00", reached=False), call("03-05T16:59", reached=False)],
        "kept",
        id="two tries in time are enough",
    ),
    pytest.param(
        CALL_BACK,
        [call("03-05T15:00", reached=False), call("03-05T17:01", reached=True)],
        "broken",
        id="a call after five is late",
    ),
    pytest.param(REFUND, [paid("03-12T10:00", 10_000)], "kept", id="the full sum in time"),
    pytest.param(REFUND, [paid("03-12T10:00", 12_000)], "kept", id="too much is right"),
    pytest.param(REFUND, [paid("03-12T10:00", 9_999)], None, id="a cent short is open"),
    pytest.param(REFUND, [paid("03-12T10:00", 10_000, "EUR")], None, id="another currency does not pay it"),
    pytest.param(REFUND, [paid("03-14T00:00", 10_000)], "kept", id="the end of Friday is still by Friday"),
    pytest.param(
        REFUND,
        [paid("03-12T10:00", 4_000), paid("03-14T09:00", 6_000)],
        "broken",
        id="the sum was reached late",
    ),
    pytest.param(
        END, [Deed("exit_confirmed", local("03-05T10:00"), end_on=date(2026, 3, 31))], "kept", id="the day"
    ),
    pytest.param(
        END,
        [Deed("exit_confirmed", local("03-05T10:00"), end_on=date(2026, 4, 1))],
        "broken",
        id="a day later",
    ),
    pytest.param(RECEIPT, [Deed("receipt_sent", local("03-05T10:01"))], "kept", id="at the sixtieth second"),
    pytest.param(
        RECEIPT, [Deed("receipt_sent", local("03-05T10:02"))], "broken", id="after the sixtieth second"
    ),
]


@pytest.mark.parametrize(("terms", "deeds", "outcome"), CASES)
def test_a_promise_ends_by_what_happened(terms: Terms, deeds: list[Deed], outcome: str | None) -> None:
    found = ending(terms, deeds)

    assert (found.outcome if found else None) == outcome
    assert found is None or found.because


@given(st.integers(-600, 600))
def test_a_window_is_kept_exactly_between_its_ends(minutes: int) -> None:
    at = local("03-05T10:00") + timedelta(minutes=minutes)

    found = ending(WINDOW, [Deed("arrival", at)])

    assert found is not None
    assert (found.outcome == "kept") == (-120 <= minutes <= 120)


@pytest.mark.parametrize("day", ["03-08", "11-01"], ids=["spring forward", "fall back"])
def test_a_window_over_a_clock_change_is_counted_in_real_time(day: str) -> None:
    starts, ends = local(f"{day}T00:00"), local(f"{day}T04:00")
    terms = Terms("delivery_window", ends, NEW_YORK, starts_at=starts)

    inside = ending(terms, [Deed("arrival", ends.astimezone(UTC))])
    outside = ending(terms, [Deed("arrival", ends.astimezone(UTC) + timedelta(seconds=1))])

    assert inside is not None and inside.outcome == "kept"
    assert outside is not None and outside.outcome == "broken"


def test_silence_breaks_a_window_only_at_the_end_of_its_day() -> None:
    assert given_up_at(WINDOW) == local("03-06T00:00")
    assert given_up_at(CALL_BACK) == CALL_BACK.until
