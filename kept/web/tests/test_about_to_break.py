"""The board of promises in danger: who may see it, what stands on it, and one tap that tells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.base.actors import SOFTWARE
from kept.business.examples import House
from kept.business.models import Staff
from kept.business.rules import Role
from kept.customers import actions as customers
from kept.customers.examples import nora
from kept.deliveries import actions as deliveries
from kept.deliveries.actions import Tap
from kept.deliveries.models import DayPlan, Stop
from kept.desk import arrive
from kept.desk.tests import late
from kept.desk.tests.late import EIGHT, FIRST_DOOR, MINUTE, NOW, WARNED, WEDNESDAY
from kept.outbox.models import Outgoing
from kept.promises.models import Promise
from kept.web.tests.cast import come_in

pytestmark = pytest.mark.django_db
BOARD = "/dispatch/today/"
MAY = {Role.REPRESENTATIVE, Role.DISPATCHER, Role.MANAGER, Role.OWNER}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(WARNED, tick=False) as traveller:
        yield traveller


@pytest.fixture
def store() -> House:
    return late.store()


@pytest.fixture
def stop(store: House) -> Stop:
    return late.late_for(nora(now=NOW), store)


@pytest.fixture
def dispatcher(client: Client, store: House) -> Client:
    return come_in(client, store.dispatcher)


def board(client: Client) -> str:
    return client.get(BOARD).content.decode()


def post(client: Client, name: str, stop: Stop, **sent: str) -> str:
    return client.post(reverse(f"dispatch:{name}", args=[stop.pk]), sent, follow=True).content.decode()


def test_it_says_who_waits_what_was_promised_what_is_seen_and_why(dispatcher: Client, stop: Stop) -> None:
    page = board(dispatcher)

    assert "1 customer to tell" in page
    assert "Nora Feldman" in page and 'href="tel:+12125550143"' in page
    assert "today 8–12" in page
    assert "We now expect <strong>" in page
    assert "Van 1 is 3 h 5 min behind after stop 1." in page
    assert "If we miss it they get $30 back within 10 days" in page
    assert "Wed 4 Mar, 8–12" in page
    assert "as of" in page and "11:06" in page
    assert "style=" not in page


def test_one_tap_tells_them_and_they_move_down_to_the_told(dispatcher: Client, stop: Stop) -> None:
    page = post(dispatcher, "create_warning", stop)
    again = post(dispatcher, "create_warning", stop)

    assert "Nora Feldman is told." in page
    assert "Everybody who waits in vain was told." in page and "Told by mail" in page
    assert "Nora Feldman is told." in again
    assert Outgoing.objects.filter(subject__startswith="Your delivery today").count() == 1


def test_a_call_is_noted_with_one_tap(dispatcher: Client, stop: Stop) -> None:
    page = post(dispatcher, "create_call", stop)

    assert "Noted: Nora Feldman was called." in page and "Told on the phone" in page


def test_somebody_without_an_address_is_to_be_called(dispatcher: Client, store: House) -> None:
    late.late_for(customers.add("No Mail", by=store.representative.actor, now=NOW), store)

    page = board(dispatcher)

    assert "We know no e-mail address of them." in page
    assert "Tell them now, by mail" not in page


def test_the_window_that_they_take_on_the_phone_is_booked_at_our_wish(dispatcher: Client, stop: Stop) -> None:
    page = post(dispatcher, "create_window", stop, window=str(WEDNESDAY))

    assert "Nothing is about to break" in page
    assert Promise.objects.get(pk=stop.promise_id).wish == "ours"


def test_a_window_that_is_gone_is_said_with_what_is_free(dispatcher: Client, stop: Stop) -> None:
    page = post(dispatcher, "create_window", stop, window="2026-03-08 08:00-12:00")

    assert "No truck drives on Sun 8 Mar, 8–12." in page


def test_a_form_without_a_window_says_so(dispatcher: Client, stop: Stop) -> None:
    answer = dispatcher.post(reverse("dispatch:create_window", args=[stop.pk]), {"window": "soon"})

    assert answer.status_code == 409


def test_when_the_truck_comes_after_all_the_board_is_empty(
    dispatcher: Client, store: House, stop: Stop, clock: time_machine.Traveller
) -> None:
    post(dispatcher, "create_warning", stop)
    came = FIRST_DOOR + 80 * MINUTE
    clock.move_to(came)
    arrive.arrive(stop, Tap(came), by=store.driver.actor, now=came)

    page = board(dispatcher)

    assert "Nothing is about to break" in page


def test_a_tap_that_comes_when_all_is_well_again_tells_nobody(
    dispatcher: Client, store: House, stop: Stop
) -> None:
    arrive.arrive(stop, Tap(WARNED), by=store.driver.actor, now=WARNED)

    answer = dispatcher.post(reverse("dispatch:create_warning", args=[stop.pk]))

    assert answer.status_code == 409
    assert not Outgoing.objects.filter(subject__startswith="Your delivery today").exists()


def test_a_day_that_nobody_published_is_seen_all_the_same_and_says_so(dispatcher: Client, stop: Stop) -> None:
    DayPlan.objects.update(published_at=None, published_by="")

    page = board(dispatcher)

    assert "today’s routes are not published" in page
    assert "1 customer to tell" in page


def test_a_truck_that_nobody_drives_is_named(dispatcher: Client, stop: Stop) -> None:
    before = board(dispatcher)
    deliveries.assign_driver(stop.vehicle, None, by=SOFTWARE, now=WARNED)

    page = board(dispatcher)

    assert "Nobody drives" not in before
    assert "Nobody drives Van 1 yet, and its promises of today count on it." in page


@pytest.mark.parametrize(
    "at", [EIGHT, datetime(2026, 3, 4, 5, tzinfo=EIGHT.tzinfo)], ids=["8:00", "midnight"]
)
def test_an_hour_at_which_nothing_breaks_says_what_will_stand_here(
    dispatcher: Client, store: House, clock: time_machine.Traveller, at: datetime
) -> None:
    late.booked(nora(now=NOW), store)
    clock.move_to(at)

    assert "Nothing is about to break" in board(dispatcher)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_is_its_own(store: House, stop: Stop, role: Role) -> None:
    client = come_in(Client(), Staff.objects.filter(role=role).order_by("pk")[0])

    asked = [
        client.get(BOARD).status_code,
        client.post(reverse("dispatch:create_call", args=[stop.pk])).status_code,
        client.post(reverse("dispatch:create_warning", args=[stop.pk])).status_code,
        client.post(reverse("dispatch:create_window", args=[stop.pk])).status_code,
    ]

    assert {status == 403 for status in asked} == {role not in MAY}


def test_a_stranger_is_sent_to_the_log_in(stop: Stop) -> None:
    answer = Client().get(BOARD)

    assert answer.status_code == 302 and "/account/login/" in answer.headers["Location"]


def test_what_changes_something_is_never_done_by_opening_an_address(dispatcher: Client, stop: Stop) -> None:
    names = ("create_call", "create_warning", "create_window")

    assert {dispatcher.get(reverse(f"dispatch:{name}", args=[stop.pk])).status_code for name in names} == {
        405
    }
