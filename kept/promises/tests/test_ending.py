"""When a promise ends, and how: every kind, both ends of a window, midnight, both clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.base.calendars import end_of_day
from kept.promises.ending import ending, given_up_at
from kept.promises.owed import Evidence, Fact, Kind, Owed

NEW_YORK = ZoneInfo("America/New_York")


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=NEW_YORK)


MADE = local("03-01T10:00")
LONG_AFTER = local("04-20T10:00")
WINDOW = Owed("1", Kind.DELIVERY_WINDOW, MADE, local("03-05T12:00"), starts_at=local("03-05T08:00"))
CALL_BACK = Owed("1", Kind.CALL_BACK, MADE, local("03-05T17:00"))
REFUND = Owed("1", Kind.REFUND, MADE, end_of_day(date(2026, 3, 13), NEW_YORK), amount=10_000, currency="USD")
END = Owed("1", Kind.END_DATE, MADE, local("03-31T23:59:59"))
RECEIPT = Owed("1", Kind.RECEIPT, MADE, local("03-05T10:01"))


def arrival(text: str) -> Fact:
    return Fact("fact:1", local(text))


def call(text: str, *, reached: bool) -> Fact:
    return Fact("fact:1", local(text), reached=reached)


def paid(text: str, minor: int, currency: str = "USD") -> Fact:
    return Fact("fact:1", local(text), amount=minor, currency=currency)


def confirmed(text: str, ends_on: date) -> Fact:
    return Fact("fact:1", local(text), ends_on=ends_on)


CASES = [
    pytest.param(WINDOW, [], None, id="a window without an arrival is still open"),
    pytest.param(WINDOW, [arrival("03-05T11:40")], "kept", id="an arrival inside the window keeps it"),
    pytest.param(WINDOW, [arrival("03-05T08:00")], "kept", id="the first instant belongs to the window"),
    pytest.param(WINDOW, [arrival("03-05T12:00")], "kept", id="the last instant belongs to the window"),
    pytest.param(WINDOW, [arrival("03-05T12:00:01")], "broken", id="a second late is late"),
    pytest.param(WINDOW, [arrival("03-05T07:59:59")], "broken", id="a second early is early"),
    pytest.param(WINDOW, [Fact("fact:1", None)], "broken", id="a truck that never came breaks it"),
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
    pytest.param(END, [confirmed("03-05T10:00", date(2026, 3, 31))], "kept", id="the day"),
    pytest.param(
        END,
        [confirmed("03-05T10:00", date(2026, 4, 1))],
        "broken",
        id="a day later",
    ),
    pytest.param(RECEIPT, [Fact("fact:1", local("03-05T10:01"))], "kept", id="at the sixtieth second"),
    pytest.param(RECEIPT, [Fact("fact:1", local("03-05T10:02"))], "broken", id="after the sixtieth second"),
]


@pytest.mark.parametrize(("promise", "facts", "outcome"), CASES)
def test_a_promise_ends_by_what_happened(promise: Owed, facts: list[Fact], outcome: str | None) -> None:
    now = max((fact.at for fact in facts if fact.at), default=MADE)

    found = ending(promise, Evidence(tuple(facts)), now=now, zone=NEW_YORK)

    assert (found.outcome if found else None) == outcome
    assert found is None or found.because


@pytest.mark.parametrize(
    "promise", [WINDOW, CALL_BACK, REFUND, END, RECEIPT], ids=lambda promise: promise.kind
)
def test_silence_breaks_every_promise_in_the_end(promise: Owed) -> None:
    found = ending(promise, Evidence(), now=LONG_AFTER, zone=NEW_YORK)

    assert found is not None and found.outcome == "broken"


@given(st.integers(-600, 600))
def test_a_window_is_kept_exactly_between_its_ends(minutes: int) -> None:
    at = local("03-05T10:00") + timedelta(minutes=minutes)

    found = ending(WINDOW, Evidence((Fact("fact:1", at),)), now=at, zone=NEW_YORK)

    assert found is not None
    assert (found.outcome == "kept") == (-120 <= minutes <= 120)


@pytest.mark.parametrize("day", ["03-08", "11-01"], ids=["spring forward", "fall back"])
def test_a_window_over_a_clock_change_is_counted_in_real_time(day: str) -> None:
    starts, ends = local(f"{day}T00:00"), local(f"{day}T04:00")
    window = Owed("1", Kind.DELIVERY_WINDOW, MADE, ends, starts_at=starts)
    late = ends.astimezone(UTC) + timedelta(seconds=1)

    inside = ending(window, Evidence((Fact("fact:1", ends.astimezone(UTC)),)), now=late, zone=NEW_YORK)
    outside = ending(window, Evidence((Fact("fact:1", late),)), now=late, zone=NEW_YORK)

    assert inside is not None and inside.outcome == "kept"
    assert outside is not None and outside.outcome == "broken"


def test_silence_breaks_a_window_only_at_the_end_of_its_day() -> None:
    assert given_up_at(WINDOW, zone=NEW_YORK) == local("03-06T00:00")
    assert given_up_at(CALL_BACK, zone=NEW_YORK) == CALL_BACK.until
    assert ending(WINDOW, Evidence(), now=local("03-05T15:00"), zone=NEW_YORK) is None
