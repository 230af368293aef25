"""Which sums a counted row stands in: business, location, person, policy; by day and by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from kept.scorecards import rules
from kept.scorecards.models import Counted, Span
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
        for scope in scopes_of(row):
            for span, starts_on in ((Span.DAY, row.day), (Span.MONTH, row.day.replace(day=1))):
                place = (str(scope), row.name, span.value, starts_on)
                for reason, mark in codes:
                    key = (*place, reason, mark)
                    self.n[key] += 0 if row.score is None else times
                    self.early[key] += times if row.score is None else 0
                    self.total[key] += times * (row.score or 0)
                for each in buckets:
                    self.spread[(*place, each)] += times

    def sums(self) -> Iterator[tuple[SumKey, int, int, int]]:
        """Each sum that changes, in one order for everybody who writes, with its n, early and total."""
        for key in sorted(self.n):
            change = (self.n[key], self.early[key], self.total[key])
            if any(change):
                yield (key, *change)

    def spreads(self) -> Iterator[tuple[SpreadKey, int]]:
        return ((key, n) for key, n in sorted(self.spread.items()) if n)


def scopes_of(row: Counted) -> list[Scope]:
    """Of whom the row is a figure. A team's is that of its people, added up when it is read."""
    scopes = [BUSINESS, Scope(Kind.LOCATION, row.location)]
    if row.staff is not None:
        scopes.append(Scope(Kind.PERSON, row.staff))
    if row.policy is not None:
        scopes.append(Scope(Kind.POLICY, row.policy))
    return scopes
