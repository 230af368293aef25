"""Pages of complaints ask the database as often for many rows as for a few."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kept.base.money import Money
from kept.business.examples import House
from kept.complaints import actions, examples
from kept.complaints.examples import MORNING
from kept.complaints.models import SecondLook
from kept.conversations import actions as conversations
from kept.conversations.models import Conversation, Message
from kept.customers.models import Customer
from kept.web.tests.complaints.conftest import NOW, logged_in

PAGES = ["list", "looks", "pay_out", "pay_out_file", "wrong_words"]


def one_more(house: House, nora: Customer, call: Conversation) -> None:
    """A waiting complaint, a decided one that is looked at, money owed, and a word that we honour."""
    by = house.representative.actor
    promise = examples.promise_window(house, nora)
    examples.arrive(promise, MORNING + timedelta(hours=5), by=house.driver)
    actions.propose(examples.complain(house, promise, at=NOW), by=by, now=NOW)
    over = examples.complain(house, promise, at=NOW)
    verdict = actions.propose(over, by=by, now=NOW).verdicts.get()
    actions.confirm(verdict, by=by, now=NOW)
    SecondLook.objects.get_or_create(verdict=verdict, defaults={"chosen_at": NOW})
    actions.promise_remedy(
        over, actions.Mending("Sorry", NOW + timedelta(days=9), "refund", Money.of(5, "USD")), by=by, now=NOW
    )
    said = conversations.Words("At nine.", Message.Direction.OUT, said_at=NOW)
    line = conversations.add_message(call, said, by=by, now=NOW)
    actions.honour_message(
        line,
        actions.Mending("At nine", NOW + timedelta(days=2)),
        actions.Loss("day", Money.of(3, "USD")),
        by=by,
        now=NOW,
    )


@pytest.mark.parametrize("page", PAGES)
def test_ten_times_the_rows_cost_no_more_queries(
    house: House, nora: Customer, call: Conversation, page: str
) -> None:
    client = logged_in(house.owner)
    address = reverse(f"complaints:{page}")
    one_more(house, nora, call)
    one_more(house, nora, call)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _n in range(8):
        one_more(house, nora, call)

    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200

    assert len(many) <= len(few), [query["sql"][:200] for query in many.captured_queries[-6:]]
