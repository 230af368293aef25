"""The trucks of the stories: a depot in Brooklyn, two vans, three windows a day, and sofas to bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from kept.base.actors import SOFTWARE
from kept.base.money import Money
from kept.business.examples import House
from kept.customers.models import Customer
from kept.customers.queries import email_of
from kept.deliveries import actions
from kept.deliveries.models import Delivery, Depot, Vehicle
from kept.orders import actions as orders
from kept.orders.rules import Item, Sale

WINDOWS = ((time(8), time(12)), (time(12), time(16)), (time(16), time(20)))
HOURS = (time(7, 30), time(20, 30))
SIX_DAYS = range(6)
BROOKLYN = (40.6782, -73.9442)


@dataclass(frozen=True)
class Fleet:
    """The depot and its vans; the house's driver drives ``van``."""

    depot: Depot
    van: Vehicle
    second_van: Vehicle


def fleet(
    house: House, *, now: datetime, weekdays: range = SIX_DAYS, buffers: tuple[int, int] = (0, 0)
) -> Fleet:
    """A depot with two vans, Monday to Saturday 7:30 to 20:30; bookings for a day close at 19:30 before."""
    depot = one_depot(house, buffers=buffers, now=now)
    return Fleet(
        depot=depot,
        van=van("Van 1", depot, house, weekdays=weekdays, now=now),
        second_van=actions.add_vehicle(
            Vehicle(depot=depot, name="Van 2", litres=12_000),
            weekdays=weekdays,
            hours=HOURS,
            by=SOFTWARE,
            now=now,
        ),
    )


def one_depot(house: House, *, buffers: tuple[int, int] = (0, 0), now: datetime) -> Depot:
    """The depot alone, offering 8–12, 12–16 and 16–20; planned to the minute unless buffers are given."""
    latitude, longitude = BROOKLYN
    depot = Depot(location=house.location, name="Brooklyn", latitude=latitude, longitude=longitude)
    depot.window_buffer_minutes, depot.shift_buffer_minutes = buffers
    return actions.open_depot(depot, windows=WINDOWS, by=SOFTWARE, now=now)


def van(
    name: str,
    depot: Depot,
    house: House,
    *,
    hours: tuple[time, time] = HOURS,
    litres: int = 12_000,
    weekdays: range = SIX_DAYS,
    now: datetime,
) -> Vehicle:
    """A van that the house's driver drives, Monday to Saturday unless said otherwise."""
    return actions.add_vehicle(
        Vehicle(depot=depot, name=name, litres=litres),
        weekdays=weekdays,
        hours=hours,
        driver=house.driver,
        by=SOFTWARE,
        now=now,
    )


def sofa(
    customer: Customer,
    house: House,
    *,
    number: str,
    place: tuple[float, float] | None = (40.6892, -73.9442),
    minutes: int = 25,
    litres: int = 1_800,
    now: datetime,
) -> Delivery:
    """An order of one sofa, 1.2 km from the depot unless said otherwise, waiting for its window."""
    sale = Sale(
        number=number,
        placed_at=now,
        customer=customer.name,
        email=email_of(customer) or "",
        phone="",
        language=customer.language,
        address=f"{number} Bedford Avenue, Brooklyn",
        latitude=place[0] if place else None,
        longitude=place[1] if place else None,
        items=(Item("Sofa", 1, Money.of("899", house.location.currency), minutes, litres),),
    )
    (order,) = orders.enter([sale], location=house.location, by=SOFTWARE, now=now)
    return actions.take_on(order, by=SOFTWARE, now=now)
