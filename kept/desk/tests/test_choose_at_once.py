"""Two customers choose the last window on their own pages at the same moment; one presses twice."""

from __future__ import annotations

from datetime import time

import pytest

from kept.business.examples import House, house
from kept.deliveries import actions as deliveries
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.models import Delivery, Stop
from kept.desk import book
from kept.desk.tests.crowded import MORNING, NOON, NOW, WEDNESDAY, one_more
from kept.outbox.models import Outgoing
from kept.promises.models import Promise, WishMade
from kept.work.tests.at_once import at_once


@pytest.fixture
def store(fresh_database: None) -> House:
    found = house(now=NOW)
    van("Van 1", one_depot(found, now=NOW), found, hours=(time(8), time(13)), now=NOW)
    return found


def long_visit(store: House, name: str, number: str) -> Delivery:
    customer = one_more(store, name, number=f"{number}0").customer
    return sofa(customer, store, number=number, minutes=200, now=NOW)


def test_the_last_window_is_promised_to_one_and_the_other_hears_what_is_free(store: House) -> None:
    one, other = long_visit(store, "Ada One", "301"), long_visit(store, "Bea Other", "302")

    answers = at_once(
        lambda: book.choose(one, MORNING, now=NOW), lambda: book.choose(other, MORNING, now=NOW)
    )

    (refused,) = (each for each in answers if isinstance(each, deliveries.NoLongerFree))
    assert sum(isinstance(each, Stop) for each in answers) == 1
    assert refused.answer.alternatives
    assert Promise.objects.count() == Stop.objects.count() == 1


def test_two_who_do_not_mind_both_get_one_of_theirs(store: House) -> None:
    one, other = long_visit(store, "Ada One", "301"), long_visit(store, "Bea Other", "302")
    suits = [MORNING, WEDNESDAY]

    answers = at_once(
        lambda: book.choose_any(one, suits, now=NOW), lambda: book.choose_any(other, suits, now=NOW)
    )

    assert all(isinstance(each, Stop) for each in answers)
    assert {stop.window for stop in Stop.objects.select_related("plan")} == set(suits)
    assert set(WishMade.objects.values_list("granted", flat=True)) == {True}


def test_a_choice_pressed_twice_at_the_same_moment_is_one(store: House) -> None:
    delivery = long_visit(store, "Ada One", "301")

    first, second = at_once(*[lambda: book.choose(delivery, MORNING, now=NOW)] * 2)

    assert first == second
    assert (Promise.objects.count(), Outgoing.objects.count()) == (1, 1)


def test_two_tabs_at_the_same_moment_leave_one_window_and_say_which_it_replaced(store: House) -> None:
    delivery = sofa(one_more(store).customer, store, number="303", minutes=20, now=NOW)

    answers = at_once(
        lambda: book.choose(delivery, MORNING, now=NOW), lambda: book.choose(delivery, NOON, now=NOW)
    )

    assert all(isinstance(each, Stop) for each in answers)
    assert Stop.objects.count() == 1
    assert Promise.objects.filter(outcome="").count() == 1
    assert Promise.objects.get(outcome="replaced").wish == "customer"
