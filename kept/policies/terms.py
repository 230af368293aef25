"""The kinds of terms: what each asks for, how it is said, and what a fee's formula gives. Pure.

A term stands in its row as a key and facts (``window {"hours": 4}``); here it is a value that checks itself.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, ClassVar

from kept.base.money import Money
from kept.policies.rules import TermKind

SERVICE, MONEY = TermKind.SERVICE, TermKind.MONEY
ADD_ONS, MEMBERSHIP = "add_ons", "membership"  # what a fee is for; "" is for either


def gettext_noop(words: str) -> str:
    """Mark words for the translators; the edge translates them (what decides knows no Django)."""
    return words


_ = gettext_noop
NO_FEE = _("A fee is more than nothing, and so is the most that it can be.")
_WHAT = {"": _("anything"), MEMBERSHIP: _("the membership"), ADD_ONS: _("what was taken in addition")}


class TermError(ValueError):
    """These facts are no such term; the message says why, for whoever wrote it."""


@dataclass(frozen=True)
class Said:
    """A sentence with places for ``values``; an edge says them, money and days too, in the reader's language.

    ``many`` is the sentence for every ``n`` but one.
    """

    words: str
    values: Mapping[str, Any] = field(default_factory=dict)
    many: str = ""
    n: int = 1


class Typed:
    """What all kinds of terms have in common. Frozen dataclasses; building one raises TermError."""

    key: ClassVar[str]
    kind: ClassVar[TermKind]
    binds_us: ClassVar[bool] = False  # what we owe: it is held against nobody, so it counts told or not

    @property
    def facts(self) -> dict[str, Any]:
        """As they stand in the row: what is not set is left out."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}  # type: ignore[call-overload]  # every kind is a dataclass

    @property
    def said(self) -> Said:
        raise NotImplementedError


@dataclass(frozen=True)
class Window(Typed):
    """How long a delivery window is."""

    key: ClassVar = "window"
    kind: ClassVar = SERVICE
    hours: int

    def __post_init__(self) -> None:
        _between(self.hours, 1, 24, _("A window has 1 to 24 hours."))

    @property
    def said(self) -> Said:
        return Said(
            _("We come within a window of %(n)s hour. An exact time is not promised."),
            many=_("We come within a window of %(n)s hours. An exact time is not promised."),
            n=self.hours,
        )


@dataclass(frozen=True)
class VisitNotice(Typed):
    """How long before a visit we call."""

    key: ClassVar = "visit_notice"
    kind: ClassVar = SERVICE
    binds_us: ClassVar = True
    minutes: int

    def __post_init__(self) -> None:
        _between(self.minutes, 1, 1440, _("The call comes 1 to 1440 minutes before a visit."))

    @property
    def said(self) -> Said:
        return Said(
            _("We call %(n)s minute before we come."),
            many=_("We call %(n)s minutes before we come."),
            n=self.minutes,
        )


LATE_CREDIT_SAID = {  # by whether working days count, and whether it is owed again when it comes late
    (False, False): (
        _("If we miss the window, %(amount)s comes back within %(n)s day, unasked."),
        _("If we miss the window, %(amount)s comes back within %(n)s days, unasked."),
    ),
    (True, False): (
        _("If we miss the window, %(amount)s comes back within %(n)s working day, unasked."),
        _("If we miss the window, %(amount)s comes back within %(n)s working days, unasked."),
    ),
    (False, True): (
        _("If we miss the window, %(amount)s comes back within %(n)s day, unasked; again if late."),
        _("If we miss the window, %(amount)s comes back within %(n)s days, unasked; again if late."),
    ),
    (True, True): (
        _("If we miss the window, %(amount)s comes back within %(n)s working day, unasked; again if late."),
        _("If we miss the window, %(amount)s comes back within %(n)s working days, unasked; again if late."),
    ),
}


@dataclass(frozen=True)
class LateCredit(Typed):
    """What we pay when we miss a window: within ``days``, working days where ``working`` says so.

    ``again``: each time the sum itself comes late, it is owed once more. Neither is set unless it is told.
    """

    key: ClassVar = "late_credit"
    kind: ClassVar = SERVICE
    binds_us: ClassVar = True
    minor: int
    currency: str
    days: int
    working: bool | None = None
    again: bool | None = None

    def __post_init__(self) -> None:
        _between(self.minor, 1, None, _("A credit is more than nothing."))
        _between(self.days, 1, 366, _("A credit is paid within 1 to 366 days."))
        if {self.working, self.again} - {None, True}:
            raise TermError(_("A figure of this term is missing, or is none of it."))

    @property
    def amount(self) -> Money:
        return Money(self.minor, self.currency)

    @property
    def said(self) -> Said:
        words, many = LATE_CREDIT_SAID[bool(self.working), bool(self.again)]
        return Said(words, {"amount": self.amount}, many=many, n=self.days)


