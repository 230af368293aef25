"""Following the record counts what a count of everything finds: always, in any order, stopped anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kept.business.examples import House
from kept.complaints.examples import MORNING
from kept.conversations import actions as conversations
from kept.conversations.models import Matter
from kept.customers.models import Customer
from kept.ledger import actions as ledger
from kept.ledger.models import Tree
from kept.scorecards import actions
from kept.scorecards.actions import following
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


@pytest.mark.parametrize("seed", range(4))
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


def test_what_waits_to_be_sealed_is_looked_at_once_and_once_more_with_its_number(store: House) -> None:
    history = History(store, MORNING, Random(1))  # not for secrets
    for _ in range(40):
        history.go_on()
    actions.follow(now=history.now)

    assert not looks_at_promises(history)
    ledger.seal(now=history.now)
    assert looks_at_promises(history)
    assert not looks_at_promises(history)


def looks_at_promises(history: History) -> bool:
    """Whether following the record once more asks for a promise."""
    with CaptureQueriesContext(connection) as asked:
        actions.follow(now=history.now)
    return any('FROM "promises_promise"' in query["sql"] for query in asked)


def test_counting_everything_again_changes_nothing(store: House) -> None:
    history = History(store, MORNING, Random(3))  # not for secrets
    for _ in range(80):
        history.go_on()
    actions.follow(now=history.now)
    before = sorted(everything(), key=str)

    assert actions.recount(now=history.now) == 0
    assert actions.follow(now=history.now) == 0
    assert sorted(everything(), key=str) == before


def test_what_is_too_much_for_one_run_waits_for_the_next(
    store: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.follow(now=MORNING)
    history = History(store, MORNING, Random(4))  # not for secrets
    for _ in range(60):
        history.go_on()
    ledger.seal(now=history.now)
    monkeypatch.setattr(following, "BATCH", 3)
    monkeypatch.setattr(following, "ROUNDS", 2)

    runs = 0
    while Cursor.objects.get().sealed < Tree.objects.get().size:
        before = Cursor.objects.get().sealed
        actions.follow(now=history.now)
        runs += 1

        assert Cursor.objects.get().sealed - before <= 6
    for _ in range(20):  # what time alone changed comes in small steps as well
        actions.follow(now=history.now)

    assert runs > 5
    assert actions.recount(now=history.now) == 0


def test_a_run_that_is_stopped_halfway_has_done_nothing_twice(store: House) -> None:
    history = History(store, MORNING, Random(6))  # not for secrets
    actions.follow(now=history.now)
    before = sorted(everything(), key=str)
    for _ in range(60):
        history.go_on()
    ledger.seal(now=history.now)

    with transaction.atomic():
        actions.follow(now=history.now)
        transaction.set_rollback(True)
    stopped = sorted(everything(), key=str)
    actions.follow(now=history.now)
    actions.follow(now=history.now)

    assert stopped == before
    assert actions.recount(now=history.now) == 0


def test_sums_that_somebody_broke_are_made_anew(store: House) -> None:
    history = History(store, MORNING, Random(8))  # not for secrets
    for _ in range(40):
        history.go_on()
    actions.follow(now=history.now)
    right = sorted(everything(), key=str)
    Sum.objects.update(n=7)
    Spread.objects.filter(span="day").delete()

    actions.recount(now=history.now)

    assert sorted(everything(), key=str) == right


def test_a_matter_that_joined_another_counts_no_more(store: House, nora: Customer) -> None:
    by, about = store.representative.actor, conversations.Subject("delivery", "order:1")
    first = conversations.start(nora, channel="phone", by=by, now=MORNING)
    conversations.touch(first, about, staff=store.representative, by=by, now=MORNING)
    second = conversations.start(nora, channel="email", by=by, now=MORNING)
    conversations.touch(second, conversations.Subject("question"), by=nora.actor, now=MORNING)
    actions.follow(now=MORNING)
    ledger.seal(now=MORNING)

    conversations.touch(second, about, by=by, now=MORNING + timedelta(minutes=5))
    actions.follow(now=MORNING + timedelta(minutes=5))

    assert list(Counted.objects.filter(name="immediate").values_list("ref", flat=True)) == [
        f"matter:{Matter.objects.get().pk}"
    ]
