"""Noting who is in which team from now on, and counting again what is still to come of theirs."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction

from kept.business.models import Staff
from kept.scorecards import countings
from kept.scorecards.actions.counting import lock, look
from kept.scorecards.belonging import teams
from kept.scorecards.characteristics import Counting
from kept.scorecards.models import Belonging, Counted

DAY = timedelta(days=1)  # a local day begins at most so long before UTC's


@transaction.atomic
def note_teams(*, now: datetime) -> int:
    """Keep who changed teams since the last time, and answer how many counted rows moved with them.

    Somebody seen for the first time was always in their team. What counts from now on (a promise that is
    due tomorrow) counts for the new one; what counted before stays where it was.
    """
    lock()
    held = teams().now()
    staff = dict(Staff.objects.values_list("pk", "team"))
    moved = [pk for pk, team in staff.items() if pk in held and held[pk] != team]
    new = [pk for pk in staff if pk not in held]
    Belonging.objects.bulk_create(
        Belonging(staff_id=pk, team_id=staff[pk], since=now if pk in held else None) for pk in (*moved, *new)
    )
    names = {counting.name for counting in countings.COUNTINGS}  # with the day, for the index
    coming = Counted.objects.filter(name__in=names, staff__in=moved, day__gte=(now - DAY).date(), at__gte=now)
    touched: dict[Counting, set[int]] = defaultdict(set)
    for name, ref in coming.values_list("name", "ref"):
        touched[countings.counting_of(name, ref)].add(int(ref.partition(":")[2]))
    return look(touched, now=now)
