"""How the windows of a quote stand on a page: by day, free with what they cost, taken with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from kept.deliveries import actions as deliveries
from kept.deliveries import words
from kept.deliveries.rules import MAY_BE_MADE_FREE, Free, LocalWindow, Quote, Taken
from kept.desk.wishes import Answered

BEST = 3


@dataclass(frozen=True, slots=True)
class Window:
    """One window: ``free``, or the ``reason`` why not; ``may_ask``: rearranging the trucks may help."""

    window: LocalWindow
    free: Free | None = None
    reason: str = ""
    may_ask: bool = False

    @property
    def id(self) -> str:
        return f"w-{self.window.day:%m%d}-{self.window.opens:%H%M}-{self.window.closes:%H%M}"

    @property
    def value(self) -> str:
        """As a form sends it."""
        return str(self.window)

    @property
    def span(self) -> str:
        return words.say_span(self.window.opens, self.window.closes)

    @property
    def day_name(self) -> str:
        return words.say_day(self.window.day)

    @property
    def name(self) -> str:
        return words.say(self.window)


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    windows: tuple[Window, ...]

    @property
    def name(self) -> str:
        return words.say_day(self.day)

    @property
    def has_free(self) -> bool:
        return any(window.free for window in self.windows)

    @property
    def closed_because(self) -> str:
        """The one reason why nothing of the whole day can be had; empty where windows differ."""
        reasons = {"" if window.free or window.may_ask else window.reason for window in self.windows}
        return reasons.pop() if len(reasons) == 1 else ""

    @property
    def is_full(self) -> bool:
        """Nothing is free, and something may be made free."""
        return not self.has_free and any(window.may_ask for window in self.windows)


def days(quote: Quote, *, but: LocalWindow | None = None) -> list[Day]:
    """Every window of the quote by day, free and taken side by side, ``but`` the one that they have."""
    found: list[Free | Taken] = [*quote.free, *quote.taken]
    answers = sorted((each for each in found if each.window != but), key=lambda each: each.window)
    return [
        Day(day, tuple(_window(each) for each in of_day))
        for day, of_day in groupby(answers, key=lambda each: each.window.day)
    ]


def best(quote: Quote, *, but: LocalWindow | None = None) -> list[Window]:
    """Where the trucks would drive least for it."""
    others = [free for free in quote.by_nearness() if free.window != but]
    return [Window(free.window, free) for free in others[:BEST]]


def instead(answered: Answered) -> list[Window]:
    """What can be had in place of what was asked for."""
    found = answered.answer.alternatives if answered.answer and answered.is_no else ()
    return [Window(free.window, free) for free in found]


def chosen(texts: Iterable[str]) -> list[LocalWindow]:
    """The windows that a form names. Raises ValueError for what is none."""
    return [LocalWindow.parse(text) for text in texts]


def taken_meanwhile(refused: deliveries.NoLongerFree) -> str:
    """Why a window that stood free on the page cannot be had any more, and what can."""
    if refused.why not in MAY_BE_MADE_FREE:
        return refused.words
    return f"{_('This window was taken meanwhile.')} {refused.words}"


def _window(answer: Free | Taken) -> Window:
    if isinstance(answer, Free):
        return Window(answer.window, answer)
    reason = words.reason(answer.window, answer.reason)
    return Window(answer.window, None, reason, answer.reason in MAY_BE_MADE_FREE)
