"""The short letters about a complaint: that we have it and by when we answer, and how it ended unjudged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.complaints.models import Complaint
from kept.desk.receipts import day_in_words
from kept.promises.models import Promise

ROOM_FOR_A_REASON = 60  # words: no letter has more than 150


def subject(complaint: Complaint) -> str:
    """What stands above a mail about it, in the language that is in force."""
    return _("Your complaint of %(day)s") % {"day": _day(complaint.at, complaint)}


def subject_of_letter(complaint: Complaint) -> str:
    """What stands above the letter that says how it ended."""
    form = _("Your complaint of %(day)s: what we found")
    if not complaint.has_finding:
        form = _("Your complaint of %(day)s: how it ended")
    return form % {"day": _day(complaint.at, complaint)}


def received(owed: Promise) -> str:
    """It is written down, and by when we answer with our reasons."""
    return _(
        "We have written down your complaint. You get our answer, with our reasons and what we looked at, "
        "by %(day)s. You need not do anything until then."
    ) % {"day": _last_day(owed)}


def again(owed: Promise) -> str:
    """Somebody else looks at it, or we look again, and by when we write."""
    return _(
        "We look at your complaint again, and what was decided before stays on record. You hear from us, "
        "with our reasons, by %(day)s."
    ) % {"day": _last_day(owed)}


def put_off(owed: Promise, because: str) -> str:
    """We do not make it by the day we named: the new one, and why. The first is not forgotten."""
    late = _(
        "We do not make it by the day we promised you. You get our answer by %(day)s. The reason: %(why)s"
    )
    kept = _("The first day stays on our record as one that we did not keep.")
    return f"{late % {'day': _last_day(owed), 'why': because}}\n\n{kept}"


def ended(complaint: Complaint, promised: Sequence[Promise], *, language: str) -> str:
    """How it ended without a verdict: agreed on, taken back, or nothing found; and the way on."""
    with override(language):
        opening = _("You told us on %(day)s what went wrong.") % {"day": _day(complaint.at, complaint)}
        return "\n\n".join([opening, _how(complaint), *_what_now(promised), _way_on(complaint)])


def _how(complaint: Complaint) -> str:
    because = " ".join(complaint.because.split()[:ROOM_FOR_A_REASON])
    if complaint.state == Complaint.State.SETTLED:
        how = _("We have agreed with you what we do, without judging who was right: %(because)s")
    elif complaint.state == Complaint.State.WITHDRAWN:
        how = _("You have taken it back, and we ended it there: %(because)s")
    else:
        how = _("We looked for a promise, a term or a rule that bears on it, and found none: %(because)s")
    return how % {"because": because}


def _what_now(promised: Sequence[Promise]) -> list[str]:
    lines = [
        _("%(what)s, by %(day)s.") % {"what": each.words.rstrip("."), "day": _last_day(each)}
        for each in promised[:3]
    ]
    return ["\n".join((_("What we do now"), *lines))] if lines else []


def _way_on(complaint: Complaint) -> str:
    if complaint.has_finding:
        return _("If you see it otherwise, answer once, or let somebody else look at it, on the page below.")
    return _("If anything changes, answer this letter: we open it again, and what was said is kept.")


def _last_day(promise: Promise) -> str:
    """Until the midnight after a day is by that day."""
    local = (promise.until - timedelta(microseconds=1)).astimezone(promise.location.zone)
    return day_in_words(local.date())


def _day(at: datetime, complaint: Complaint) -> str:
    return day_in_words(at.astimezone(complaint.location.zone).date())
