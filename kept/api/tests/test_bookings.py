"""A shop's program enters an order, reads the windows that are true, and books one: once, asked twice."""

from __future__ import annotations

from typing import Any

import pytest

from kept.api.tests.conftest import Program
from kept.business.examples import House
from kept.deliveries.models import Delivery, Stop
from kept.ledger.models import Entry
from kept.orders.models import Line, Order
from kept.outbox.models import Outgoing
from kept.promises.models import Promise

SOFA = {
    "number": "S-1",
    "placed_at": "2026-03-02T08:30:00-05:00",
    "customer": "Nora Feldman",
    "email": "nora@mail.example",
    "address": "214 West 78th Street, New York",
    "latitude": 40.6892,
    "longitude": -73.9442,
    "items": [{"article": "Sofa", "price": "1299.00", "minutes": 25, "litres": 1800, "kilograms": 90,
               "skills": ["Two-person lift"]}],
}  # fmt: skip
LAMP = {"article": "Lamp", "price": "49.50"}


def enter(shop: Program, *orders: dict[str, Any]) -> Any:
    return shop.post("orders", {"orders": list(orders)})


def plain(order: dict[str, Any]) -> dict[str, Any]:
    """Without what only a crew of two can carry."""
    return order | {"items": [LAMP]}


def test_an_order_is_entered_as_from_a_file(shop: Program) -> None:
    answer = enter(shop, SOFA)

    assert (answer.status_code, answer.json()) == (200, {"entered": ["S-1"], "standing": []})
    order, line = Order.objects.get(), Line.objects.get()
    assert (order.made_by, order.customer.name) == (str(shop.software.actor), "Nora Feldman")
    assert (line.minor, line.kilograms, line.skills) == (129_900, 90, ["two-person lift"])
    assert Delivery.objects.get().skills == ["two-person lift"]
    assert Outgoing.objects.count() == 1


def test_sent_twice_an_order_is_entered_once(shop: Program) -> None:
    enter(shop, SOFA)
    entries = Entry.objects.count()

    answer = enter(shop, SOFA)

    assert answer.json() == {"entered": [], "standing": ["S-1"]}
    assert (Order.objects.count(), Entry.objects.count()) == (1, entries)


def test_with_one_bad_order_none_is_entered(shop: Program) -> None:
    enter(shop, SOFA)

    answer = enter(shop, SOFA | {"number": "S-2"}, SOFA | {"address": "Elsewhere"})

    assert answer.status_code == 409
    assert answer.json()["lines"] == ["order S-1: stands already with other content"]
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "named"),
    [
        pytest.param({"placed_at": "2026-03-02T08:30:00"}, "orders.0.placed_at", id="a time without offset"),
        pytest.param(
            {"placed_at": "0001-01-01T00:00:00Z"}, "orders.0.placed_at", id="the first day of all time"
        ),
        pytest.param({"number": ""}, "orders.0.number", id="no number"),
        pytest.param({"items": []}, "orders.0.items", id="nothing bought"),
        pytest.param({"items": [LAMP | {"price": "-1"}]}, "orders.0.items.0.price", id="a negative price"),
        pytest.param({"items": [LAMP | {"price": "1e3"}]}, "orders.0.items.0.price", id="a price in powers"),
        pytest.param({"items": [LAMP | {"quantity": 0}]}, "orders.0.items.0.quantity", id="none of it"),
        pytest.param({"latitude": 91}, "orders.0.latitude", id="off the globe"),
        pytest.param({"customer": "x" * 201}, "orders.0.customer", id="a name without end"),
    ],
)
def test_what_does_not_read_is_named(change: dict[str, Any], named: str, shop: Program) -> None:
    answer = enter(shop, SOFA | change)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["lines"][0].startswith(named)
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"items": [LAMP | {"price": "1.999"}]}, "is no amount in USD", id="a third decimal"),
        pytest.param({"longitude": None}, "come together or not at all", id="half a place"),
        pytest.param({"language": "english please"}, "422", id="no language"),
        pytest.param({"customer": "  "}, "customer is empty", id="a name of spaces"),
    ],
)
def test_the_rules_of_order_files_hold(change: dict[str, Any], words: str, shop: Program) -> None:
    answer = enter(shop, SOFA | change)

    assert answer.status_code == (422 if words == "422" else 409)
    assert words == "422" or words in answer.json()["words"]
    assert Order.objects.count() == 0


