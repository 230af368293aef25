"""A store with two vans on a Tuesday, four customers on its way, and its dispatcher logged in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.test import Client

from kept.business.examples import House, house
from kept.customers.examples import person
from kept.deliveries import actions
from kept.deliveries.examples import Fleet, fleet, sofa
from kept.deliveries.models import Stop
from kept.deliveries.rules import LocalWindow
from kept.web.tests.cast import come_in

MONDAY = datetime(2026, 3, 2, 14, tzinfo=UTC)  # 9:00 in New York: Tuesday takes bookings until 19:30
TUESDAY = date(2026, 3, 3)
BOARD = f"/dispatch/?day={TUESDAY.isoformat()}"
NAMES = ("Nora Feldman", "Sam Whitaker", "Lena Hartmann", "Theo Marsh")


@dataclass(frozen=True)
class Tuesday:
    """Two vans, and four sofas that come between 8 and 12 or between 12 and 16."""

    house: House
    fleet: Fleet

    def stop(self, name: str) -> Stop:
        return Stop.objects.select_related("vehicle", "plan", "promise").get(delivery__customer__name=name)

    def on(self, van: str) -> list[str]:
        """Who is visited by a van, in this order."""
        stops = Stop.objects.filter(vehicle__name=van, plan__on=TUESDAY).order_by("sequence")
        return [stop.delivery.customer.name for stop in stops]


def tuesday() -> Tuesday:
    store = house(now=MONDAY)
    there = Tuesday(store, fleet(store, now=MONDAY))
    for number, name in enumerate(NAMES):
        place = (40.70 + number / 100, -73.95 - number / 200)
        delivery = sofa(person(name, now=MONDAY), store, number=f"10{number}", place=place, now=MONDAY)
        opens = 8 if number < 2 else 12
        window = LocalWindow(TUESDAY, time(opens), time(opens + 4))
        actions.book(delivery, window, by=store.representative.actor, now=MONDAY)
    return there


@pytest.fixture
def _monday_morning() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def there(db: None, _monday_morning: None) -> Tuesday:
    return tuesday()


@pytest.fixture
def dispatcher(client: Client, there: Tuesday) -> Client:
    return come_in(client, there.house.dispatcher)
