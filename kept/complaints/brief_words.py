"""How a brief says an instant, a window, a length, and what went wrong: each word from a row."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as as_date
from django.utils.translation import gettext, ngettext, pgettext

from kept.complaints.known import Failure, Window
from kept.deliveries import words_live
from kept.deliveries.live import Why
from kept.deliveries.words_live import clock


def by(until: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """When something is due: ``today 17:00``, ``6 March 2026, 17:00``, ``the end of 6 March 2026``."""
    local = until.astimezone(zone)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        last = day(until - timedelta(microseconds=1), now=now, zone=zone)
        return gettext("the end of %(day)s") % {"day": last}
    said = day(until, now=now, zone=zone)
    return f"{said} {clock(local)}" if _days_ago(until, now, zone) == 0 else f"{said}, {clock(local)}"


def day(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """``today``, else ``3 March 2026``: a sentence is read aloud, and may be read later."""
    if _days_ago(at, now, zone) == 0:
        return pgettext("a day in a sentence", "today")
    # Translators: a day in the letters of Django's date formats: 3 March 2026
    return as_date(at.astimezone(zone), pgettext("day in a sentence", "j F Y"))


def on_day(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """At the beginning of a sentence: ``Today``, ``On 3 March 2026``."""
    if _days_ago(at, now, zone) == 0:
        return gettext("Today")
    return gettext("On %(day)s") % {"day": day(at, now=now, zone=zone)}


def window(starts_at: datetime, until: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """``3 March 2026, 12:00 to 16:00``; over midnight both days are named."""
    first, last = starts_at.astimezone(zone), until.astimezone(zone)
    words = {"day": day(starts_at, now=now, zone=zone), "from": clock(first), "until": clock(last)}
    if first.date() == last.date():
        return gettext("%(day)s, %(from)s to %(until)s") % words
    words["next"] = day(until, now=now, zone=zone)
    return gettext("%(day)s, %(from)s to %(next)s, %(until)s") % words


def hours(seen: Window, zone: ZoneInfo) -> dict[str, str]:
    """The ends of a window of today, and its arrival, as clocks."""
    ends = {"from": clock(seen.starts_at.astimezone(zone)), "until": clock(seen.until.astimezone(zone))}
    return ends | ({"at": clock(seen.arrived_at.astimezone(zone))} if seen.arrived_at else {})


def expected(seen: Window, *, now: datetime, zone: ZoneInfo) -> tuple[str, str] | None:
    """The clocks between which we see the truck come, no more exact than we are; None if nobody can tell."""
    if seen.seen is None or seen.arrived_at is not None or seen.seen.range is None:
        return None
    first, last = words_live.rounded(*seen.seen.range, now=now)
    return clock(first.astimezone(zone)), clock(last.astimezone(zone))


def no_truck(seen: Window) -> str:
    """That the truck of this window is out, with a space before it; nothing where one drives."""
    out = seen.seen is not None and seen.seen.because.why in (Why.LOST, Why.NO_DRIVER)
    return f" {words_live.why_for_them(seen.seen.because)}" if out and seen.seen else ""


def length(span: timedelta) -> str:
    """Whole minutes up to two hours, then hours and minutes: cut, never rounded up."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 1:
        return gettext("less than a minute")
    if minutes < 120 and minutes != 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    whole, rest = divmod(minutes, 60)
    said = ngettext("%(n)d hour", "%(n)d hours", whole) % {"n": whole}
    return said if not rest else gettext("%(hours)s %(minutes)d min") % {"hours": said, "minutes": rest}


def went_wrong(failure: Failure, *, now: datetime, zone: ZoneInfo) -> str:
    """One sentence: what we did wrong, and on which day."""
    at = failure.happened_at
    if failure.kind == "delivery_window" and at and failure.until and failure.starts_at:
        came = {"day": on_day(at, now=now, zone=zone)}
        if at > failure.until:
            late = gettext("%(day)s we came %(length)s after your window.")
            return late % {**came, "length": length(at - failure.until)}
        if at < failure.starts_at:
            early = gettext("%(day)s we came %(length)s before your window.")
            return early % {**came, "length": length(failure.starts_at - at)}
    if failure.kind == "reply":
        late = gettext("We owed you an answer by %(when)s, and it did not come in time.")
        return late % {"when": by(failure.at, now=now, zone=zone)}
    if failure.kind:
        broken = (
            gettext("We promised “%(words)s” by %(when)s, and did not keep it.")
            if at or failure.kind == "delivery_window"
            else gettext("We promised “%(words)s” by %(when)s, and by our record it has not come.")
        )
        return broken % {"when": by(failure.at, now=now, zone=zone), "words": failure.words.rstrip(".")}
    wrong = gettext("About your complaint of %(day)s we were in the wrong.")
    return wrong % {"day": day(failure.at, now=now, zone=zone)}


def _days_ago(at: datetime, now: datetime, zone: ZoneInfo) -> int:
    return (now.astimezone(zone).date() - at.astimezone(zone).date()).days
