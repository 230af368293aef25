"""How a window, a reason and an answer are said to a customer: plain, with the reason and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from itertools import groupby

from django.utils.dateformat import format as as_date
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kept.deliveries.rules import Answer, Free, LocalWindow, Reason

WISH_LONGEST = 300

REASONS: dict[Reason, Lazy] = {
    Reason.CLOSED: gettext_lazy("We are closed on %(day)s."),
    Reason.TOO_LATE: gettext_lazy("The trucks for %(day)s are already being loaded."),
    Reason.CUT_OFF: gettext_lazy("The routes for %(day)s are fixed already."),
    Reason.BEYOND: gettext_lazy("We do not plan as far ahead as %(day)s yet."),
    Reason.NOT_OFFERED: gettext_lazy("We have no window %(span)s on %(day)s."),
    Reason.NO_TRUCK: gettext_lazy("No truck drives on %(day)s, %(span)s."),
    Reason.NO_SKILL: gettext_lazy("No crew that can do this drives on %(day)s, %(span)s."),
    Reason.HELD: gettext_lazy("The routes for %(day)s, %(span)s, are fixed already."),
    Reason.OUT_OF_REACH: gettext_lazy(
        "This address is too far for a truck to come on %(day)s, %(span)s, and be back in time."
    ),
    Reason.NO_ROOM: gettext_lazy("No truck has room left for this delivery on %(day)s, %(span)s."),
    Reason.FULL: gettext_lazy("The trucks are full on %(day)s, %(span)s."),
}


def say_day(day: date) -> str:
    """``Tue 3 Mar``."""
    # Translators: a day in the letters of Django's date formats: Tue 3 Mar
    return as_date(day, pgettext("day", "D j M"))


def say_span(opens: time, closes: time) -> str:
    """``8–12``, ``8:30–12``."""
    return f"{_hour(opens)}–{_hour(closes)}"


def say(window: LocalWindow) -> str:
    """``Tue 3 Mar, 8–12``."""
    return f"{say_day(window.day)}, {say_span(window.opens, window.closes)}"


def promise_words(window: LocalWindow) -> str:
    """What the promise says: that the visit begins inside the window."""
    return _("We come on %(day)s between %(opens)s and %(closes)s.") % {
        "day": say_day(window.day),
        "opens": f"{window.opens:%H:%M}",
        "closes": f"{window.closes:%H:%M}",
    }


def reason(window: LocalWindow, why: Reason) -> str:
    said = {"day": say_day(window.day), "span": say_span(window.opens, window.closes)}
    return str(REASONS[why]) % said


def why_no_hour() -> str:
    """Why an exact hour is no promise (DOMAIN §1.3)."""
    return _(
        "An exact hour is not something we could promise and keep: every house is different, "
        "and nobody can tell how long each stop before yours takes."
    )


def answer(given: Answer, *, told: bool = True) -> str:
    """The whole answer to a wish, in words a customer may read. ``told``: they knew of our rule before."""
    if given.granted:
        return promise_words(given.granted.window)
    return f"{why_not(given, told=told)} {next_best(given.alternatives)}"


def why_not(given: Answer, *, told: bool = True) -> str:
    """Why a wish is not granted, without what can be had instead."""
    parts = [] if told else [_("We should have told you this sooner.")]
    if given.exact:
        parts.append(why_no_hour())
    if given.window and given.reason:
        parts.append(reason(given.window, given.reason))
    return " ".join(parts)


def if_we_rearrange(window: LocalWindow) -> str:
    """The answer to a wish for a window that is only free once stops change places."""
    return _("Yes: if we put our route in another order, we can come %(window)s.") % {"window": say(window)}


def any_of(windows: Sequence[LocalWindow]) -> str:
    """Several windows of which any suits, as a wish: ``Any of these: Tue 3 Mar, 8–12, 12–16; …``."""
    days = [
        ", ".join([say_day(day), *(say_span(each.opens, each.closes) for each in of_day)])
        for day, of_day in groupby(windows, key=lambda each: each.day)
    ]
    said = _("Any of these: %(windows)s") % {"windows": "; ".join(days)}
    return said if len(said) <= WISH_LONGEST else f"{said[: WISH_LONGEST - 1]}…"


def next_best(free: tuple[Free, ...]) -> str:
    """The nearest true windows as a sentence; what to do where there is none."""
    if not free:
        return _("No window is free in the days we plan so far.")
    first, *others = free
    near = _("%(window)s is free, and a truck is near you then.") if first.near else _("%(window)s is free.")
    said = near % {"window": say(first.window)}
    if not others:
        return said
    return f"{said} " + _("Also free: %(windows)s.") % {
        "windows": _(" and ").join(say(o.window) for o in others)
    }


def _hour(at: time) -> str:
    return str(at.hour) if at.minute == 0 else f"{at.hour}:{at:%M}"
