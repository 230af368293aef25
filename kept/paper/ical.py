"""A promised window as an entry for the customer's calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

from kept.paper.kinds import MOST_LETTERS, Event, Unprintable

PRODUCT = "-//Kept//Promised windows//EN"
AROUND = timedelta(days=366)  # clock changes are told this far before and after the window
DAY = timedelta(days=1)
# Controls, halves of letters, and the signs that turn the direction of reading: no words.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def calendar(event: Event) -> bytes:
    """The entry, to be published (METHOD:PUBLISH): nobody is asked to answer it.

    A later ``sequence`` with the same ``uid`` moves the entry, ``cancelled`` takes it out. Times are the
    location's wall times under its TZID, whose clock changes stand in the file. Lines are folded and texts
    escaped, so that no word of a customer becomes a property. Raises Unprintable for a text too long, or a
    ``uid`` or ``page`` that is none.
    """
    entry = icalendar.Event()
    entry.add("uid", _address(event.uid, r"[!-~]{1,255}", "uid"))
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.made_at.astimezone(UTC).replace(microsecond=0))
    entry.add("dtstart", _local(event.starts_at, event.zone))
    entry.add("dtend", _local(event.ends_at, event.zone))
    entry.add("summary", " ".join(_text(event.title, "title").split()))
    if event.words:
        entry.add("description", _text(event.words, "words"))
    if event.where:
        entry.add("location", _text(event.where, "where"))
    if event.page:
        entry.add("url", _address(event.page, r"https?://[!-~]{1,500}", "page"))
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    whole = icalendar.Calendar()
    whole.add("version", "2.0")
    whole.add("prodid", PRODUCT)
    whole.add("method", "PUBLISH")
    whole.add_component(_clock(event))
    whole.add_component(entry)
    written: bytes = whole.to_ical()
    return written


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    """The wall time; the second of two equal ones in UTC, since TZID means the first (RFC 5545, 3.3.5)."""
    local = at.astimezone(zone).replace(microsecond=0)
    return local.astimezone(UTC) if local.fold else local


def _clock(event: Event) -> icalendar.Timezone:
    """The VTIMEZONE: what the clock shows at first, and each change around the window, one by one.

    Written here, because icalendar 7.3 puts spring's change an hour late: its local time is that of the
    offset before the change (RFC 5545, 3.6.5).
    """
    clock = icalendar.Timezone()
    clock.add("tzid", event.zone.key)
    begins = event.starts_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0) - AROUND
    for at, before in [(begins, begins), *_changes(begins, event.ends_at + AROUND, event.zone)]:
        after, offset = at.astimezone(event.zone), before.astimezone(event.zone).utcoffset()
        assert offset is not None  # every zone has one at every instant
        part = icalendar.TimezoneDaylight() if after.dst() else icalendar.TimezoneStandard()
        part.add("dtstart", (at + offset).replace(tzinfo=None))
        part.add("tzoffsetfrom", offset)
        part.add("tzoffsetto", after.utcoffset())
        part.add("tzname", after.tzname())
        clock.add_component(part)
    return clock


def _changes(first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Each clock change as the instant, to the minute, and an instant before it. Looks once a day."""
    at = first
    while at < last:
        if _offset(at, zone) != _offset(at + DAY, zone):
            low, high = at, at + DAY
            while high - low > timedelta(minutes=1):
                middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
                low, high = (middle, high) if _offset(middle, zone) == _offset(at, zone) else (low, middle)
            yield high, low
        at += DAY


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


def _text(text: str, name: str) -> str:
    if len(text) > MOST_LETTERS:
        raise Unprintable(f"{name} is {len(text)} letters long; one text may have {MOST_LETTERS}")
    return UNSEEN.sub(" ", text.replace("\r\n", "\n"))


def _address(text: str, form: str, name: str) -> str:
    if not re.fullmatch(form, text):
        raise Unprintable(f"{text[:80]!r} is no {name} of a calendar entry")
    return text
