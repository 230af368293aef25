"""An address that nobody has found: its customer is promised a call, and nothing is guessed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from kept.business.examples import House, house
from kept.conversations.models import Conversation, Matter, Message
from kept.customers.examples import nora, person
from kept.deliveries import actions as deliveries
from kept.deliveries.examples import one_depot, sofa
from kept.deliveries.models import Delivery
from kept.desk import unplaced
from kept.promises.models import Promise

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)  # Monday 9:00 in New York


@pytest.fixture
def store() -> House:
    found = house(now=NOW)
    one_depot(found, now=NOW)
    return found


@pytest.fixture
def lost(store: House) -> Delivery:
    return sofa(nora(now=NOW), store, number="101", place=None, now=NOW)


def test_who_cannot_be_found_is_promised_a_call_and_stands_in_the_inbox(lost: Delivery) -> None:
    promise = unplaced.call_me(lost, "The gate is in Jefferson Avenue.", now=NOW)

    conversation = Conversation.objects.get()
    assert (promise.kind, promise.about) == ("call_back", f"delivery:{lost.pk}")
    assert promise.until == datetime(2026, 3, 4, 5, tzinfo=UTC)  # the end of Tuesday
    assert (conversation.channel, conversation.state) == ("portal", "open")
    assert Message.objects.get().text == "The gate is in Jefferson Avenue."
    assert Matter.objects.get().about == f"delivery:{lost.pk}"


def test_pressed_twice_the_call_is_promised_once(lost: Delivery) -> None:
    first = unplaced.call_me(lost, "", now=NOW)

    assert unplaced.call_me(lost, "", now=NOW) == first
    assert (Promise.objects.count(), Conversation.objects.count()) == (1, 1)


def test_what_they_add_later_is_not_lost(lost: Delivery) -> None:
    unplaced.call_me(lost, "", now=NOW)

    unplaced.call_me(lost, "It is the house with the green door.", now=NOW)

    assert "green door" in Message.objects.latest("pk").text
    assert Promise.objects.count() == 1


def test_once_the_address_has_its_place_nobody_is_called_about_it(lost: Delivery, store: House) -> None:
    deliveries.place(lost, latitude=40.7, longitude=-73.9, by=store.dispatcher.actor, now=NOW)

    with pytest.raises(unplaced.PlacedMeanwhile):
        unplaced.call_me(lost, "", now=NOW)

    assert not Promise.objects.exists()


def test_a_german_customer_is_promised_it_in_german_by_whoever_speaks_it(store: House) -> None:
    with override("de"):
        lost = sofa(person("Jutta Brandt", now=NOW, language="de"), store, number="102", place=None, now=NOW)
        promise = unplaced.call_me(lost, "", now=NOW)

    assert promise.words.startswith("Wir rufen Sie bis zum Ende des nächsten Werktags")