def test_windows_are_read_for_an_order_and_one_is_booked(shop: Program) -> None:
    enter(shop, plain(SOFA))

    windows = shop.get("windows", order="S-1").json()["windows"]
    free = [each for each in windows if each["free"]]
    answer = shop.post("bookings", {"order": "S-1", "window": free[0]["window"]})

    assert len(free) > 20
    assert next(each["reason"] for each in windows if not each["free"]) == "too_late"
    assert (answer.status_code, answer.json()["window"]) == (200, free[0]["window"])
    assert answer.json()["starts_at"] == free[0]["starts_at"]
    promise = Promise.objects.get(kind="delivery_window")
    assert (promise.accepted_at, promise.outcome) == (None, "")
    assert Stop.objects.get().booked_by == str(shop.software.actor)


def test_windows_are_read_for_a_place(shop: Program) -> None:
    answer = shop.get("windows", latitude=40.6892, longitude=-73.9442, minutes=25, litres=1800, days=3)

    assert answer.status_code == 200
    assert any(each["free"] for each in answer.json()["windows"])


def test_a_crew_that_no_truck_has_is_refused_with_the_reason(shop: Program) -> None:
    enter(shop, SOFA)

    windows = shop.get("windows", order="S-1").json()["windows"]
    answer = shop.post("bookings", {"order": "S-1", "window": "2026-03-05 08:00-12:00"})

    assert not any(each["free"] for each in windows)
    assert (answer.status_code, answer.json()["code"]) == (409, "window_not_free")
    assert Promise.objects.filter(kind="delivery_window").count() == 0


def test_sent_twice_a_booking_is_made_once(shop: Program) -> None:
    enter(shop, plain(SOFA))
    said = {"order": "S-1", "window": "2026-03-05 08:00-12:00"}
    first = shop.post("bookings", said)
    entries = Entry.objects.count()

    again = shop.post("bookings", said)

    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert Entry.objects.count() == entries


def test_another_window_moves_only_at_somebodys_wish(shop: Program) -> None:
    enter(shop, plain(SOFA))
    shop.post("bookings", {"order": "S-1", "window": "2026-03-05 08:00-12:00"})
    said = {"order": "S-1", "window": "2026-03-05 12:00-16:00"}

    refused = shop.post("bookings", said)
    moved = shop.post("bookings", said | {"move": "customer"})

    assert (refused.status_code, refused.json()["code"]) == (409, "window_already_promised")
    assert moved.json()["window"] == "2026-03-05 12:00-16:00"
    assert sorted(Promise.objects.filter(kind="delivery_window").values_list("outcome", flat=True)) == [
        "",
        "replaced",
    ]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param({"order": "S-9", "window": "2026-03-05 08:00-12:00"}, 404, id="an unknown order"),
        pytest.param({"order": "S-1", "window": "2026-03-05 09:00-10:00"}, 409, id="a window not offered"),
        pytest.param({"order": "S-1", "window": "2026-03-01 08:00-12:00"}, 409, id="yesterday"),
        pytest.param({"order": "S-1", "window": "9999-12-31 08:00-23:00"}, 422, id="the last day of all"),
        pytest.param({"order": "S-1", "window": "tomorrow"}, 422, id="no window"),
        pytest.param({"order": "S-1", "window": "2026-03-05 12:00-08:00"}, 422, id="backwards"),
        pytest.param({"order": "S-1", "window": "2026-03-05 08:00-12:00", "move": "x"}, 422, id="no wish"),
    ],
)  # fmt: skip
def test_what_cannot_be_booked_is_refused(said: dict[str, str], status: int, shop: Program) -> None:
    enter(shop, plain(SOFA))

    assert shop.post("bookings", said).status_code == status
    assert Promise.objects.filter(kind="delivery_window").count() == 0


def test_an_order_without_coordinates_is_not_guessed(shop: Program) -> None:
    enter(shop, plain(SOFA) | {"latitude": None, "longitude": None})

    answer = shop.get("windows", order="S-1")

    assert (answer.status_code, answer.json()["code"]) == (409, "address_not_placed")


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"order": "S-1", "latitude": 1, "longitude": 1}, id="both"),
        pytest.param({"latitude": 1}, id="half a place"),
        pytest.param({"latitude": "nan", "longitude": 1}, id="no number"),
        pytest.param({"latitude": 1, "longitude": 1, "days": 61}, id="too far ahead"),
        pytest.param({"latitude": 1, "longitude": 1, "skills": "x" * 61}, id="a skill without end"),
    ],
)
def test_what_asks_for_no_place_is_refused(asked: dict[str, Any], shop: Program) -> None:
    assert shop.get("windows", **asked).status_code == 422


def test_the_store_books_beside_it(shop: Program, store: House) -> None:
    """Nothing of what people promised moves because a program books."""
    enter(shop, plain(SOFA), plain(SOFA) | {"number": "S-2"})
    shop.post("bookings", {"order": "S-1", "window": "2026-03-05 08:00-12:00"})

    shop.post("bookings", {"order": "S-2", "window": "2026-03-05 08:00-12:00"})

    assert Promise.objects.filter(kind="delivery_window", outcome="").count() == 2
