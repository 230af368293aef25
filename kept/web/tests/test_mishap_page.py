"""The page on which a dispatcher says that a truck is lost or late: seen first, then confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.base.actors import SOFTWARE
from kept.business.examples import House
from kept.business.models import Staff
from kept.business.rules import Role
from kept.customers.examples import nora, person
from kept.deliveries import actions as deliveries
from kept.deliveries.models import DayPlan, Stop, Vehicle, VehicleDay
from kept.desk.tests import late
from kept.desk.tests.late import EIGHT, MINUTE, NOW
from kept.web.tests.cast import come_in

pytestmark = pytest.mark.django_db
PAGE = "/dispatch/today/mishap"
NINE = EIGHT + 60 * MINUTE


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def store() -> House:
    return late.store(vans=2)


@pytest.fixture
def stops(store: House) -> list[Stop]:
    """Two sofas on Tuesday morning, both on the first van."""
    found = [late.booked(nora(now=NOW), store), late.booked(person("Bo", now=NOW), store, number="102")]
    for sequence, stop in enumerate(found, 100):
        Stop.objects.filter(pk=stop.pk).update(vehicle=truck(), sequence=sequence)
    late.publish()
    return found


@pytest.fixture
def dispatcher(client: Client, store: House) -> Client:
    return come_in(client, store.dispatcher)


def truck(name: str = "Van 1") -> Vehicle:
    return Vehicle.objects.get(name=name)


def asked(client: Client, what: int = 0) -> str:
    sent: dict[str, str | int] = {"vehicle": truck().pk, "what": what, "because": "The gearbox."}
    return client.get(PAGE, sent).content.decode()


def confirmed(client: Client, page: str, **more: object) -> str:
    sent = dict(re.findall(r'name="(vehicle|what|because|version|order)" value="([^"]*)"', page))
    sent = {name: value.replace("&quot;", '"') for name, value in sent.items()}
    return client.post(reverse("dispatch:create_mishap"), {**sent, **more}, follow=True).content.decode()


def test_looking_shows_who_brings_what_and_writes_nothing(dispatcher: Client, stops: list[Stop]) -> None:
    page = asked(dispatcher)

    assert "2 promises are kept by another truck" in page and page.count("Van 2 brings it.") == 2
    assert "Nobody has to be called" in page
    assert not VehicleDay.objects.exists()


def test_confirming_writes_it_and_the_board_stays_empty(dispatcher: Client, stops: list[Stop]) -> None:
    page = confirmed(dispatcher, asked(dispatcher))

    assert "Van 1: written down. The routes are as you saw them." in page
    assert "Nothing is about to break" in page
    assert set(Stop.objects.values_list("vehicle__name", flat=True)) == {"Van 2"}
    assert VehicleDay.objects.get(vehicle=truck()).because == "The gearbox."


def test_the_board_names_the_truck_with_its_way_back_to_who_plans(
    dispatcher: Client, store: House, stops: list[Stop]
) -> None:
    board = confirmed(dispatcher, asked(dispatcher))
    others = come_in(Client(), store.representative).get(reverse("dispatch:today")).content.decode()

    assert "Van 1 is out since" in board and "It drives again" in board
    assert "Nothing is about to break" in others and "It drives again" not in others


def test_a_truck_that_nobody_drives_is_named_and_given_a_driver(
    dispatcher: Client, store: House, stops: list[Stop]
) -> None:
    other = truck("Van 2")
    deliveries.assign_driver(other, None, by=SOFTWARE, now=NOW)

    page = asked(dispatcher)
    board = confirmed(dispatcher, page, **{f"{other.pk}-driver": store.driver.pk})

    assert "Nobody drives Van 2 yet. Who drives it today?" in page
    assert "Nobody drives Van 2" not in board
    assert VehicleDay.objects.get(vehicle=other).driver == store.driver


def test_who_names_no_driver_is_told_that_nobody_drives_it(dispatcher: Client, stops: list[Stop]) -> None:
    deliveries.assign_driver(truck("Van 2"), None, by=SOFTWARE, now=NOW)

    board = confirmed(dispatcher, asked(dispatcher))

    assert "Nobody drives Van 2 yet." in board
    assert set(Stop.objects.values_list("vehicle__name", flat=True)) == {"Van 2"}
    trucks = dispatcher.get("/dispatch/").content.decode()
    assert "Nobody drives it yet. Name a driver, or nobody sees this route." in trucks


def test_a_late_truck_that_keeps_all_says_so(dispatcher: Client, stops: list[Stop]) -> None:
    page = asked(dispatcher, what=30)

    assert "It keeps all of its promises itself" in page
    assert "No other truck can take" not in page


def test_whom_nobody_keeps_is_named_with_the_next_windows(
    dispatcher: Client, stops: list[Stop], clock: time_machine.Traveller
) -> None:
    clock.move_to(EIGHT + 239 * MINUTE)

    page = asked(dispatcher)
    board = confirmed(dispatcher, page)

    assert "To call first, least harm first" in page
    assert "Nora Feldman" in page and "+12125550143" in page
    assert "Wed 4 Mar, 8–12 is free" in page
    assert "customers to tell" in board


def test_a_day_that_changed_meanwhile_is_not_written(dispatcher: Client, stops: list[Stop]) -> None:
    page = asked(dispatcher)
    DayPlan.objects.update(version=1000)

    answer = confirmed(dispatcher, page)

    assert "The day was changed meanwhile." in answer
    assert not VehicleDay.objects.exists()


def test_a_truck_that_is_mended_drives_again_with_one_tap(dispatcher: Client, stops: list[Stop]) -> None:
    confirmed(dispatcher, asked(dispatcher, what=60))
    assert "Van 1 is late, until" in dispatcher.get(PAGE).content.decode()

    dispatcher.post(reverse("dispatch:create_return", args=[truck().pk]))

    assert "Van 1 is late" not in dispatcher.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"vehicle": "4711", "what": "0"}, id="no such truck"),
        pytest.param({"vehicle": "1", "what": "7"}, id="no such delay"),
        pytest.param({"vehicle": "1", "what": "0", "order": "{", "version": "1"}, id="half a route"),
        pytest.param({"vehicle": "1", "what": "0", "order": '{"1": 5}', "version": "1"}, id="no route"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_written(
    dispatcher: Client, stops: list[Stop], sent: dict[str, str]
) -> None:
    answer = dispatcher.post(reverse("dispatch:create_mishap"), sent)

    assert answer.status_code in (404, 409)
    assert not VehicleDay.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_only_who_plans_opens_it(store: House, stops: list[Stop], role: Role) -> None:
    client = come_in(Client(), Staff.objects.filter(role=role).order_by("pk")[0])
    statuses = [
        client.get(PAGE).status_code,
        client.post(reverse("dispatch:create_mishap")).status_code,
        client.post(reverse("dispatch:create_return", args=[truck().pk])).status_code,
    ]

    may = role in {Role.DISPATCHER, Role.MANAGER, Role.OWNER}
    assert {status == 403 for status in statuses} == {not may}
