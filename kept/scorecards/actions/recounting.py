"""Counting everything anew, in small steps beside the work of the day; then the sums, from the rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min, Model

from kept.conversations.models import Message
from kept.ledger.models import Tree
from kept.scorecards.actions.belonging import note_teams
from kept.scorecards.actions.counting import add, lock, look
from kept.scorecards.characteristics import Counting
from kept.scorecards.countings import COUNTINGS
from kept.scorecards.models import Counted, Cursor, Spread, Sum
from kept.scorecards.sums import Change

STEP = 1_000  # things counted in one transaction


def recount(*, now: datetime) -> int:
    """Count all there is, and answer how many rows changed: none where the counting was right.

    Each step is a transaction of its own, so that work goes on meanwhile; stopped halfway, nothing is wrong.
    """
    _begin()
    changed = note_teams(now=now)
    changed += sum(_recount(counting, now) for counting in COUNTINGS)
    sum_up()
    Cursor.objects.update(at=now)
    return changed


def sum_up() -> None:
    """Make all sums from the rows, a month in each transaction."""
    for month in _months():
        _sum_up(month)


@transaction.atomic
def _begin() -> None:
    """Where nothing was counted yet, the record is followed from here."""
    cursor = lock()
    if cursor.at is None:
        cursor.sealed = Tree.objects.get().size
        cursor.message = Message.objects.aggregate(last=Max("pk"))["last"] or 0
        cursor.save(update_fields=["sealed", "message"])


def _recount(counting: Counting, now: datetime) -> int:
    """Every row of its table, and everything that was counted of one that is gone."""
    changed = sum(look({counting: set(numbers)}, now=now) for numbers in _in_steps(counting.model))
    counted = Counted.objects.filter(name=counting.name, ref__startswith=f"{counting.kind}:")
    last = 0
    while rows := list(counted.filter(pk__gt=last).order_by("pk").values_list("pk", "ref")[:STEP]):
        last = rows[-1][0]
        numbers = {int(ref.partition(":")[2]) for _pk, ref in rows}
        gone = numbers - set(
            counting.model._default_manager.filter(pk__in=numbers).values_list("pk", flat=True)
        )
        changed += look({counting: gone}, now=now) if gone else 0
    return changed


def _in_steps(model: type[Model]) -> Iterator[list[int]]:
    last = 0
    while numbers := list(
        model._default_manager.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:STEP]
    ):
        last = numbers[-1]
        yield numbers


def _months() -> list[date]:
    """The first days of all months from the first counted to the last, and of those that have sums."""
    ends = Counted.objects.aggregate(first=Min("day"), last=Max("day"))
    found = set(Sum.objects.filter(span="month").values_list("starts_on", flat=True).distinct())
    if ends["first"] is not None:
        month = ends["first"].replace(day=1)
        while month <= ends["last"]:
            found.add(month)
            month = (month + timedelta(days=32)).replace(day=1)
    return sorted(found)


@transaction.atomic
def _sum_up(month: date) -> None:
    """The sums of one month from its rows."""
    lock()
    following = (month + timedelta(days=32)).replace(day=1)
    for model in (Sum, Spread):
        model.objects.filter(starts_on__gte=month, starts_on__lt=following).delete()
    change = Change()
    rows = Counted.objects.filter(day__gte=month, day__lt=following)
    for row in rows.only(
        "name", "day", "location", "staff", "team", "policy", "score", "reason", "marks", "measures"
    ).iterator(STEP):
        change.add(row)
    add(change)
