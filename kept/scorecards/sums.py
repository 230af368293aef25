"""Which sums a counted row stands in: business, location, team, person, policy; by day and by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from kept.scorecards import rules
from kept.scorecards.models import Counted
from kept.scorecards.scopes import BUSINESS, Kind, Scope

SumKey = tuple[str, str, str, date, str, str]  # scope, name, span, starts_on, reason, mark
SpreadKey = tuple[str, str, str, date, int]  # scope, name, span, starts_on, bucket


@dataclass
class Change:
    """By how much sums and spreads change."""

    n: Counter[SumKey] = field(default_factory=Counter)
    early: Counter[SumKey] = field(default_factory=Counter)
    total: Counter[SumKey] = field(default_factory=Counter)
    spread: Counter[SpreadKey] = field(default_factory=Counter)

    def add(self, row: Counted, times: int = 1) -> None:
        """The row comes (1) or goes (-1)."""
        codes = [(row.reason, ""), *(("", mark) for mark in row.marks.split())]
        buckets = [rules.bucket(measure) for measure in row.measures]
        early, score = row.score is None, times * (row.score or 0)
        for scope in _keys(row.location, row.team, row.staff, row.policy):
            for span, starts_on in (("day", row.day), ("month", row.day.replace(day=1))):
                for reason, mark in codes:
                    key = (scope, row.name, span, starts_on, reason, mark)
                    if early:
                        self.early[key] += times
                    else:
                        self.n[key] += times
                        self.total[key] += score
                for bucket in buckets:
                    self.spread[(scope, row.name, span, starts_on, bucket)] += times

    def sums(self) -> Iterator[tuple[SumKey, int, int, int]]:
        """Each sum that changes, in one order for everybody who writes, with its n, early and total."""
        for key in sorted(self.n.keys() | self.early.keys()):
            change = (self.n[key], self.early[key], self.total[key])
            if any(change):
                yield (key, *change)

    def spreads(self) -> Iterator[tuple[SpreadKey, int]]:
        return ((key, n) for key, n in sorted(self.spread.items()) if n)


@cache
def _keys(location: int, team: int | None, staff: int | None, policy: int | None) -> tuple[str, ...]:
    """Of whom a row is a figure."""
    of = {Kind.LOCATION: location, Kind.TEAM: team, Kind.PERSON: staff, Kind.POLICY: policy}
    scopes = [Scope(kind, number) for kind, number in of.items() if number is not None]
    return tuple(map(str, (BUSINESS, *scopes)))
