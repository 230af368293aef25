"""The driver's pages: today's stops on a phone, five taps, and nothing for anybody else."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kept.business.examples import House, house
from kept.business.models import Staff
from kept.customers.examples import nora, person
from kept.deliveries import actions
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.models import Arrival, Stop, Visit
from kept.deliveries.queries import get_depot
from kept.deliveries.rules import LocalWindow
from kept.web.driver.forms import RESULTS

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
ON_THE_ROAD = datetime(2026, 3, 3, 16, 40, tzinfo=UTC)  # Tuesday 11:40 in New York
MORNING = LocalWindow(date(2026, 3, 3), time(8), time(12))

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> House:
    found = house(now=NOW)
    van("Van 1", one_depot(found, now=NOW), found, now=NOW)
    return found


@pytest.fixture
def stop(store: House) -> Stop:
    delivery = sofa(nora(now=NOW), store, number="101", now=NOW)
    found = actions.book(delivery, MORNING, by=store.representative.actor, now=NOW)
    publish(store)
    return found


def publish(store: House) -> None:
    """Show Tuesday to its drivers."""
    actions.publish(get_depot(), MORNING.day, by=store.dispatcher.actor, now=NOW)


def book_more(store: House, most: int) -> None:
    """The dispatcher opens Tuesday again, and publishes it with more stops on it."""
    by = store.dispatcher.actor
    actions.reopen(get_depot(), MORNING.day, by=by, now=NOW)
    for n in range(most):
        more = sofa(person(f"Guest {n}", now=NOW), store, number=f"20{n}", now=NOW)
        actions.book(more, MORNING, by=by, now=NOW)
    publish(store)


def come_in(client: Client, staff: Staff) -> Client:
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def stranger(store: House) -> Staff:
    """Another driver, of another van."""
    other = store.second_representative
    other.role = "driver"
    other.save()
    return other


@time_machine.travel(ON_THE_ROAD, tick=False)
def test_the_next_stop_stands_first_with_the_way_and_the_taps(
    client: Client, store: House, stop: Stop
) -> None:
    page = come_in(client, store.driver).get(reverse("driver:route")).content.decode()

    assert page.index("Nora Feldman") < page.index("Arrived")
    assert "101 Bedford Avenue, Brooklyn" in page
    assert 'href="geo:40.689200,-73.944200?q=' in page
    assert 'href="tel:+12125550143"' in page
    assert all(str(words) in page for _, words in RESULTS)
    assert "style=" not in page and "<script>" not in page


@time_machine.travel(ON_THE_ROAD, tick=False)
def test_the_tap_on_arrived_ends_the_promise_as_kept(client: Client, store: House, stop: Stop) -> None:
    answer = come_in(client, store.driver).post(reverse("driver:create_arrival", args=[stop.pk]), follow=True)

    stop.promise.refresh_from_db()
    assert stop.promise.outcome == "kept"
    assert (Arrival.objects.get().source, Arrival.objects.get().at) == ("driver", ON_THE_ROAD)
    assert "Arrived: written down." in answer.content.decode()
    assert "You have been here since" in answer.content.decode()


@pytest.mark.parametrize("result", [value for value, _ in RESULTS])
@time_machine.travel(ON_THE_ROAD, tick=False)
def test_each_result_is_written_down_and_leads_to_the_next_stop(
    client: Client, store: House, stop: Stop, result: str
) -> None:
    sent = {"result": result, "note": "left with the porter"}
    answer = come_in(client, store.driver).post(reverse("driver:create_visit", args=[stop.pk]), sent)

    assert answer["Location"] == reverse("driver:route")
    assert (Visit.objects.get().result, Visit.objects.get().note) == (result, "left with the porter")


def test_the_buttons_say_every_result_that_a_visit_can_have() -> None:
    assert [value for value, _ in RESULTS] == Visit.Result.values


@time_machine.travel(ON_THE_ROAD, tick=False)
def test_a_form_without_a_result_says_what_to_press(client: Client, store: House, stop: Stop) -> None:
    answer = come_in(client, store.driver).post(reverse("driver:create_visit", args=[stop.pk]), {})

    assert answer.status_code == 422
    assert "Press one of the four buttons." in answer.content.decode()
    assert not Visit.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_a_tap_for_tomorrows_stop_is_refused_in_words(client: Client, store: House, stop: Stop) -> None:
    answer = come_in(client, store.driver).post(reverse("driver:create_arrival", args=[stop.pk]))

    assert answer.status_code == 409
    assert "This stop is planned for Tue 3 Mar." in answer.content.decode()


@time_machine.travel(ON_THE_ROAD, tick=False)
def test_when_all_is_done_the_page_says_so(client: Client, store: House, stop: Stop) -> None:
    come_in(client, store.driver)
    client.post(reverse("driver:create_visit", args=[stop.pk]), {"result": "delivered"})

    page = client.get(reverse("driver:route")).content.decode()

    assert "All stops are done" in page
    assert "Nora Feldman" in page


@time_machine.travel(NOW, tick=False)
def test_a_day_without_stops_says_what_will_stand_here(client: Client, store: House, stop: Stop) -> None:
    page = come_in(client, store.driver).get(reverse("driver:route")).content.decode()

    assert "No stops today" in page
    assert "Nora Feldman" not in page


@time_machine.travel(ON_THE_ROAD, tick=False)
def test_the_page_reads_the_same_number_of_rows_for_one_stop_and_for_five(
    client: Client, store: House, stop: Stop, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    come_in(client, store.driver)
    with django_assert_num_queries(9):
        client.get(reverse("driver:route"))
    book_more(store, 4)

    with django_assert_num_queries(9):
        client.get(reverse("driver:route"))


@time_machine.travel(ON_THE_ROAD, tick=False)
def test_another_driver_finds_nothing_of_this_van(client: Client, store: House, stop: Stop) -> None:
    come_in(client, stranger(store))

    assert "Nora Feldman" not in client.get(reverse("driver:route")).content.decode()
    assert client.get(reverse("driver:stop", args=[stop.pk])).status_code == 404
    assert client.post(reverse("driver:create_arrival", args=[stop.pk])).status_code == 404
    assert (
        client.post(reverse("driver:create_visit", args=[stop.pk]), {"result": "delivered"}).status_code
        == 404
    )
    assert not Arrival.objects.exists()


@time_machine.travel(ON_THE_ROAD, tick=False)
def test_the_stranger_is_sent_to_the_log_in_and_the_desk_is_told_no(
    client: Client, store: House, stop: Stop
) -> None:
    addresses = [reverse("driver:route"), reverse("driver:stop", args=[stop.pk]), reverse("dispatch:board")]
    for address in addresses:
        assert client.get(address).status_code == 302
        assert "login" in client.get(address)["Location"]

    come_in(client, store.representative)

    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]
    assert client.post(reverse("dispatch:create_missed", args=[stop.pk])).status_code == 403
    assert client.post(reverse("dispatch:create_place", args=[stop.delivery_id])).status_code == 403


@time_machine.travel(ON_THE_ROAD, tick=False)
def test_a_tap_cannot_be_a_plain_get(client: Client, store: House, stop: Stop) -> None:
    come_in(client, store.driver)

    assert client.get(reverse("driver:create_arrival", args=[stop.pk])).status_code == 405
    assert not Arrival.objects.exists()


def test_a_form_from_elsewhere_is_refused(store: House, stop: Stop) -> None:
    elsewhere = come_in(Client(enforce_csrf_checks=True), store.driver)

    assert elsewhere.post(reverse("driver:create_arrival", args=[stop.pk])).status_code == 403
