"""Choosing on the customer's own page: one of several, anew, and too late."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from kept.business.examples import House, house
from kept.deliveries import actions as deliveries
from kept.deliveries import queries
from kept.deliveries.examples import one_depot, sofa, van
from kept.deliveries.models import Delivery, Stop
from kept.deliveries.rules import LocalWindow
from kept.desk import book, window_letters
from kept.desk.tests.crowded import MORNING, NOON, NOW, TUESDAY, WEDNESDAY, hopeless, one_more, to_and_fro
from kept.outbox.models import Outgoing
from kept.policies.models import Disclosure
from kept.promises.models import Expectation, Outcome, Promise, Wish, WishMade

pytestmark = pytest.mark.django_db
LOADING = datetime(2026, 3, 3, 2, tzinfo=NOW.tzinfo)  # Monday 21:00, the trucks of Tuesday are being loaded


@pytest.fixture
def store() -> House:
    return house(now=NOW)


def one_van(store: House) -> None:
    van("Van 1", one_depot(store, now=NOW), store, now=NOW)


def test_of_several_that_suit_the_one_that_lies_best_on_the_route_is_promised(store: House) -> None:
    one_van(store)
    first = sofa(one_more(store).customer, store, number="201", now=NOW)
    book.choose(first, NOON, now=NOW)
    neighbour = sofa(one_more(store, "Next Door", number="202").customer, store, number="203", now=NOW)

    stop = book.choose_any(neighbour, [WEDNESDAY, MORNING, NOON], now=NOW)

    wish = WishMade.objects.get(customer=neighbour.customer)
    assert stop.window == NOON
    assert wish.asked == "Any of these: Tue 3 Mar, 8–12, 12–16; Wed 4 Mar, 8–12"
    assert (wish.wished_at, wish.granted, wish.promise) == (None, True, stop.promise)


def test_of_several_the_next_is_taken_when_the_best_is_gone(store: House) -> None:
    hopeless(store)
    late = one_more(store)

    stop = book.choose_any(late, [MORNING, WEDNESDAY], now=NOW)

    assert stop.window == WEDNESDAY


def test_of_several_full_ones_a_day_is_rearranged_for_one(store: House) -> None:
    to_and_fro(store)

    stop = book.choose_any(one_more(store), [MORNING, NOON], now=NOW)

    assert stop.window == MORNING


def test_when_none_of_several_is_left_the_wish_is_answered_with_what_is(store: House) -> None:
    hopeless(store)
    late = one_more(store)

    with pytest.raises(deliveries.NoLongerFree, match="Wed 4 Mar, 8–12 is free"):
        book.choose_any(late, [MORNING, NOON], now=NOW)

    wish = WishMade.objects.get()
    assert wish.granted is False
    assert str(WEDNESDAY) in wish.alternatives
    assert not Disclosure.objects.exists()


def test_the_same_ticks_sent_twice_are_one_choice(store: House) -> None:
    one_van(store)
    delivery = one_more(store)

    first = book.choose_any(delivery, [MORNING, WEDNESDAY], now=NOW)
    again = book.choose_any(delivery, [MORNING, WEDNESDAY], now=NOW + timedelta(seconds=3))

    assert again == first
    assert (Promise.objects.count(), WishMade.objects.count(), Outgoing.objects.count()) == (1, 1, 1)


def test_very_many_ticks_are_kept_as_a_wish_that_fits(store: House) -> None:
    one_van(store)
    delivery = one_more(store)
    free = [each.window for each in queries.quote(delivery, now=NOW).free]

    book.choose_any(delivery, free, now=NOW)

    wish = WishMade.objects.get()
    assert len(free) > 20
    assert len(wish.asked) == 300
    assert wish.asked.endswith("…")


def test_a_full_window_that_was_asked_for_is_chosen_by_rearranging(store: House) -> None:
    to_and_fro(store)
    late = one_more(store)

    stop = book.choose(late, MORNING, now=NOW)

    assert (stop.window, stop.promise.accepted_at) == (MORNING, NOW)
    assert Disclosure.objects.filter(grade=4).count() == Disclosure.objects.filter(medium="page").count()


def test_another_window_releases_the_first_and_the_letter_says_so(store: House) -> None:
    one_van(store)
    delivery = one_more(store)
    book.choose(delivery, MORNING, now=NOW)

    stop = book.choose(delivery, WEDNESDAY, now=NOW)

    old = Promise.objects.get(outcome=Outcome.REPLACED)
    said = "Your window Tue 3 Mar, 8–12 is free again for others; Wed 4 Mar, 8–12 is promised."
    assert (old.wish, stop.promise.replaces) == (Wish.CUSTOMER, old)
    assert said in Outgoing.objects.latest("pk").text
    assert window_letters.in_place_of(stop.promise) == said
    assert queries.quote(one_more(store, "Somebody Else", number="301"), now=NOW).find(MORNING)


def test_a_window_that_we_move_says_that_both_count(store: House) -> None:
    one_van(store)
    delivery = one_more(store)
    book.choose(delivery, MORNING, now=NOW)
    delivery.refresh_from_db()

    stop = book.move(delivery, WEDNESDAY, wish=Wish.OURS, by=store.dispatcher.actor, now=NOW)

    assert "at our wish: both windows count as our promise" in window_letters.in_place_of(stop.promise)


def test_a_window_whose_trucks_are_being_loaded_stays_and_says_what_to_do(store: House) -> None:
    one_van(store)
    delivery = one_more(store)
    book.choose(delivery, MORNING, now=NOW)

    with pytest.raises(book.AlreadyLoading, match=r"already being loaded\. Call us, and we see together"):
        book.choose(delivery, WEDNESDAY, now=LOADING)

    assert Stop.objects.get().window == MORNING
    assert not Promise.objects.exclude(outcome="").exists()


def test_a_day_whose_routes_are_fixed_stays_too_and_nothing_is_wished_by_the_way(store: House) -> None:
    one_van(store)
    delivery = one_more(store)
    book.choose(delivery, MORNING, now=NOW)
    deliveries.cut_off(delivery.depot, TUESDAY, by=store.dispatcher.actor, now=NOW)

    with pytest.raises(book.AlreadyLoading, match="fixed already"):
        book.choose_any(delivery, [NOON, WEDNESDAY], now=NOW)

    assert not WishMade.objects.exists()


def test_a_representative_may_still_move_what_the_customer_cannot(store: House) -> None:
    one_van(store)
    delivery = one_more(store)
    book.choose(delivery, MORNING, now=NOW)

    by = store.representative.actor
    moved = book.move(Delivery.objects.get(), WEDNESDAY, wish=Wish.CUSTOMER, by=by, now=LOADING)

    assert moved.window == WEDNESDAY


def test_choosing_leaves_no_expectation_behind(store: House) -> None:
    one_van(store)

    book.choose(one_more(store), LocalWindow(TUESDAY, time(16), time(20)), now=NOW)

    assert not Expectation.objects.exists()
