"""Which team somebody was in when: what they did counts for that one, wherever they went later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from kept.scorecards.models import Belonging


@dataclass(frozen=True)
class Teams:
    """By the number of a member of staff where they belonged, oldest first."""

    held: Mapping[int, Sequence[Belonging]]

    def of(self, staff: int, at: datetime) -> int | None:
        """The number of their team at that instant; None where they were in none."""
        spells = self.held.get(staff, ())
        return next(
            (each.team_id for each in reversed(spells) if each.since is None or each.since <= at), None
        )

    def now(self) -> dict[int, int | None]:
        return {staff: spells[-1].team_id for staff, spells in self.held.items()}


def teams() -> Teams:
    """As it was noted so far: one query."""
    found: dict[int, list[Belonging]] = defaultdict(list)
    for each in Belonging.objects.order_by(F("since").asc(nulls_first=True)):
        found[each.staff_id].append(each)
    return Teams(found)
