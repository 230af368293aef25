"""A window that ended without a truck is missed, whoever moves or cancels it afterwards."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from kept.customers.examples import nora, person
from kept.desk import book, make_good
from kept.desk.tests import late
from kept.desk.tests.late import EIGHT, NOW, WEDNESDAY, booked, late_for
from kept.ledger.actions import ref
from kept.promises import actions as promises
from kept.promises.models import Outcome, Promise, Wish
from kept.promises.queries import promises_about

NOON = EIGHT + timedelta(hours=4)
AFTER = NOON + timedelta(hours=1)
LATER = NOON + timedelta(hours=20)


def back(promise: Promise) -> list[str]:
    return [each.words for each in promises_about(ref(promise))]


@pytest.mark.django_db
def test_who_waited_in_vain_and_asks_for_another_window_did_not_wish_it_and_gets_the_credit() -> None:
    store = late.store()
    stop = late_for(nora(now=NOW), store)

    book.move(stop.delivery, WEDNESDAY, wish=Wish.CUSTOMER, by=store.representative.actor, now=AFTER)

    missed = Promise.objects.get(pk=stop.promise_id)
    assert (missed.outcome, missed.wish) == (Outcome.REPLACED, Wish.OURS)
    assert back(missed) == ["$30 back, because we missed your window"]


@pytest.mark.django_db
def test_who_waited_in_vain_and_cancels_gets_the_credit() -> None:
    store = late.store()
    stop = late_for(nora(now=NOW), store)

    book.cancel(stop.delivery, reason="nobody came", by=store.representative.actor, now=AFTER)

    assert len(back(stop.promise)) == 1


@pytest.mark.django_db
def test_who_moves_or_cancels_before_the_window_is_over_wished_it_and_lost_nothing() -> None:
    store = late.store()
    moved = booked(nora(now=NOW), store, number="102")
    cancelled = booked(person("Cato Cole", now=NOW), store, number="103")
    by = store.representative.actor

    book.move(moved.delivery, WEDNESDAY, wish=Wish.CUSTOMER, by=by, now=NOON)
    book.cancel(cancelled.delivery, reason="no room", by=by, now=NOON)

    moved.promise.refresh_from_db()
    assert moved.promise.wish == Wish.CUSTOMER
    assert not back(moved.promise) and not back(cancelled.promise)


def test_two_who_find_a_window_missed_at_once_promise_its_credit_once(fresh_database: None) -> None:
    stop = booked(nora(now=NOW), late.store())
    promises.break_overdue(now=LATER)
    start = Barrier(4)

    def find(_: int) -> object:
        try:
            start.wait(timeout=20)
            return make_good.make_good(stop.promise_id, now=LATER)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clocks:
        made = list(clocks.map(find, range(4)))

    assert sum(each is not None for each in made) == len(back(stop.promise)) == 1
