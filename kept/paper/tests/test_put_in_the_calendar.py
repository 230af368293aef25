"""The promised window in the customer's calendar: right at both clock changes, moved and taken out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from kept.paper import examples
from kept.paper.ical import calendar
from kept.paper.kinds import Event, Unprintable


def lines(event: Event) -> list[str]:
    """The entry's lines, unfolded (RFC 5545, 3.1)."""
    return calendar(event).decode().replace("\r\n ", "").split("\r\n")


def at(event: Event, starts_at: datetime, zone: str, *, hours: int = 4) -> Event:
    ends_at = starts_at + timedelta(hours=hours)
    return replace(event, starts_at=starts_at, ends_at=ends_at, zone=ZoneInfo(zone))


def offsets(event: Event) -> list[tuple[datetime, timedelta]]:
    """Each change as a reader without our zones has it: the instant from which an offset holds."""
    (clock,) = icalendar.Calendar.from_ical(calendar(event)).walk("VTIMEZONE")
    found = []
    for part in clock.subcomponents:
        wall, before, after = (part.decoded(name) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))
        found.append(((wall - before).replace(tzinfo=UTC), after))
    return found


def test_an_entry_says_when_where_and_where_to_look() -> None:
    found = lines(examples.entry())

    assert found[0] == "BEGIN:VCALENDAR" and "METHOD:PUBLISH" in found and "VERSION:2.0" in found
    assert {
        "UID:delivery-7@home.example",
        "SEQUENCE:0",
        "DTSTAMP:20260227T204000Z",
        "DTSTART;TZID=America/New_York:20260305T080000",
        "DTEND;TZID=America/New_York:20260305T120000",
        "SUMMARY:Delivery: Sofa “Skagen”",
        "DESCRIPTION:We come between 8 and 12.\\nThe driver calls 30 minutes before.",
        "LOCATION:17 Cranberry Street\\, Apt 4\\, Brooklyn",
        "URL:https://home.example/c/nora/7Jk2yf3W0mAqMZb9O0lYV8dRlkQ",
        "STATUS:CONFIRMED",
    } <= set(found)


def test_a_moved_window_is_the_same_entry_with_a_higher_sequence() -> None:
    moved = at(examples.entry(sequence=1), datetime(2026, 3, 6, 17, 0, tzinfo=UTC), "America/New_York")

    found = lines(moved)

    assert "UID:delivery-7@home.example" in found and "SEQUENCE:1" in found
    assert "DTSTART;TZID=America/New_York:20260306T120000" in found


def test_a_released_window_is_taken_out() -> None:
    assert "STATUS:CANCELLED" in lines(replace(examples.entry(sequence=2), cancelled=True))


@pytest.mark.parametrize(
    ("zone", "starts_at", "wall"),
    [
        ("Europe/Berlin", datetime(2026, 3, 28, 7, tzinfo=UTC), "20260328T080000"),
        ("Europe/Berlin", datetime(2026, 3, 29, 6, tzinfo=UTC), "20260329T080000"),
        ("Europe/Berlin", datetime(2026, 10, 24, 6, tzinfo=UTC), "20261024T080000"),
        ("Europe/Berlin", datetime(2026, 10, 25, 7, tzinfo=UTC), "20261025T080000"),
        ("America/New_York", datetime(2026, 3, 8, 12, tzinfo=UTC), "20260308T080000"),
        ("America/New_York", datetime(2026, 11, 1, 13, tzinfo=UTC), "20261101T080000"),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 21, 30, tzinfo=UTC), "20260405T080000"),
        ("Asia/Tokyo", datetime(2026, 3, 4, 23, tzinfo=UTC), "20260305T080000"),
        ("Africa/Casablanca", datetime(2026, 3, 22, 7, tzinfo=UTC), "20260322T080000"),
    ],
)
def test_eight_oclock_stays_eight_oclock_and_its_clock_is_told_right(
    zone: str, starts_at: datetime, wall: str
) -> None:
    event = at(examples.entry(), starts_at, zone)

    found = lines(event)
    told = offsets(event)

    assert f"DTSTART;TZID={zone}:{wall}" in found
    for hours in range(-300 * 24, 300 * 24, 7):
        instant = starts_at + timedelta(hours=hours)
        latest = max((change for change in told if change[0] <= instant), key=lambda change: change[0])
        assert latest[1] == instant.astimezone(ZoneInfo(zone)).utcoffset(), instant


def test_the_change_itself_is_told_to_the_minute() -> None:
    told = offsets(at(examples.entry(), datetime(2026, 3, 29, 6, tzinfo=UTC), "Europe/Berlin"))

    assert (datetime(2026, 3, 29, 1, tzinfo=UTC), timedelta(hours=2)) in told
    assert (datetime(2026, 10, 25, 1, tzinfo=UTC), timedelta(hours=1)) in told


def test_of_two_equal_wall_times_the_second_is_said_in_utc() -> None:
    first = at(examples.entry(), datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Europe/Berlin", hours=1)

    found = lines(first)

    assert "DTSTART;TZID=Europe/Berlin:20261025T023000" in found
    assert "DTEND:20261025T013000Z" in found


def test_no_word_of_a_customer_becomes_a_line_of_its_own() -> None:
    hostile = "Sofa\r\nATTENDEE:mailto:x@evil.example\r\nEND:VEVENT\u2028X:1\x0bY\x00;,\\n\ud800\u202e"
    event = replace(examples.entry(), title=hostile, words=hostile, where=hostile)

    written = calendar(event)

    (entry,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert "ATTENDEE" not in entry and entry["UID"] == "delivery-7@home.example"
    assert written.count(b"END:VEVENT\r\n") == 1
    assert str(entry["DESCRIPTION"]).startswith("Sofa\nATTENDEE:mailto:x@evil.example\nEND:VEVENT")


def test_long_lines_are_folded_and_come_back_whole() -> None:
    words = "Wir kommen zwischen 8 und 12 Uhr; größere Möbel tragen wir zu zweit — 山田 🎉. " * 30
    written = calendar(replace(examples.entry(), words=words))

    (entry,) = icalendar.Calendar.from_ical(written).walk("VEVENT")

    assert max(len(line) for line in written.split(b"\r\n")) <= 75
    assert entry["DESCRIPTION"] == words


@pytest.mark.parametrize(
    "changed",
    [
        {"uid": "a b"},
        {"uid": ""},
        {"page": "javascript:alert(1)"},
        {"words": "x" * 10_001},
        {"sequence": -1},
        {"ends_at": examples.delivery().starts_at},
        {"made_at": datetime(2026, 1, 1)},  # noqa: DTZ001  # the case
    ],
)
def test_what_is_no_entry_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(Unprintable):
        calendar(replace(examples.entry(), **changed))  # type: ignore[arg-type]  # one field each
