"""The page of a better order: looked for on a press, taken over by another, and only by who plans."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.business.examples import House
from kept.business.models import Staff
from kept.business.rules import Role
from kept.deliveries.models import DayPlan, Depot, Stop
from kept.desk.tests import late
from kept.desk.tests.test_reorder import LATE, behind, driven
from kept.web.tests.cast import come_in

pytestmark = pytest.mark.django_db
BOARD, PAGE = "/dispatch/today/", "/dispatch/today/order"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(LATE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def store() -> House:
    return late.store()


@pytest.fixture
def stops(store: House) -> list[Stop]:
    return behind(store, bo=120, noras=30)


@pytest.fixture
def dispatcher(client: Client, store: House) -> Client:
    return come_in(client, store.dispatcher)


def address(depot: int | None = None) -> str:
    return reverse("dispatch:create_order", args=[depot or Depot.objects.get().pk])


def confirmed(client: Client, page: str) -> str:
    sent = dict(re.findall(r'name="(version|order)" value="([^"]*)"', page))
    sent = {name: value.replace("&quot;", '"') for name, value in sent.items()}
    return client.post(address(), sent, follow=True).content.decode()


def test_it_is_offered_where_a_promise_is_in_danger_shown_and_taken_over(
    dispatcher: Client, stops: list[Stop]
) -> None:
    board = dispatcher.get(BOARD).content.decode()
    page = dispatcher.get(PAGE).content.decode()

    assert f'href="{PAGE}"' in board and "1 customer to tell" in board
    assert "This order keeps 1 promise that is in danger" in page
    assert page.index("Nora Feldman") < page.index(">Bo<")
    assert "probably too late." in page and "later than as it stands" in page
    assert driven() == ["First Guest", "Bo", "Nora Feldman"]

    board = confirmed(dispatcher, page)

    assert "The trucks have their new order." in board and "Nothing is about to break" in board
    assert driven() == ["First Guest", "Nora Feldman", "Bo"]


def test_nothing_found_is_said_in_a_sentence_and_nothing_in_danger_is_not_offered(
    dispatcher: Client, store: House
) -> None:
    assert PAGE not in dispatcher.get(BOARD).content.decode()

    page = dispatcher.get(PAGE).content.decode()

    assert "We found no other order" in page and "<form" not in page.partition("<main")[2]


def test_a_day_that_changed_meanwhile_is_not_written(dispatcher: Client, stops: list[Stop]) -> None:
    page = dispatcher.get(PAGE).content.decode()
    DayPlan.objects.update(version=1000)

    assert "The day was changed meanwhile." in confirmed(dispatcher, page)
    assert driven() == ["First Guest", "Bo", "Nora Feldman"]


def test_what_cannot_be_read_and_a_depot_that_is_none_are_refused(
    dispatcher: Client, stops: list[Stop]
) -> None:
    assert dispatcher.post(address(), {"order": '{"1": 5}', "version": "1"}).status_code == 409
    assert dispatcher.post(address(4711), {"order": "{}", "version": "1"}).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_only_who_plans_is_offered_it_opens_and_confirms_it(
    store: House, stops: list[Stop], role: Role
) -> None:
    client = come_in(Client(), Staff.objects.filter(role=role).order_by("pk")[0])
    may = role in {Role.DISPATCHER, Role.MANAGER, Role.OWNER}

    statuses = [client.get(PAGE).status_code, client.post(address()).status_code]

    assert (PAGE in client.get(BOARD).content.decode()) == may
    assert {status == 403 for status in statuses} == {not may}


def test_a_stranger_is_sent_to_the_log_in(client: Client, stops: list[Stop]) -> None:
    assert "login" in client.get(PAGE)["Location"]
    assert "login" in client.post(address())["Location"]
