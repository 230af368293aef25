"""A truck's own box says when it came: the promise ends by it, and the routes of the day tell so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from kept.api.tests.conftest import Program
from kept.api.tests.test_bookings import SOFA, enter, plain
from kept.deliveries.models import Arrival
from kept.promises.models import Promise

WINDOW = "2026-03-03 08:00-12:00"


@pytest.fixture
def booked(shop: Program, _time_stands_still: time_machine.Traveller) -> Program:
    """An order promised for Tuesday 8 to 12; it is Tuesday 13 o'clock now."""
    enter(shop, plain(SOFA))
    assert shop.post("bookings", {"order": "S-1", "window": WINDOW}).status_code == 200
    _time_stands_still.shift(timedelta(hours=28))
    return shop


def arrive(shop: Program, **said: Any) -> Any:
    return shop.post(
        "arrivals", {"arrivals": [{"order": "S-1", "arrived_at": "2026-03-03T11:40:00-05:00"} | said]}
    )


def test_a_promise_ends_by_what_the_box_says(booked: Program) -> None:
    answer = arrive(booked, result="delivered")

    assert answer.json() == {"new": 1, "standing": 0}
    assert Promise.objects.get(kind="delivery_window").outcome == "kept"
    assert Arrival.objects.get().by == str(booked.software.actor)


def test_sent_twice_it_is_taken_once(booked: Program) -> None:
    arrive(booked)

    assert arrive(booked).json() == {"new": 0, "standing": 1}
    assert arrive(booked, arrived_at="2026-03-03T16:40:00Z").json() == {"new": 0, "standing": 1}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param({"order": "S-9"}, 409, id="an unknown order"),
        pytest.param({"day": "2026-03-04"}, 409, id="another day"),
        pytest.param({"arrived_at": "2026-03-03T23:00:00-05:00"}, 409, id="in the future"),
        pytest.param({"arrived_at": "2026-03-03T11:40:00"}, 422, id="without offset"),
        pytest.param({"delivery": 7}, 422, id="two names"),
        pytest.param({"order": ""}, 422, id="no name"),
        pytest.param({"order": "", "delivery": 0}, 422, id="delivery nought"),
        pytest.param({"order": "", "delivery": 2**63}, 422, id="a number that no database holds"),
        pytest.param({"result": "lost"}, 422, id="no result"),
    ],
)
def test_what_cannot_be_is_refused(said: dict[str, Any], status: int, booked: Program) -> None:
    answer = arrive(booked, **said)

    assert (answer.status_code, Arrival.objects.count()) == (status, 0)
    assert answer.json()["lines"]


def test_the_routes_of_a_day_go_out(booked: Program) -> None:
    arrive(booked)

    answer = booked.get("routes", day="2026-03-03")

    said = answer.json()
    (stop,) = [stop for route in said["routes"] for stop in route["stops"]]
    assert [route["vehicle"] for route in said["routes"]] == ["Van 1", "Van 2"]
    assert (stop["position"], stop["order"], stop["state"]) == (1, "S-1", "arrived")
    assert (stop["arrived_at"], stop["window_from"]) == ("2026-03-03T16:40:00Z", "2026-03-03T13:00:00Z")
    assert said["version"] >= 1


@pytest.mark.parametrize(
    ("asked", "status"),
    [({}, 422), ({"day": "today"}, 422), ({"day": "2026-03-03", "depot": 99}, 404),
     ({"day": "2026-03-08"}, 200), ({"day": "0001-01-01"}, 422), ({"day": "9999-12-31"}, 422)],
)  # fmt: skip
def test_a_day_that_is_none_is_refused(asked: dict[str, Any], status: int, shop: Program) -> None:
    assert shop.get("routes", **asked).status_code == status
