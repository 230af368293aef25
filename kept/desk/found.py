"""A desk opens for the first time: its location and owner, and what it needs before the first call."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.base.actors import SOFTWARE, Actor
from kept.base.refusals import Refused
from kept.business import actions as business
from kept.business.models import Location, Staff
from kept.deliveries import actions as deliveries
from kept.deliveries.models import Depot, Vehicle
from kept.memberships.models import Plan
from kept.orders.models import Order

WORKDAYS = {str(day): [["08:00", "20:00"]] for day in range(6)}
WINDOWS = ((time(8), time(12)), (time(12), time(16)), (time(16), time(20)))


class AlreadyFounded(Refused):
    code = "already_founded"


@dataclass(frozen=True)
class Founding:
    """Who opens the desk, and where: ``zone`` by IANA name, ``country`` ISO 3166, ``currency`` ISO 4217."""

    business: str
    zone: str
    country: str
    currency: str
    mail_address: str
    owner: str
    email: str
    password: str
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
            languages=["en"],
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
    depot: str = ""
    latitude: float | None = None
    longitude: float | None = None


def hire(hired: Hired, *, location: Location, by: Actor, now: datetime) -> Staff:
    staff = Staff(name=hired.name, email=hired.email, role=hired.role, location=location)
    return business.hire(staff, password=hired.password, by=by, now=now)


@transaction.atomic
def add_truck(truck: Truck, *, location: Location, by: Actor, now: datetime) -> Vehicle:
    """Add a truck. The first one brings the depot, with three windows of four hours a day.

    Orders that came in before it wait for a window from then on.
    """
    depot = Depot.objects.order_by("pk").first()
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


def trucks() -> QuerySet[Vehicle]:
    return Vehicle.objects.select_related("depot").order_by("name")


def plans() -> QuerySet[Plan]:
    return Plan.objects.order_by("name")
