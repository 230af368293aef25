"""Following the record counts what a count of everything finds: always, in any order, stopped anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from kept.business.examples import House
from kept.complaints.examples import MORNING
from kept.ledger import actions as ledger
from kept.scorecards import actions
from kept.scorecards.models import Counted, Cursor, Spread, Sum
from kept.scorecards.tests.history import History

ROW = ("name", "ref", "at", "day", "location", "staff", "policy", "score", "reason", "marks", "measures")
SUM = ("scope", "name", "span", "starts_on", "reason", "mark", "n", "early", "total")
SPREAD = ("scope", "name", "span", "starts_on", "bucket", "n")


def everything() -> Iterator[tuple[object, ...]]:
    """All rows and sums, however they came about."""
    yield from (tuple(map(str, row)) for row in Counted.objects.values_list(*ROW, "again_at"))
    yield from (row for row in Sum.objects.values_list(*SUM) if any(row[-3:]))
    yield from (row for row in Spread.objects.values_list(*SPREAD) if row[-1])


def forget() -> None:
    for model in (Counted, Sum, Spread):
        model.objects.all().delete()
    Cursor.objects.update(at=None, sealed=0, message=0)


@pytest.mark.parametrize("seed", range(8))
def test_following_random_histories_finds_what_counting_everything_finds(store: House, seed: int) -> None:
    rng = Random(seed)  # not for secrets
    history = History(store, MORNING, rng)
    actions.follow(now=history.now)
    for _ in range(150):
        history.go_on()
        if rng.random() < 0.15:
            ledger.seal(now=history.now)
        if rng.random() < 0.2:
            actions.follow(now=history.now)
    actions.follow(now=history.now)
    followed = sorted(everything(), key=str)

    forget()
    actions.recount(now=history.now)

    assert sorted(everything(), key=str) == followed
    assert len({row[0] for row in followed}) > 8  # all nine countings, and the scopes of their sums


def test_counting_everything_again_changes_nothing(store: House) -> None:
    history = History(store, MORNING, Random(3))  # not for secrets
    for _ in range(80):
        history.go_on()
    actions.follow(now=history.now)
    before = sorted(everything(), key=str)

    assert actions.recount(now=history.now) == 0
    assert actions.follow(now=history.now) == 0
    assert sorted(everything(), key=str) == before