@dataclass(frozen=True)
class Fee(Typed):
    """What ending costs: a formula, and ``minor``, which it never exceeds.

    Neither ``per_month`` nor ``percent``: the sum ``minor``, once. ``per_month``: so many minor units for
    each whole month that is left of ``months``. ``percent``: this part of the price of these months.
    Without ``months`` the sum is due whenever it ends. ``of``: "membership", "add_ons", or "" for either.
    """

    key: ClassVar = "fee"
    kind: ClassVar = MONEY
    minor: int
    currency: str
    months: int | None = None
    of: str = ""
    per_month: int | None = None
    percent: int | None = None

    def __post_init__(self) -> None:
        _between(self.minor, 1, None, NO_FEE)
        if self.months is not None:
            _between(self.months, 1, 120, _("A fee counts for the first 1 to 120 months."))
        elif self.per_month is not None or self.percent is not None:
            raise TermError(_("A fee by the months that are left needs the number of months."))
        if self.per_month is not None and self.percent is not None:
            raise TermError(_("A fee is a sum a month or a part of the price, not both."))
        if self.per_month is not None:
            _between(self.per_month, 1, None, NO_FEE)
        if self.percent is not None:
            _between(self.percent, 1, 100, _("A part of the price is 1 to 100 percent."))
        if self.of not in ("", MEMBERSHIP, ADD_ONS):
            raise TermError(_("A fee is for the membership, for what is taken in addition, or for either."))

    @property
    def cap(self) -> Money:
        return Money(self.minor, self.currency)

    def due(self, taken: Sequence[Taken], *, asked_on: date) -> Money:
        """What the formula gives for things taken on these days and asked to end on that one.

        Once for all of them together, never more than the cap, rounded down: the doubt is the customer's.
        """
        running = [
            one for one in taken if self.months is None or asked_on < months_after(one.on, self.months)
        ]
        if not running:
            return Money(0, self.currency)
        if self.per_month is not None:
            given = self.per_month * max(self._left(one, asked_on) for one in running)
        elif self.percent is not None:
            given = (
                sum(one.monthly.minor * self._left(one, asked_on) for one in running) * self.percent // 100
            )
        else:
            given = self.minor
        return Money(min(given, self.minor), self.currency)

    def _left(self, one: Taken, asked_on: date) -> int:
        """The whole months that are left of the first ``months``; one that has begun does not count."""
        assert self.months is not None
        return sum(months_after(one.on, begun) > asked_on for begun in range(self.months))

    @property
    def said(self) -> Said:
        values = {"amount": self.cap, "percent": self.percent, "what": Said(_WHAT[self.of])}
        if self.months is None:
            return Said(_("Ending %(what)s costs %(amount)s, once."), values)
        if self.per_month is not None:
            values["part"] = Money(self.per_month, self.currency)
            words = _(
                "Ending %(what)s within the first %(n)s months costs %(part)s for each whole month that is "
                "left of them, never more than %(amount)s. After that it costs nothing."
            )
        elif self.percent is not None:
            words = _(
                "Ending %(what)s within the first %(n)s months costs %(percent)s percent of the price of the "
                "whole months that are left of them, never more than %(amount)s. After that it costs nothing."
            )
        else:
            words = _(
                "Ending %(what)s within the first %(n)s months costs %(amount)s, once. "
                "After that it costs nothing."
            )
        return Said(words, values, many=words, n=self.months)


@dataclass(frozen=True)
class Taken:
    """Something that is ended: since which day it is had, and its price a month."""

    on: date
    monthly: Money


@dataclass(frozen=True)
class Notice(Typed):
    """How many days are charged after somebody asked to leave. It costs them money, so it is a money term."""

    key: ClassVar = "notice"
    kind: ClassVar = MONEY
    days: int

    def __post_init__(self) -> None:
        _between(self.days, 1, 366, _("A notice period has 1 to 366 days."))

    @property
    def said(self) -> Said:
        return Said(
            _("It ends %(n)s day after you ask, and is paid until then."),
            many=_("It ends %(n)s days after you ask, and is paid until then."),
            n=self.days,
        )


@dataclass(frozen=True)
class Refund(Typed):
    """How soon money comes back that was paid for days after the end."""

    key: ClassVar = "refund"
    kind: ClassVar = SERVICE
    binds_us: ClassVar = True
    days: int

    def __post_init__(self) -> None:
        _between(self.days, 1, 366, _("Money comes back within 1 to 366 days."))

    @property
    def said(self) -> Said:
        return Said(
            _("What was paid for days after the end comes back within %(n)s day."),
            many=_("What was paid for days after the end comes back within %(n)s days."),
            n=self.days,
        )


@dataclass(frozen=True)
class CoolingOff(Typed):
    """How many days somebody has to take everything back, for nothing and without a reason."""

    key: ClassVar = "cooling_off"
    kind: ClassVar = SERVICE
    binds_us: ClassVar = True
    days: int

    def __post_init__(self) -> None:
        _between(self.days, 1, 366, _("Everything can be taken back for 1 to 366 days."))

    @property
    def said(self) -> Said:
        return Said(
            _("For %(n)s day you can take it back without a reason, and all your money comes back."),
            many=_("For %(n)s days you can take it back without a reason, and all your money comes back."),
            n=self.days,
        )


@dataclass(frozen=True)
class OwnRule(Typed):
    """A rule of how we work that stands in the words alone, by its name ("assembly")."""

    kind: ClassVar = SERVICE
    name: str

    @property
    def key(self) -> str:  # type: ignore[override]  # its name is its key
        return self.name

    @property
    def facts(self) -> dict[str, Any]:
        return {}

    @property
    def said(self) -> Said:
        return Said(_("How we work: the words say it."))


KINDS: dict[str, type[Typed]] = {
    each.key: each for each in (Window, VisitNotice, LateCredit, Fee, Notice, Refund, CoolingOff)
}


def read(key: str, facts: Mapping[str, Any]) -> Typed:
    """The term with this key and these facts. Raises TermError for facts that are none of it."""
    if key not in KINDS:
        if facts:
            raise TermError(_("A rule with a name of its own has no figures; they stand in its words."))
        return OwnRule(key)
    try:
        return KINDS[key](**facts)
    except TypeError as error:
        raise TermError(_("A figure of this term is missing, or is none of it.")) from error


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _between(value: object, least: int, most: int | None, words: str) -> None:
    if not isinstance(value, int) or value < least or (most is not None and value > most):
        raise TermError(words)
