"""Where is it: suggestions to choose from, a person who confirms, and strangers who see nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kept.business.models import Staff
from kept.business.rules import Role
from kept.deliveries.examples import sofa
from kept.deliveries.models import Delivery
from kept.ledger.models import Entry
from kept.ledger.queries import payload_of
from kept.orders.models import Order
from kept.web.tests.cast import NOW, Cast, come_in

pytestmark = [pytest.mark.django_db]

PART = {"HX-Request": "true"}
MAY = {Role.REPRESENTATIVE, Role.DISPATCHER, Role.MANAGER, Role.OWNER}


@pytest.fixture
def unplaced(there: Cast) -> Delivery:
    return sofa(there.nora, there.house, number="10500", place=None, now=NOW)


@pytest.fixture
def table(tmp_path: Path, settings: Settings) -> None:
    settings.ADDRESS_FILE = tmp_path / "places.csv"
    settings.ADDRESS_FILE.write_text(
        'address,lat,lon\n"10500 Bedford Avenue, Brooklyn",40.6892,-73.9551\n"<b>Nowhere</b>",1,2\n'
    )


def address(name: str, delivery: Delivery) -> str:
    return reverse(f"addresses:{name}", args=[delivery.pk])


def test_what_is_suggested_is_taken_by_nobody_but_a_person(
    unplaced: Delivery, there: Cast, table: None
) -> None:
    desk = come_in(Client(), there.representative)

    page = desk.get(address("place", unplaced)).content.decode()
    found = desk.get(address("suggestions", unplaced), headers=PART).content.decode()

    assert address("suggestions", unplaced) in page
    assert "40.689200, -73.955100" in found
    unplaced.refresh_from_db()
    assert unplaced.latitude is None


def test_who_confirmed_a_place_and_what_they_went_by_stands_in_the_ledger(
    unplaced: Delivery, there: Cast
) -> None:
    desk = come_in(Client(), there.house.dispatcher)

    said = {"place": "40.689200, -73.955100", "source": "file"}
    answer = desk.post(address("create_place", unplaced), said, headers=PART)

    unplaced.refresh_from_db()
    entry = Entry.objects.get(kind="delivery.placed")
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (200, "placed")
    assert (unplaced.latitude, unplaced.longitude) == (40.6892, -73.9551)
    assert unplaced.placed_by == str(there.house.dispatcher.actor)
    assert (payload_of(entry) or {})["source"] == "file"


def test_another_spelling_can_be_looked_up(unplaced: Delivery, there: Cast, table: None) -> None:
    desk = come_in(Client(), there.representative)

    found = desk.get(address("suggestions", unplaced), {"q": "Elsewhere 1"}, headers=PART).content.decode()

    assert "Nothing was found for “Elsewhere 1”" in found


def test_where_nothing_was_found_another_spelling_is_a_click_away(
    unplaced: Delivery, there: Cast, table: None
) -> None:
    Delivery.objects.filter(pk=unplaced.pk).update(address="Bedfort Avenu")
    Order.objects.filter(pk=unplaced.order_id).update(address="Bedfort Avenu")

    desk, board = come_in(Client(), there.representative), come_in(Client(), there.house.dispatcher)
    at_the_desk = desk.get(reverse("desk:places", args=[unplaced.order_id]), headers=PART).content.decode()
    on_the_board = board.get(
        reverse("dispatch:suggestions", args=[unplaced.pk]), headers=PART
    ).content.decode()

    assert address("place", unplaced) in at_the_desk
    assert address("place", unplaced) in on_the_board


def test_what_a_source_says_is_text_and_nothing_else(unplaced: Delivery, there: Cast, table: None) -> None:
    desk = come_in(Client(), there.representative)

    found = desk.get(address("suggestions", unplaced), {"q": "b nowhere b"}, headers=PART).content.decode()

    assert "&lt;b&gt;Nowhere&lt;/b&gt;" in found
    assert "<b>Nowhere" not in found


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"place": ""}, id="nothing"),
        pytest.param({"place": "91, 0"}, id="off the globe"),
        pytest.param({"place": "nan, nan"}, id="not a number"),
        pytest.param({"place": "40.1, -73.9", "source": "oracle"}, id="an unknown source"),
    ],
)
def test_what_is_no_place_is_not_taken(said: dict[str, str], unplaced: Delivery, there: Cast) -> None:
    answer = come_in(Client(), there.representative).post(address("create_place", unplaced), said)

    assert answer.status_code == 422
    unplaced.refresh_from_db()
    assert unplaced.latitude is None


@pytest.mark.parametrize("role", list(Role))
def test_who_books_may_say_where_it_is_and_nobody_else(role: Role, unplaced: Delivery, there: Cast) -> None:
    client = come_in(Client(), Staff.objects.filter(role=role).order_by("pk")[0])

    answers = {
        "place": client.get(address("place", unplaced)).status_code,
        "suggestions": client.get(address("suggestions", unplaced)).status_code,
        "create_place": client.post(address("create_place", unplaced), {"place": "40.6, -73.9"}).status_code,
    }

    assert set(answers.values()) == ({200} if role in MAY else {403})


def test_a_stranger_is_sent_to_the_log_in(unplaced: Delivery) -> None:
    answers = [Client().get(address("place", unplaced)), Client().get(address("suggestions", unplaced)),
               Client().post(address("create_place", unplaced), {"place": "40.6, -73.9"})]  # fmt: skip

    assert {answer.status_code for answer in answers} == {302}
    unplaced.refresh_from_db()
    assert unplaced.latitude is None
