"""Counting some things again, and moving the sums by exactly what changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from kept.business.models import Location
from kept.scorecards.belonging import Teams, teams
from kept.scorecards.characteristics import Batch, Count, Counting
from kept.scorecards.models import BILLION, Counted, Cursor
from kept.scorecards.subjects import Touched
from kept.scorecards.sums import Change

WRITTEN = (
    "at", "day", "location", "staff", "team", "policy", "score", "reason", "marks", "measures", "again_at",
)  # fmt: skip


@transaction.atomic
def look(touched: Touched, *, now: datetime) -> int:
    """Count these again as of now, and answer how many rows changed. Twice is once."""
    lock()
    change = Change()
    changed = sum(_look(counting, numbers, change, now) for counting, numbers in touched.items())
    add(change)
    return changed


def lock() -> Cursor:
    """The cursor, ours alone until the transaction ends: one at a time moves the sums."""
    return Cursor.objects.select_for_update().get()


def add(change: Change) -> None:
    """Move the sums, each in one statement, under the cursor's lock."""
    with connection.cursor() as cursor:
        cursor.executemany(_SUM, [(*key, *amounts) for key, *amounts in change.sums()])
        cursor.executemany(_SPREAD, [(*key, n) for key, n in change.spreads()])


def _look(counting: Counting, numbers: Collection[int], change: Change, now: datetime) -> int:
    refs = {number: f"{counting.kind}:{number}" for number in numbers}
    held = {row.ref: row for row in Counted.objects.filter(name=counting.name, ref__in=refs.values())}
    counted = [number for number in numbers if refs[number] in held]
    gone = [held.pop(refs.pop(number)).pk for number in set(counted) - set(counting.countable(counted))]
    Counted.objects.filter(pk__in=gone).update(again_at=None)  # they stay as they are, and wait for nothing
    zones = {location.pk: location.zone for location in Location.objects.all()}
    whose, counts = teams(), counting.count(Batch(set(refs), now))
    found = {each.ref: _row(counting.name, each, zones, whose) for each in counts}
    new, moved = [], []
    for ref, row in found.items():
        before = held.pop(ref, None)
        if before is None:
            new.append(row)
        elif any(getattr(before, name) != getattr(row, name) for name in WRITTEN):
            change.add(before, -1)
            row.pk = before.pk
            moved.append(row)
    for row in (*new, *moved):
        change.add(row)
    for row in held.values():
        change.add(row, -1)
    Counted.objects.bulk_create(new)
    Counted.objects.bulk_update(moved, WRITTEN)
    Counted.objects.filter(pk__in=[row.pk for row in held.values()]).delete()
    return len(new) + len(moved) + len(held)


def _row(name: str, count: Count, zones: dict[int, ZoneInfo], whose: Teams) -> Counted:
    return Counted(
        name=name,
        ref=count.ref,
        at=count.at,
        day=count.at.astimezone(zones[count.location]).date(),
        location=count.location,
        staff=count.staff,
        team=None if count.staff is None else whose.of(count.staff, count.at),
        policy=count.policy,
        score=None if count.score is None else round(count.score * BILLION),
        reason=count.reason,
        marks=" ".join(("", *count.marks, "")),
        measures=list(count.measures),
        again_at=count.again_at,
    )


_SUM = """
    INSERT INTO scorecards_sum (scope, name, span, starts_on, reason, mark, n, early, total)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (scope, span, name, starts_on, reason, mark) DO UPDATE SET
    n = scorecards_sum.n + excluded.n, early = scorecards_sum.early + excluded.early,
    total = scorecards_sum.total + excluded.total
"""
_SPREAD = """
    INSERT INTO scorecards_spread (scope, name, span, starts_on, bucket, n) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (scope, span, name, starts_on, bucket) DO UPDATE SET n = scorecards_spread.n + excluded.n
"""
