"""What was counted behind a number, a page at a time; the sums say on which days a page lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.scorecards.models import Counted
from kept.scorecards.queries.sums import numbers_by_day
from kept.scorecards.scopes import Days, Kind, Scope

PAGE = 50
COLUMNS = {Kind.LOCATION: "location", Kind.TEAM: "team", Kind.POLICY: "policy", Kind.PERSON: "staff"}


@dataclass(frozen=True)
class Behind:
    """A page of what a number counts, newest day first; ``of`` counts that of all ``pages``."""

    rows: tuple[Counted, ...]
    page: int
    pages: int
    of: int


def behind(name: str, scope: Scope, days: Days, *, reason: str = "", mark: str = "", page: int = 1) -> Behind:
    """One page, of those with this reason or mark if it names one.

    Two queries, neither of which reads more than the rows of the days on which the page lies: the last of
    ten thousand pages costs what the first one does. Raises NotFound for a page that is not there.
    """
    numbers = numbers_by_day(scope, days, name, reason=reason, mark=mark)
    of = sum(numbers.values())
    pages = max(1, -(-of // PAGE))
    if not 1 <= page <= pages:
        raise NotFound(_("There is no such page."))
    first, last = (page - 1) * PAGE, page * PAGE
    on, newer = _days_of(numbers, first, last)
    if not on:
        return Behind((), page, pages, of)
    rows = _counted(name, scope, reason, mark).filter(day__in=on)
    return Behind(tuple(rows.order_by("-day", "-pk")[first - newer : last - newer]), page, pages, of)


@dataclass(frozen=True)
class Whole:
    """How many a number counts, and all of them, newest day first: (ref, at, billionths or None, reason)."""

    of: int
    rows: Sequence[tuple[str, datetime, int | None, str]]


def everything(name: str, scope: Scope, days: Days, *, reason: str = "", mark: str = "", most: int) -> Whole:
    """All behind a number, as it stands at one instant; no rows where there are more than ``most``."""
    of = sum(numbers_by_day(scope, days, name, reason=reason, mark=mark).values())
    if of > most:
        return Whole(of, ())
    rows = _counted(name, scope, reason, mark).filter(day__gte=days.starts_on, day__lt=days.ends_on)
    return Whole(of, list(rows.order_by("-day", "-pk").values_list("ref", "at", "score", "reason")))


def _days_of(numbers: Mapping[date, int], first: int, last: int) -> tuple[list[date], int]:
    """The days, newest first, on which the rows from ``first`` to ``last`` lie, and how many are newer."""
    on: list[date] = []
    newer = passed = 0
    for day, number in numbers.items():
        if passed + number > first and passed < last and number:
            newer = newer if on else passed
            on.append(day)
        passed += number
    return on, newer


def _counted(name: str, scope: Scope, reason: str, mark: str) -> QuerySet[Counted]:
    rows = Counted.objects.filter(name=name)
    if reason:
        rows = rows.filter(reason=reason)
    if mark:
        rows = rows.filter(marks__contains=f" {mark} ")
    return rows if scope.kind is Kind.BUSINESS else rows.filter(**{COLUMNS[scope.kind]: scope.number})
