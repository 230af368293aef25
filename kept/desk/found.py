"""A desk opens for the first time: its location and owner, and what it needs before the first call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.base.actors import SOFTWARE, Actor
from kept.base.refusals import Refused
from kept.business import actions as business
from kept.business.models import Location, Staff
from kept.deliveries import actions as deliveries
from kept.deliveries import queries, rules
from kept.deliveries.models import Depot, Vehicle
from kept.memberships.models import Plan
from kept.orders.models import Order

WORKDAYS = {str(day): [["08:00", "20:00"]] for day in range(6)}
WINDOWS = ((time(8), time(12)), (time(12), time(16)), (time(16), time(20)))


class AlreadyFounded(Refused):
    code = "already_founded"


@dataclass(frozen=True)
class Founding:
    """Who opens the desk, and where: ``zone`` by IANA name, ``country`` ISO 3166, ``currency`` ISO 4217.

    ``language`` is the one that customers read unless they say otherwise.
    """

    business: str
    zone: str
    country: str
    currency: str
    mail_address: str
    owner: str
    email: str
    password: str
    language: str = "en"
    hours: dict[str, Any] = field(default_factory=lambda: dict(WORKDAYS))


def is_founded() -> bool:
    return Location.objects.exists()


@transaction.atomic
def found(founding: Founding, *, now: datetime) -> Staff:
    """Open the desk. Returns the owner, who hires everybody else. Refused when it stands already."""
    if is_founded():
        raise AlreadyFounded(_("This desk is open already. Log in instead."))
    location = business.open_location(
        Location(
            name=founding.business,
            zone_name=founding.zone,
            currency=founding.currency,
            country=founding.country,
            jurisdiction=founding.country,
            languages=[founding.language],
            hours=founding.hours,
            mail_address=founding.mail_address,
        ),
        by=SOFTWARE,
        now=now,
    )
    owner = Staff(email=founding.email, name=founding.owner, role="owner", location=location)
    return business.hire(owner, password=founding.password, by=SOFTWARE, now=now)


@dataclass(frozen=True)
class Hired:
    name: str
    email: str
    role: str
    password: str


@dataclass(frozen=True)
class Truck:
    """A truck (room in litres), its hours from Monday to Saturday, and its depot when that is new."""

    name: str
    litres: int
    starts: time
    ends: time
    driver: Staff | None = None
    home: Depot | None = None
    depot: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Base:
    """A depot as it is to be: where it lies (degrees), the windows it offers, what it keeps free."""

    name: str
    place: tuple[float, float]
    windows: Sequence[tuple[time, time]]
    closes_minutes: int
    window_buffer_minutes: int = rules.WINDOW_BUFFER_MINUTES
    shift_buffer_minutes: int = rules.SHIFT_BUFFER_MINUTES

    def put_into(self, depot: Depot) -> Depot:
        depot.name, (depot.latitude, depot.longitude) = self.name, self.place
        depot.closes_minutes = self.closes_minutes
        depot.window_buffer_minutes = self.window_buffer_minutes
        depot.shift_buffer_minutes = self.shift_buffer_minutes
        return depot


def hire(hired: Hired, *, location: Location, by: Actor, now: datetime) -> Staff:
    staff = Staff(name=hired.name, email=hired.email, role=hired.role, location=location)
    return business.hire(staff, password=hired.password, by=by, now=now)


@transaction.atomic
def add_truck(truck: Truck, *, location: Location, by: Actor, now: datetime) -> Vehicle:
    """Add a truck, to the first depot unless told. The first one brings it, with three windows a day.

    Orders that came in before it wait for a window from then on.
    """
    depot = truck.home or Depot.objects.order_by("pk").first()
    if depot is None:
        place = {"latitude": truck.latitude, "longitude": truck.longitude}
        depot = Depot(location=location, name=truck.depot, **place)
        depot = deliveries.open_depot(depot, windows=WINDOWS, by=by, now=now)
        for order in Order.objects.filter(cancelled_at=None).order_by("placed_at", "pk"):
            deliveries.take_on(order, by=by, now=now)
    vehicle = Vehicle(depot=depot, name=truck.name, litres=truck.litres)
    hours = (truck.starts, truck.ends)
    return deliveries.add_vehicle(
        vehicle, weekdays=range(6), hours=hours, driver=truck.driver, by=by, now=now
    )


def open_depot(base: Base, *, location: Location, by: Actor, now: datetime) -> Depot:
    """Open a depot more. Addresses that lie nearer to it are served from there from now on."""
    depot = base.put_into(Depot(location=location))
    return deliveries.open_depot(depot, windows=base.windows, by=by, now=now)


def change_depot(depot: Depot, base: Base, *, despite: bool, by: Actor, now: datetime) -> Depot:
    """Raises WouldBreak with the promises that would break, unless it is made despite that."""
    changed = base.put_into(depot)
    return deliveries.change_depot(changed, windows=base.windows, despite=despite, by=by, now=now)


@transaction.atomic
def change_location(location: Location, *, despite: bool, by: Actor, now: datetime) -> Location:
    """Change how and when we are reached. Raises WouldBreak for a day on which visits are promised."""
    open_until_now = {date.fromisoformat(day) for day in location.closed_on}
    open_until_now -= set(Location.objects.get(pk=location.pk).calendar.closed_on)
    location = business.change_location(location, by=by, now=now)
    if not despite and (promised := queries.say_promised_on(location, open_until_now)):
        raise deliveries.WouldBreak(promised)
    return location


def plans() -> QuerySet[Plan]:
    return Plan.objects.order_by("name")
