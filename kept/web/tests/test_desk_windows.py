"""The desk's panel of windows: a taken one asked for by itself, any of them, a lost race, a lost address."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kept.business.examples import House
from kept.deliveries.examples import sofa
from kept.deliveries.models import Delivery, Stop
from kept.desk.tests import crowded
from kept.desk.tests.crowded import MORNING, NOW, WEDNESDAY, hopeless, one_more, to_and_fro
from kept.promises.models import Expectation, WishMade
from kept.web.tests.cast import come_in

pytestmark = [pytest.mark.django_db]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def clock() -> object:
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def store() -> House:
    return crowded.store()


@pytest.fixture
def desk(client: Client, store: House) -> Client:
    return come_in(client, store.representative)


def panel(desk: Client, delivery: Delivery) -> str:
    return desk.get(reverse("desk:windows", args=[delivery.order_id]), headers=HTMX).content.decode()


def press(desk: Client, name: str, delivery: Delivery, **sent: object) -> tuple[int, str]:
    answer = desk.post(reverse(f"desk:{name}", args=[delivery.order_id]), sent, headers=HTMX)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_an_hour_at_the_ends_of_all_time_is_asked_for_again(desk: Client, store: House, day: str) -> None:
    to_and_fro(store)

    status, page = press(desk, "create_hour_wish", one_more(store), asked="then", day=day, at="23:00")

    assert status == 422
    assert "Which day?" in page


def test_a_full_window_may_be_asked_for_and_one_that_nothing_helps_may_not(
    desk: Client, store: House
) -> None:
    to_and_fro(store)
    late = one_more(store)

    page = panel(desk, late)

    asks = reverse("desk:create_window_wish", args=[late.order_id])
    assert f'value="{MORNING}" formnovalidate formaction="{asks}"' in page
    assert "checking…" in page
    assert 'value="2026-03-03 16:00-20:00" formnovalidate' not in page  # no truck drives then


def test_only_the_window_that_is_asked_for_comes_back_and_the_page_around_hears_of_it(
    desk: Client, store: House
) -> None:
    to_and_fro(store)
    late = one_more(store)
    address = reverse("desk:create_window_wish", args=[late.order_id])

    answer = desk.post(address, {"window": str(MORNING)}, headers=HTMX)

    page = answer.content.decode()
    assert "yes, if we rearrange: book it" in page
    assert f'name="window" value="{MORNING}"' in page
    assert "Where a truck fits best" not in page
    assert answer.headers["HX-Trigger"] == "kept-changed"


def test_a_yes_is_booked_with_one_more_press(desk: Client, store: House) -> None:
    to_and_fro(store)
    late = one_more(store)
    press(desk, "create_window_wish", late, window=str(MORNING))

    status, _page = press(desk, "create_booking", late, window=str(MORNING))

    assert (status, Stop.objects.get(delivery=late).window) == (200, MORNING)
    assert WishMade.objects.get().granted is True


def test_a_no_says_why_and_offers_what_comes_nearest(desk: Client, store: House) -> None:
    hopeless(store)
    late = one_more(store)

    _status, page = press(desk, "create_window_wish", late, window=str(MORNING))

    assert "The trucks are full on Tue 3 Mar, 8–12." in page
    assert f'name="window" value="{WEDNESDAY}"' in page
    assert (WishMade.objects.get().granted, Expectation.objects.count()) == (False, 1)


def test_a_span_of_their_own_is_not_refused_to_who_was_not_told(desk: Client, store: House) -> None:
    to_and_fro(store)
    late = one_more(store)

    _status, page = press(desk, "create_window_wish", late, window="2026-03-04 09:00-10:00")

    assert "They were not properly told that we come within a window" in page
    assert WishMade.objects.get().answered_at is None


def test_whoever_does_not_mind_is_answered_by_where_a_truck_is_near(desk: Client, store: House) -> None:
    to_and_fro(store)
    late = one_more(store)

    _status, page = press(desk, "create_any_wish", late)

    wish = WishMade.objects.get()
    assert (wish.asked, wish.wished_at, wish.answered_at) == ("I don’t mind which", None, None)
    assert "is free" in page


def test_a_lost_race_says_so_and_keeps_what_was_typed(desk: Client, store: House) -> None:
    hopeless(store)
    late = one_more(store)

    status, page = press(
        desk, "create_booking", late, window=str(MORNING), asked="nine, the dog", day="2026-03-04", at="09:15"
    )

    assert status == 422
    assert "This window was taken meanwhile. The trucks are full on Tue 3 Mar, 8–12." in page
    assert 'value="nine, the dog"' in page
    assert 'value="2026-03-04"' in page and 'value="09:15"' in page


@pytest.mark.parametrize("window", ["", "tomorrow"])
def test_nonsense_is_no_wish(desk: Client, store: House, window: str) -> None:
    to_and_fro(store)

    status, _page = press(desk, "create_window_wish", one_more(store), window=window)

    assert status == 422
    assert not WishMade.objects.exists()


# Where the address lies


@pytest.fixture
def lost(store: House, tmp_path: Path, settings: Settings) -> Delivery:
    """An order whose address stands in the operator's own table, and has no place yet."""
    settings.ADDRESS_FILE = tmp_path / "places.csv"
    settings.ADDRESS_FILE.write_text("address;lat;lon\n130 Bedford Avenue, Brooklyn;40,70;-73,95\n")
    to_and_fro(store)
    return sofa(one_more(store).customer, store, number="130", place=None, now=NOW)


def test_an_address_that_nobody_has_found_is_looked_up_without_holding_up_the_panel(
    desk: Client, lost: Delivery
) -> None:
    page = panel(desk, lost)

    assert "We do not know yet where" in page
    assert f'hx-get="{reverse("desk:places", args=[lost.order_id])}' in page
    assert "40.70" not in page


def test_suggestions_are_asked_for_and_one_is_confirmed(desk: Client, lost: Delivery) -> None:
    found = desk.get(reverse("desk:places", args=[lost.order_id]), headers=HTMX).content.decode()
    assert "Nothing is taken until you choose." in found
    assert 'value="40.700000, -73.950000"' in found and 'value="file"' in found

    status, page = press(desk, "create_order_place", lost, place="40.700000, -73.950000", source="file")

    lost.refresh_from_db()
    assert (lost.latitude, lost.longitude) == (40.7, -73.95)
    assert (status, "Where a truck fits best" in page) == (200, True)


def test_nothing_is_guessed_where_nothing_was_found(desk: Client, lost: Delivery, settings: Settings) -> None:
    settings.ADDRESS_FILE = None

    found = desk.get(reverse("desk:places", args=[lost.order_id]), headers=HTMX).content.decode()
    status, _page = press(desk, "create_order_place", lost, place="")

    assert "Nothing was found for" in found
    assert status == 409
    lost.refresh_from_db()
    assert lost.latitude is None
