"""A program that sends everything several times at once: an order is entered once, a window booked once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from kept.api.tests.conftest import NOW, Program
from kept.api.tests.test_bookings import SOFA, enter, plain
from kept.business import actions
from kept.business.examples import house
from kept.business.rules import FOR_SOFTWARE
from kept.customers.models import Customer
from kept.deliveries.examples import fleet
from kept.deliveries.models import Stop
from kept.orders.models import Order
from kept.policies.examples import delivery as delivery_policy
from kept.promises.models import Promise

AT_ONCE = 5
ORDERS = [plain(SOFA) | {"number": f"S-{at}"} for at in range(3)]


@pytest.fixture
def program(fresh_database: None) -> Program:
    store = house(now=NOW - timedelta(days=9))
    delivery_policy(store.location, now=NOW - timedelta(days=8))
    fleet(store, now=NOW - timedelta(days=8))
    return Program(*actions.let_in("Shop", FOR_SOFTWARE, by=store.owner.actor, now=NOW))


def together(send: Any) -> list[Any]:
    def once(_at: int) -> Any:
        try:
            return send()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        return list(crowd.map(once, range(AT_ONCE)))


def test_orders_that_are_sent_five_times_at_once_are_entered_once(program: Program) -> None:
    answers = together(lambda: enter(program, *ORDERS))

    assert {answer.status_code for answer in answers} == {200}
    assert sorted(len(answer.json()["entered"]) for answer in answers) == [0, 0, 0, 0, 3]
    assert (Order.objects.count(), Customer.objects.count()) == (3, 1)


def test_a_booking_that_is_sent_five_times_at_once_is_made_once(program: Program) -> None:
    enter(program, *ORDERS)
    said = {"order": "S-0", "window": "2026-03-05 08:00-12:00"}

    answers = together(lambda: program.post("bookings", said))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["delivery"] for answer in answers}) == 1
    assert (Stop.objects.count(), Promise.objects.filter(kind="delivery_window").count()) == (1, 1)
