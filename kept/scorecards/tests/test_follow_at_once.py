"""Two workers who follow the record at once, while somebody counts everything anew: nothing counts twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random

from django.db import connection

from kept.business.examples import house
from kept.complaints.examples import MORNING
from kept.ledger import actions as ledger
from kept.scorecards import actions
from kept.scorecards.tests.history import History
from kept.scorecards.tests.test_follow import everything, forget


def test_two_who_follow_and_one_who_recounts_at_once_count_each_thing_once(fresh_database: None) -> None:
    history = History(house(now=MORNING), MORNING, Random(5))  # not for secrets
    actions.follow(now=MORNING)
    for _ in range(60):
        history.go_on()
    ledger.seal(now=history.now)

    def work(verb: Callable[..., int]) -> None:
        try:
            verb(now=history.now)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as workers:
        list(workers.map(work, [actions.follow, actions.follow, actions.recount]))
    followed = sorted(everything(), key=str)
    forget()
    actions.recount(now=history.now)

    assert sorted(everything(), key=str) == followed
