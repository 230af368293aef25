"""Stars by a click that posts; a link that is only opened records nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.business.examples import House
from kept.business.examples import house as open_house
from kept.complaints import examples
from kept.complaints.examples import MORNING
from kept.complaints.models import Rating
from kept.customers.examples import nora as nora_feldman
from kept.customers.models import Customer
from kept.desk import rate
from kept.web.complaints import shown

NOW = MORNING + timedelta(hours=6)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(db: None) -> House:
    return open_house(now=MORNING - timedelta(days=60))


@pytest.fixture
def nora(house: House) -> Customer:
    return nora_feldman(now=MORNING - timedelta(days=7))


@pytest.fixture
def token(house: House, nora: Customer) -> str:
    promise = examples.promise_window(house, nora, about="delivery:1")
    examples.arrive(promise, MORNING + timedelta(hours=1), by=house.driver)
    return rate.token(nora, "delivery:1", now=NOW)


def test_opening_the_link_shows_five_buttons_and_records_nothing(token: str) -> None:
    page = Client().get(reverse("ratings:rate", args=[token]))

    assert page.content.decode().count('name="stars"') == 5
    assert Client().get(reverse("ratings:create", args=[token])).status_code == 405
    assert not Rating.objects.exists()


def test_pressing_a_button_keeps_the_stars_and_says_thank_you(token: str, nora: Customer) -> None:
    client = Client()
    answer = client.post(reverse("ratings:create", args=[token]), {"stars": "5", "words": "Quick."})

    page = client.get(answer["Location"]).content.decode()

    rating = Rating.objects.get()
    assert (rating.stars, rating.words, rating.by) == (5, "Quick.", str(nora.actor))
    assert "Thank you" in page
    assert 'name="stars"' not in page


def test_pressing_twice_keeps_the_first(token: str) -> None:
    address = reverse("ratings:create", args=[token])
    Client().post(address, {"stars": "4"})

    assert Client().post(address, {"stars": "1"}).status_code == 302
    assert Rating.objects.get().stars == 4


@pytest.mark.parametrize("stars", ["", "0", "6", "five", "5.0"])
def test_only_the_five_buttons_count(token: str, stars: str) -> None:
    assert Client().post(reverse("ratings:create", args=[token]), {"stars": stars}).status_code == 422
    assert not Rating.objects.exists()


def test_a_press_without_the_pages_own_token_is_refused(token: str) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(reverse("ratings:create", args=[token]), {"stars": "5"}).status_code == 403


def test_a_link_expires_after_thirty_days_to_the_second(token: str, clock: time_machine.Traveller) -> None:
    address = reverse("ratings:rate", args=[token])
    clock.move_to(NOW + timedelta(days=30) - timedelta(seconds=1))
    assert Client().get(address).status_code == 200

    clock.move_to(NOW + timedelta(days=30))

    assert Client().get(address).status_code == 409


def test_a_forged_link_opens_nothing(token: str) -> None:
    assert Client().get(reverse("ratings:rate", args=[token[:-2] + "xx"])).status_code == 404


@pytest.mark.parametrize(
    ("hours", "stars", "third"),
    [(1, 1, "Expectation gap"), (1, 4, "What remains"), (1, 5, "What remains"), (12, 5, "Goodwill")],
    ids=["kept and one star", "one star less is no label", "nothing lost", "missed and five stars"],
)
def test_the_third_figure_is_labelled_only_above_one_star(
    house: House, nora: Customer, hours: int, stars: int, third: str
) -> None:
    promise = examples.promise_window(house, nora, about="delivery:2")
    examples.arrive(promise, MORNING + timedelta(hours=hours), by=house.driver)
    asked = rate.Asked(nora, "delivery:2", house.location, None)
    rating = rate.rate(asked, stars, now=MORNING + timedelta(hours=13))

    assert shown.gaps(rating.finding)[2].words == third


def test_the_desk_sees_the_rating_and_a_driver_does_not(house: House, token: str) -> None:
    Client().post(reverse("ratings:create", args=[token]), {"stars": "5"})
    address = reverse("ratings:rating", args=[Rating.objects.get().pk])
    desk, driver = Client(), Client()
    desk.force_login(house.representative)
    driver.force_login(house.driver)

    assert "5 stars of 5" in desk.get(address).content.decode()
    assert driver.get(address).status_code == 403
    assert Client().get(address).status_code == 302
