"""What may be said first: at most three sentences, each made from rows of the brief and as true as they."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from kept.complaints import brief_words as say
from kept.complaints.known import Became, Brief, Failure, Moved, Owed, Suggested, Window
from kept.complaints.topics import OF_PROMISES, Topic

MOST = 3
OF_WINDOWS = frozenset({Topic.WINDOW})


def suggest(brief: Brief) -> tuple[Suggested, ...]:
    """At most three: what their words are about first, then what weighs most.

    By weight: what is late, today, a complaint that waits, what we did wrong, what we moved, what they told
    us, how often they were passed on; and that all was kept, where it was. No row is said twice, and no
    sentence.
    """
    if brief.customer.erased_at is not None:
        return ()
    ordered = sorted(_all(brief), key=lambda said: not said.topics & brief.asked)
    found: list[Suggested] = []
    for said in ordered:
        if not any(said.refs[0] in other.refs or said.sentence == other.sentence for other in found):
            found.append(said)
    return tuple(found[:MOST])


def _all(brief: Brief) -> Iterator[Suggested]:
    window = _window_of_today(brief)
    kept_today = window if window and window.outcome == "kept" else None
    failures = [_failed(each, brief, kept_today) for each in brief.failures if _is_past(each, window)]
    yield from (said for said in failures if any(owed.ref in said.refs for owed in brief.late))
    yield from (_late(owed, brief) for owed in brief.late if owed.kind != "delivery_window")
    if window is not None and not any(window.ref in said.refs for said in failures):
        yield _of_today(window, brief)
    for complaint in brief.complaints:
        words = gettext("Your complaint of %(day)s is with us, and our letter has not left yet.")
        day = say.day(complaint.at, now=brief.now, zone=brief.zone)
        yield Suggested(words % {"day": day}, (complaint.ref,))
    yield from failures
    yield from (_moved(moved, brief) for moved in brief.moved)
    for heard in brief.elsewhere:
        words = gettext("You told us what you went through elsewhere: “%(what)s”.")
        yield Suggested(words % {"what": heard.what.rstrip(".")}, (heard.ref,))
    if brief.last_matter and brief.last_matter.handed_on:
        yield _handed_on(brief.last_matter.handed_on, brief.last_matter.ref)
    if _all_was_kept(brief):
        yield _all_kept(brief)


def _window_of_today(brief: Brief) -> Window | None:
    """The one that is still ahead, else the last one of the day."""
    ahead = (window for window in brief.today if not window.outcome)
    return next(ahead, brief.today[-1] if brief.today else None)


def _is_past(failure: Failure, window: Window | None) -> bool:
    """Whether it is not the one of today's window, which has a sentence of its own."""
    return window is None or failure.ref != window.ref


def _late(owed: Owed, brief: Brief) -> Suggested:
    words = gettext("We promised “%(words)s” by %(when)s, and it is not done yet.")
    when = say.by(owed.until, now=brief.now, zone=brief.zone)
    return Suggested(words % {"words": owed.words, "when": when}, (owed.ref,), _topics(owed.kind))


def _failed(failure: Failure, brief: Brief, kept_today: Window | None) -> Suggested:
    """What went wrong, and what became of it; where that is settled, beside a window that was kept today."""
    before, topics = say.went_wrong(failure, now=brief.now, zone=brief.zone), _topics(failure.kind)
    waited_for = [became for became in failure.became if became.outcome in ("", "broken")]
    made_good = [became for became in failure.became if became.outcome == "kept"]
    if waited_for:
        owed = min(waited_for, key=lambda became: became.until)
        after, refs = _still_owed(owed, brief), (failure.ref, owed.ref)
        return Suggested(f"{before} {after}", refs, topics | {Topic.REFUND})
    if kept_today is not None:
        after = gettext("Today’s window was kept.")
        return Suggested(f"{before} {after}", (failure.ref, kept_today.ref), topics)
    if made_good:
        after = gettext("We made it good: %(words)s.") % {"words": made_good[0].words.rstrip(".")}
        return Suggested(f"{before} {after}", (failure.ref, made_good[0].ref), topics)
    if failure.kind == "delivery_window" and not failure.became:
        after = gettext("Nothing is on record that we did about it.")
        return Suggested(f"{before} {after}", (failure.ref,), topics)
    return Suggested(before, (failure.ref,), topics)


def _still_owed(became: Became, brief: Brief) -> str:
    """How a promise stands that was made for a failure and is not kept."""
    if not became.outcome and not became.late(brief.now):
        words = gettext("What we promised for it is due by %(when)s: %(words)s.")
    elif became.happened_at is None:
        words = gettext("What we promised for it by %(when)s has not come, by our record: %(words)s.")
    else:
        words = gettext("What we promised for it by %(when)s did not all come in time: %(words)s.")
    when = say.by(became.until, now=brief.now, zone=brief.zone)
    return words % {"when": when, "words": became.words.rstrip(".")}


def _of_today(window: Window, brief: Brief) -> Suggested:
    facts = say.hours(window, brief.zone)
    expected = say.expected(window, now=brief.now, zone=brief.zone)
    if window.outcome == "kept" and window.arrived_at:
        words = gettext("Today’s window, %(from)s to %(until)s, was kept: we came at %(at)s.")
    elif window.arrived_at:
        words = gettext("Today’s window was %(from)s to %(until)s, and we came at %(at)s.")
    elif window.outcome == "kept":
        words = gettext("Today’s window, %(from)s to %(until)s, was kept.")
    elif window.outcome:
        words = gettext("Today’s window, %(from)s to %(until)s, was not kept.")
    elif expected:
        facts["first"], facts["last"] = expected
        words = gettext("Your window today is %(from)s to %(until)s.")
        words += " " + gettext("As we see it now, we come between %(first)s and %(last)s.")
    elif window.until < brief.now:
        words = gettext("Today’s window was %(from)s to %(until)s, and no arrival is recorded.")
    else:
        words = gettext("Your window today is %(from)s to %(until)s.") + say.no_truck(window)
    return Suggested(words % facts, (window.ref,), OF_WINDOWS)


def _moved(moved: Moved, brief: Brief) -> Suggested:
    words = gettext("It was we who moved your window: from %(before)s, to %(now)s.")
    said = {
        "before": say.window(moved.starts_at, moved.until, now=brief.now, zone=brief.zone),
        "now": say.window(moved.now_starts_at, moved.now_until, now=brief.now, zone=brief.zone),
    }
    return Suggested(words % said, (moved.ref, moved.instead), OF_WINDOWS)


def _handed_on(times: int, ref: str) -> Suggested:
    words = ngettext(
        "Last time you were handed on %(n)d time.", "Last time you were handed on %(n)d times.", times
    )
    return Suggested(words % {"n": times}, (ref,))


def _all_was_kept(brief: Brief) -> bool:
    nothing_wrong = not (brief.failures or brief.late or brief.moved or brief.complaints)
    return bool(brief.kept) and nothing_wrong and brief.all_read


def _all_kept(brief: Brief) -> Suggested:
    row = (f"customer:{brief.customer.pk}",)
    if brief.kept == 2:
        return Suggested(gettext("So far we have kept both promises that were due to you."), row)
    words = ngettext(
        "So far we have kept the one promise that was due to you.",
        "So far we have kept all %(n)d promises that were due to you.",
        brief.kept,
    )
    return Suggested(words % {"n": brief.kept}, row)


def _topics(kind: str) -> frozenset[Topic]:
    return OF_PROMISES.get(kind, frozenset())
