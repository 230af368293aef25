"""What may be said first: at most three sentences, each made from a row of the brief."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as as_date
from django.utils.translation import gettext, ngettext, pgettext

from kept.complaints.known import Brief, Failure, Owed, Suggested, Window

MOST = 3


def suggest(brief: Brief) -> tuple[Suggested, ...]:
    """At most three, what weighs most first: late promises, what we did wrong, today, what they told us."""
    return tuple(islice(_all(brief), MOST))


def _all(brief: Brief) -> Iterator[Suggested]:
    if brief.late:
        yield _late(brief.late[0], brief)
    window = brief.today[0] if brief.today else None
    failure = _past_failure(brief, window)
    if failure is not None:
        yield _failed(failure, brief, kept_today=window if window and window.outcome == "kept" else None)
    if window is not None and (failure is None or window.outcome != "kept"):
        yield _of_today(window, brief)
    if brief.elsewhere:
        heard = brief.elsewhere[0]
        words = gettext("You told us what you went through elsewhere: “%(what)s”.")
        yield Suggested(words % {"what": heard.what.rstrip(".")}, (heard.ref,))
    if brief.last_matter and brief.last_matter.handed_on:
        yield _handed_on(brief.last_matter.handed_on, brief.last_matter.ref)
    if brief.kept and not brief.failures and not brief.late:
        yield _all_kept(brief)


def _past_failure(brief: Brief, window: Window | None) -> Failure | None:
    """The newest failure that is not the one of today's window, which has a sentence of its own."""
    mine = window.ref if window is not None else ""
    return next((failure for failure in brief.failures if failure.ref != mine), None)


def _late(owed: Owed, brief: Brief) -> Suggested:
    words = gettext("We promised “%(words)s” by %(when)s, and it is not done yet.")
    return Suggested(words % {"words": owed.words, "when": _when(owed.until, brief)}, (owed.ref,))


def _failed(failure: Failure, brief: Brief, *, kept_today: Window | None) -> Suggested:
    before, refs = _what_went_wrong(failure, brief), [failure.ref]
    made_good = [became for became in failure.became if became.outcome == "kept"]
    if kept_today is not None:
        after = gettext("Today’s window was kept.")
        refs.append(kept_today.ref)
    elif made_good:
        after = gettext("We made it good: %(words)s.") % {"words": made_good[0].words.rstrip(".")}
        refs.append(made_good[0].ref)
    elif not failure.became:
        after = gettext("Nothing has been done about it so far.")
    else:
        return Suggested(before, tuple(refs))
    return Suggested(f"{before} {after}", tuple(refs))


def _what_went_wrong(failure: Failure, brief: Brief) -> str:
    day = _day(failure.at, brief.zone)
    at = failure.happened_at
    if failure.kind == "delivery_window" and at and failure.until and failure.starts_at:
        if at > failure.until:
            late = gettext("On %(day)s we came %(length)s after your window.")
            return late % {"day": day, "length": _length(at - failure.until)}
        if at < failure.starts_at:
            early = gettext("On %(day)s we came %(length)s before your window.")
            return early % {"day": day, "length": _length(failure.starts_at - at)}
    if failure.kind == "reply":
        return gettext("On %(day)s we owed you an answer, and it did not come.") % {"day": day}
    if failure.kind:
        broken = gettext("On %(day)s we did not keep what we had promised: %(words)s.")
        return broken % {"day": day, "words": failure.words.rstrip(".")}
    wrong = gettext("About your complaint of %(day)s we were in the wrong.")
    return wrong % {"day": day}


def _of_today(window: Window, brief: Brief) -> Suggested:
    facts = {
        "from": _clock(window.starts_at, brief.zone),
        "until": _clock(window.until, brief.zone),
        "at": _clock(window.arrived_at or window.until, brief.zone),
    }
    if window.outcome == "kept":
        words = gettext("Today’s window, %(from)s to %(until)s, was kept: we came at %(at)s.")
    elif window.outcome == "broken" and window.arrived_at:
        words = gettext("Today’s window was %(from)s to %(until)s, and we came at %(at)s.")
    elif window.until < brief.now:
        words = gettext("Today’s window was %(from)s to %(until)s, and no arrival is recorded.")
    else:
        words = gettext("Your window today is %(from)s to %(until)s.")
    return Suggested(words % facts, (window.ref,))


def _handed_on(times: int, ref: str) -> Suggested:
    words = ngettext(
        "Last time you were handed on %(n)d time.", "Last time you were handed on %(n)d times.", times
    )
    return Suggested(words % {"n": times}, (ref,))


def _all_kept(brief: Brief) -> Suggested:
    words = ngettext(
        "So far we have kept the one promise that was due to you.",
        "So far we have kept all %(n)d promises that were due to you.",
        brief.kept,
    )
    return Suggested(words % {"n": brief.kept}, (f"customer:{brief.customer.pk}",))


def _when(at: datetime, brief: Brief) -> str:
    if at.astimezone(brief.zone).date() == brief.now.astimezone(brief.zone).date():
        return gettext("today %(clock)s") % {"clock": _clock(at, brief.zone)}
    return f"{_day(at, brief.zone)}, {_clock(at, brief.zone)}"


def _day(at: datetime, zone: ZoneInfo) -> str:
    # Translators: a day in the letters of Django's date formats: 3 March 2026
    return as_date(at.astimezone(zone), pgettext("day in a sentence", "j F Y"))


def _clock(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.hour}:{local:%M}"


def _length(span: timedelta) -> str:
    """Whole minutes up to two hours, then hours and minutes: cut, never rounded up."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 1:
        return gettext("less than a minute")
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    said = ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return said if not rest else gettext("%(hours)s %(minutes)d min") % {"hours": said, "minutes": rest}
