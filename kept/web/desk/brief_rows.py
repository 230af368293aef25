"""The rows of a brief as the page shows them: a label, few words, the row behind them, what weighs first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.dateformat import format as as_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kept.complaints import brief_words as say
from kept.deliveries import words_live
from kept.web import times
from kept.web.desk import lines, words
from kept.web.promise_line import Line, State

if TYPE_CHECKING:
    from kept.complaints.known import Became, Brief, Failure, LastMatter, Owed, Told, Window

FAILURES_SHOWN = 2
OWED_SHOWN = 3
TOLD_SHOWN = 2
BAD, SOON, NOTE = "bad", "soon", "note"  # broken; late or waiting; what they ask about. The words say it too


@dataclass(frozen=True)
class Piece:
    """Words that open the row they are made from; ``tone`` BAD, SOON or ""."""

    words: str
    ref: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """A line of the brief. ``line`` is the promise line of a window of today; then come the pieces."""

    label: str
    pieces: tuple[Piece, ...] = ()
    line: Line | None = None
    ref: str = ""


def rows(brief: Brief) -> list[Row]:
    """In one order always, so that the eye knows where to look; what holds nothing is left out."""
    return [row for row in _all(brief) if row.pieces or row.line]


def _all(brief: Brief) -> Iterator[Row]:
    for window in brief.today:
        yield Row(_("Today"), _seen(window, brief), line=_line(window, brief), ref=window.ref)
    for failure in brief.failures[:FAILURES_SHOWN]:
        yield Row(_("We failed"), (_went_wrong(failure, brief), *_became(failure, brief)))
    more = len(brief.failures) - FAILURES_SHOWN
    if more > 0:
        before = ngettext("%(n)d more failure of ours", "%(n)d more failures of ours", more) % {"n": more}
        yield Row(_("Before"), (Piece(before, f"customer:{brief.customer.pk}", BAD),))
    for moved in brief.moved[:1]:
        said = _("%(before)s, moved at our wish to %(now)s") % {
            "before": _window(moved.starts_at, moved.until, brief),
            "now": _window(moved.now_starts_at, moved.now_until, brief),
        }
        yield Row(_("We moved"), (Piece(said, moved.ref, SOON),))
    yield Row(_("We owe"), tuple(_owed(owed, brief) for owed in _most_pressing(brief)))
    yield Row(_("Complaint"), tuple(_complaints(brief)))
    yield Row(_("Told"), (*(_told(told, brief) for told in brief.told_of_it[:TOLD_SHOWN]), *_untold(brief)))
    if brief.last_matter:
        yield Row(_("Last matter"), tuple(_last_matter(brief.last_matter, brief)))
    yield Row(_("Elsewhere"), tuple(Piece(f"“{heard.what}”", heard.ref) for heard in brief.elsewhere[:1]))
    yield Row(_("With us"), tuple(_with_us(brief)))


def _line(window: Window, brief: Brief) -> Line:
    seen = window.seen.range if window.seen else None
    ahead = State.DUE_SOON if window.until - brief.now <= lines.SOON else State.MADE
    return Line(
        state=State(window.outcome) if window.outcome else ahead,
        words=str(lines.NAMES["delivery_window"]),
        zone=brief.zone,
        now=brief.now,
        starts_at=window.starts_at,
        ends_at=window.until,
        arrived_at=window.arrived_at,
        expected=words_live.rounded(*seen, now=brief.now) if seen and not window.arrived_at else None,
    )


def _seen(window: Window, brief: Brief) -> tuple[Piece, ...]:
    """When the truck comes as we see it now, how many visits it has before, and why it comes too late."""
    expected = say.expected(window, now=brief.now, zone=brief.zone)
    if window.seen is None or window.arrived_at is not None:
        return ()
    found = []
    if expected:
        now_seen = _("now seen at %(span)s") % {"span": "–".join(expected)}
        stops = ngettext("%(n)d stop before", "%(n)d stops before", window.seen.before)
        said = f"{now_seen}, {stops % {'n': window.seen.before}}" if window.seen.before else now_seen
        found.append(Piece(said, window.ref, NOTE))
    if window.seen.outlook.is_danger:
        why = words_live.why(window.seen.because, zone=brief.zone)
        found.append(Piece(f"{words_live.outlook(window.seen)}. {why}", window.ref, BAD))
    return tuple(found)


def _went_wrong(failure: Failure, brief: Brief) -> Piece:
    """Shorter than the sentence above it: the day, and by how much or what."""
    day = _day(failure.happened_at or failure.at - timedelta(microseconds=1), brief)
    at = failure.happened_at
    said = failure.words.rstrip(".")
    if failure.kind == "delivery_window" and at and failure.until and failure.starts_at:
        outside = at - failure.until if at > failure.until else failure.starts_at - at
        words = _("%(length)s too late") if at > failure.until else _("%(length)s too early")
        said = words % {"length": say.length(outside)} if outside > timedelta(0) else said
    elif failure.kind and not at:
        said = _("%(words)s: not come") % {"words": said}
    return Piece(f"{day}: {said}", failure.ref, BAD)


def _became(failure: Failure, brief: Brief) -> Iterator[Piece]:
    for became in failure.became:
        yield Piece(f"{became.words.rstrip('.')}: {_stands(became, brief)}", became.ref, _tone(became, brief))
    if not failure.became and failure.kind == "delivery_window":
        yield Piece(_("nothing on record that we did about it"), "", SOON)


def _stands(became: Became, brief: Brief) -> str:
    due = {"when": _by(became.until, brief)}
    if became.outcome == "broken" or became.late(brief.now):
        came = _("late, was due by %(when)s") if became.happened_at else _("not come, was due by %(when)s")
        return came % due
    return str(words.OUTCOMES[became.outcome]).lower() if became.outcome else _("due by %(when)s") % due


def _tone(became: Became, brief: Brief) -> str:
    if became.outcome == "broken" or became.late(brief.now):
        return BAD
    return "" if became.outcome else SOON


def _most_pressing(brief: Brief) -> list[Owed]:
    """Late ones first, those of today's windows left out: they have a row of their own."""
    todays = {window.ref for window in brief.today}
    mending = {became.ref for failure in brief.failures[:FAILURES_SHOWN] for became in failure.became}
    return [owed for owed in brief.owed if owed.ref not in todays | mending][:OWED_SHOWN]


