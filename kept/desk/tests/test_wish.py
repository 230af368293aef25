"""A wish for a window that is taken: the trucks are rearranged where that helps; else an honest no."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.business.examples import House, house
from kept.deliveries import actions as deliveries
from kept.deliveries import queries
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.models import Delivery, Stop
from kept.deliveries.rules import QUOTE_LASTS
from kept.desk import book, wishes
from kept.desk.tests.crowded import MORNING, NOW, WEDNESDAY, hopeless, is_full, one_more, to_and_fro
from kept.ledger.models import Entry
from kept.promises.models import Expectation, WishMade

pytestmark = pytest.mark.django_db
TUESDAY_MORNING = wishes.Asked("Tuesday morning", window=MORNING)


@pytest.fixture
def store() -> House:
    return house(now=NOW)


def test_a_taken_window_that_another_order_of_the_stops_makes_free_is_a_yes(store: House) -> None:
    to_and_fro(store)
    late, by = one_more(store), store.representative.actor
    assert is_full(late)

    answered = wishes.ask(late, TUESDAY_MORNING, by=by, now=NOW)

    assert (answered.rearranged, answered.is_no) == (True, False)
    assert answered.words == "Yes: if we put our route in another order, we can come Tue 3 Mar, 8–12."
    assert WishMade.objects.get().answered_at is None  # a yes is a promise only once it is booked
    assert not Expectation.objects.exists()


def test_booking_it_grants_the_wish_and_keeps_all_other_promises(store: House) -> None:
    to_and_fro(store)
    late, by = one_more(store), store.representative.actor
    wish = wishes.ask(late, TUESDAY_MORNING, by=by, now=NOW).wish

    stop = book.book(late, MORNING, wish=wish, by=by, now=NOW)

    wish.refresh_from_db()
    assert (wish.granted, wish.promise) == (True, stop.promise)
    assert Stop.objects.filter(plan=stop.plan).count() == 5


def test_where_no_order_helps_it_is_a_no_with_the_reason_and_what_is_free(store: House) -> None:
    hopeless(store)
    late, by = one_more(store), store.representative.actor

    answered = wishes.ask(late, TUESDAY_MORNING, by=by, now=NOW)

    assert answered.is_no
    assert answered.wish.granted is False
    assert answered.wish.reason.startswith("The trucks are full on Tue 3 Mar, 8–12.")
    assert str(WEDNESDAY) in answered.wish.alternatives
    assert Expectation.objects.get().what == "Tuesday morning"


def test_pressed_twice_it_is_one_wish_whatever_the_answer(store: House) -> None:
    hopeless(store)
    late, by = one_more(store), store.representative.actor

    first = wishes.ask(late, TUESDAY_MORNING, by=by, now=NOW)
    again = wishes.ask(late, TUESDAY_MORNING, by=by, now=NOW + timedelta(seconds=2))

    assert again.wish == first.wish
    assert again.words == first.words
    assert (WishMade.objects.count(), Expectation.objects.count()) == (1, 1)


def test_asked_again_after_a_while_it_is_another_wish(store: House) -> None:
    hopeless(store)
    late, by = one_more(store), store.representative.actor

    wishes.ask(late, TUESDAY_MORNING, by=by, now=NOW)
    wishes.ask(late, TUESDAY_MORNING, by=by, now=NOW + QUOTE_LASTS)

    assert WishMade.objects.count() == 2


def test_a_no_becomes_a_yes_when_somebody_gives_their_place_back(store: House) -> None:
    hopeless(store)
    late, by = one_more(store), store.representative.actor
    refused = wishes.ask(late, TUESDAY_MORNING, by=by, now=NOW).wish
    deliveries.cancel(Delivery.objects.get(order__number="801"), reason="not wanted", by=by, now=NOW)

    answered = wishes.ask(late, TUESDAY_MORNING, by=by, now=NOW + timedelta(minutes=1))

    assert answered.answer is not None and answered.answer.granted
    assert answered.wish != refused
    assert book.book(late, MORNING, wish=answered.wish, by=by, now=NOW).window == MORNING


def test_all_that_waited_about_a_delivery_is_answered_by_the_window_that_stands(store: House) -> None:
    to_and_fro(store)
    late, by = one_more(store), store.representative.actor
    wishes.ask(late, TUESDAY_MORNING, by=by, now=NOW)
    wishes.ask(late, wishes.Asked("Wednesday morning", window=WEDNESDAY), by=by, now=NOW)

    stop = book.book(late, WEDNESDAY, by=by, now=NOW)

    tuesday, wednesday = WishMade.objects.order_by("pk")
    assert (tuesday.granted, tuesday.alternatives) == (False, [str(WEDNESDAY)])
    assert (wednesday.granted, wednesday.promise) == (True, stop.promise)


def test_whoever_does_not_mind_is_granted_whatever_is_booked(store: House) -> None:
    to_and_fro(store)
    late, by = one_more(store), store.representative.actor
    answered = wishes.ask(late, wishes.Asked("I don’t mind which"), by=by, now=NOW)
    assert (answered.answer, answered.is_no) == (None, False)

    book.book(late, WEDNESDAY, by=by, now=NOW)

    wish = WishMade.objects.get()
    assert (wish.wished_at, wish.wished_until, wish.granted) == (None, None, True)


def test_what_somebody_wishes_is_kept_even_where_nobody_knows_yet_where_they_live(store: House) -> None:
    van("Van 1", one_depot(store, now=NOW), store, now=NOW)
    lost = sofa(one_more(store).customer, store, number="106", place=None, now=NOW)

    with pytest.raises(queries.NotPlaced):
        wishes.ask(lost, TUESDAY_MORNING, by=store.representative.actor, now=NOW)

    wish = WishMade.objects.get()
    assert (wish.asked, wish.answered_at) == ("Tuesday morning", None)


def test_looking_for_room_writes_nothing_but_the_wish(store: House) -> None:
    to_and_fro(store)
    late, by = one_more(store), store.representative.actor
    before = Entry.objects.count()

    wishes.ask(late, TUESDAY_MORNING, by=by, now=NOW)

    assert list(Entry.objects.order_by("pk").values_list("kind", flat=True))[before:] == ["wish.made"]
