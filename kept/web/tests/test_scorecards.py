"""The scorecard: every number opens its rows, and only who may read it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kept.business.examples import House
from kept.business.examples import house as open_house
from kept.business.models import Staff
from kept.complaints import examples
from kept.complaints.examples import MORNING
from kept.customers.examples import nora
from kept.scorecards.queries import Name

NOW = MORNING + timedelta(days=2)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db: None) -> House:
    return open_house(now=MORNING - timedelta(days=60))


def logged_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def test_six_places_stand_side_by_side_also_with_nothing_to_count(house: House) -> None:
    page = logged_in(house.manager).get(reverse("scorecards:show")).content.decode()

    titles = re.findall(r'<h2 id="score-\w+">([^<]+)', page)
    assert titles == ["Clear", "Immediate", "Free", "Accommodating", "Kept", "Fair"]
    assert page.count("Nothing to count in this time.") == 6


def test_the_number_opens_rows_that_sum_to_it(house: House) -> None:
    customer = nora(now=MORNING)
    for hours in (4, 5):
        promise = examples.promise_window(house, customer)
        examples.arrive(promise, MORNING + timedelta(hours=hours), by=house.driver)
    client = logged_in(house.manager)

    card = client.get(reverse("scorecards:show")).content.decode()
    rows = client.get(reverse("scorecards:rows", args=["kept"])).content.decode()

    assert '<span class="score-number">87.5</span>' in card
    assert "few: read with care" in card
    counts = [float(n) for n in re.findall(r'<td class="number">([\d.]+)</td></tr>', rows)]
    assert sum(counts[:-1]) == counts[-1] == 1.75


@pytest.mark.parametrize("name", list(Name))
@pytest.mark.parametrize("days", ["7", "30", "90", "", "x", "99999999999"])
def test_every_characteristic_opens_whatever_the_days(house: House, name: str, days: str) -> None:
    page = logged_in(house.owner).get(reverse("scorecards:rows", args=[name]), {"days": days})

    assert page.status_code == 200


@pytest.mark.parametrize("name", ["offers_shown", "hand_overs", "fees_tried", "fees_stopped"])
def test_the_counts_of_people_leaving_open_too(house: House, name: str) -> None:
    assert logged_in(house.manager).get(reverse("scorecards:tally", args=[name])).status_code == 200


def test_what_nobody_counts_is_not_found(house: House) -> None:
    client = logged_in(house.manager)

    assert client.get(reverse("scorecards:rows", args=["smiles"])).status_code == 404
    assert client.get(reverse("scorecards:tally", args=["smiles"])).status_code == 404


def test_a_representative_a_driver_and_a_stranger_see_no_scorecard(house: House) -> None:
    for address in (
        reverse("scorecards:show"),
        reverse("scorecards:rows", args=["kept"]),
        reverse("scorecards:tally", args=["hand_overs"]),
    ):
        assert logged_in(house.representative).get(address).status_code == 403
        assert logged_in(house.driver).get(address).status_code == 403
        assert Client().get(address).status_code == 302