def _owed(owed: Owed, brief: Brief) -> Piece:
    when = _by(owed.until, brief)
    if owed.starts_at:
        return Piece(_window(owed.starts_at, owed.until, brief), owed.ref, SOON if owed.late else "")
    said = _("%(words)s, late since %(when)s") if owed.late else _("%(words)s, by %(when)s")
    return Piece(said % {"words": owed.words.rstrip("."), "when": when}, owed.ref, SOON if owed.late else "")


def _complaints(brief: Brief) -> Iterator[Piece]:
    for complaint in brief.complaints:
        said = _("decided, the letter has not left") if complaint.decided else _("waits for our letter")
        day = _day(complaint.at, brief)
        yield Piece(_("of %(day)s %(stands)s") % {"day": day, "stands": said}, complaint.ref, SOON)


def _told(told: Told, brief: Brief) -> Piece:
    """How often, how often in writing, when last."""
    how = _("told %(often)s") % {"often": _often(told.times)}
    if told.written == told.times:
        how = _("told %(often)s in writing") % {"often": _often(told.times)}
    elif told.written:
        how += _(", %(often)s in writing") % {"often": _often(told.written)}
    else:
        how += _(", only spoken")
    words = _("%(title)s: %(how)s, last %(day)s")
    said = words % {"title": told.title, "how": how, "day": _day(told.at, brief)}
    return Piece(said, told.ref, NOTE if told.topics & brief.asked else "")


def _often(times: int) -> str:
    few = {1: _("once"), 2: _("twice")}
    return few.get(times) or ngettext("%(n)d time", "%(n)d times", times) % {"n": times}


def _untold(brief: Brief) -> Iterator[Piece]:
    for untold in brief.untold:
        said = _("%(title)s: never told, so nothing of it binds them") % {"title": untold.title}
        yield Piece(said, untold.ref, NOTE)


def _last_matter(matter: LastMatter, brief: Brief) -> Iterator[Piece]:
    if matter.settled_at:
        yield Piece(_("settled %(day)s") % {"day": _day(matter.settled_at, brief)}, matter.ref)
    else:
        yield Piece(_("open since %(day)s") % {"day": _day(matter.opened_at, brief)}, matter.ref, SOON)
    if matter.handed_on:
        passed = ngettext("handed on once", "handed on %(n)d times", matter.handed_on)
        yield Piece(passed % {"n": matter.handed_on}, matter.ref, SOON)


def _with_us(brief: Brief) -> Iterator[Piece]:
    yield Piece(_("since %(day)s") % {"day": as_date(brief.since, pgettext("month", "M Y"))})
    if brief.kept:
        kept = ngettext("%(n)d promise kept", "%(n)d promises kept", brief.kept) % {"n": brief.kept}
        yield Piece(kept, f"customer:{brief.customer.pk}")


def _window(starts_at: datetime, until: datetime, brief: Brief) -> str:
    return times.say_window(starts_at, until, now=brief.now, zone=brief.zone)


def _by(until: datetime, brief: Brief) -> str:
    """The day alone where the promise is by its end."""
    local = until.astimezone(brief.zone)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return _day(until - timedelta(microseconds=1), brief)
    return times.say_instant(until, now=brief.now, zone=brief.zone)


def _day(at: datetime, brief: Brief) -> str:
    today = brief.now.astimezone(brief.zone).date()
    return times.say_day(at.astimezone(brief.zone).date(), today=today)
