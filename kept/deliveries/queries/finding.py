"""Finding depots, deliveries and stops: getting one for somebody is the permission check."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.models import Location, Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.deliveries.models import DayPlan, Delivery, Depot, Shift, Stop, StopQuerySet, Vehicle
from kept.deliveries.routing.travel import GreatCircle
from kept.orders.models import Order


def depots() -> QuerySet[Depot]:
    """Every depot, by name; the first one opened comes first among equals."""
    return Depot.objects.select_related("location").order_by("name", "pk")


def get_depot(pk: int | None = None) -> Depot:
    """A depot by its number; without one, the first that was opened. Raises NotFound."""
    chosen = Depot.objects.select_related("location").order_by("pk")
    depot = chosen.first() if pk is None else chosen.filter(pk=pk).first()
    if depot is not None:
        return depot
    if pk is not None:
        raise NotFound(_("We have no such depot."))
    raise NotFound(_("This desk has no truck yet. The owner or a manager adds the first one to the house."))


def nearest_depot(place: tuple[float | None, float | None], *, location: Location | None = None) -> Depot:
    """The depot nearest to a place, of this location where it has any; the first one for no place at all.

    Raises NotFound before a depot stands.
    """
    found = list(Depot.objects.select_related("location").order_by("pk"))
    ours = [depot for depot in found if location is None or depot.location_id == location.pk] or found
    latitude, longitude = place
    if latitude is None or longitude is None or len(ours) < 2:
        return ours[0] if ours else get_depot()
    earth = GreatCircle()
    homes = earth.points([(depot.latitude, depot.longitude) for depot in ours])
    return ours[int(earth.seconds(homes, earth.points([(latitude, longitude)])).argmin())]


def vehicles() -> QuerySet[Vehicle]:
    """Every vehicle in service, by depot and name, with its week at hand."""
    week = Prefetch("shifts", Shift.objects.select_related("driver").order_by("weekday"))
    in_service = Vehicle.objects.filter(retired_at=None).select_related("depot__location")
    return in_service.prefetch_related(week).order_by("depot__name", "name")


def get_vehicle(pk: int) -> Vehicle:
    """A vehicle in service by its number. Raises NotFound."""
    vehicle = vehicles().filter(pk=pk).first()
    if vehicle is None:
        raise NotFound(_("We have no such truck."))
    return vehicle


def as_it_stands(depot: Depot) -> Depot:
    """The depot and its location as the database has them now, with their versions."""
    return get_depot(depot.pk)


def has_depot() -> bool:
    """Whether anything can be delivered yet; a gym without trucks has none."""
    return Depot.objects.exists()


def get_delivery_for(staff: Staff, pk: int) -> Delivery:
    require(staff, Right.BOOK_DELIVERIES)
    return get_delivery(pk)


def get_delivery(pk: int) -> Delivery:
    """A delivery by its number, for whoever writes to its customer. Raises NotFound."""
    delivery = _deliveries().filter(pk=pk).first()
    if delivery is None:
        raise NotFound(_("We have no such delivery."))
    return delivery


def day_of(depot: Depot, day: date) -> DayPlan:
    """The day's row: its version, cut off or published since when; an unsaved one where nothing is yet."""
    row = DayPlan.objects.filter(depot=depot, on=day).first()
    return row or DayPlan(depot=depot, on=day)


def delivery_of(order: Order) -> Delivery | None:
    """The delivery of an order, the latest one that was not cancelled."""
    return _deliveries().filter(order=order).exclude(state="cancelled").order_by("-pk").first()


def get_stop_for(staff: Staff, pk: int) -> Stop:
    """A stop, for the driver of its vehicle on its day, and for who plans. Others find nothing."""
    stop = stops_at_hand().filter(pk=pk).first()
    if stop is not None and staff.may(Right.PLAN_DELIVERIES):
        return stop
    require(staff, Right.DRIVE)
    if stop is None or not Stop.objects.filter(pk=pk).driven_by(staff, stop.plan.on).exists():
        raise NotFound(_("This stop is not on your route."))
    return stop


def todays_stops_for(driver: Staff, *, now: datetime) -> StopQuerySet:
    """The driver's stops of today, in the order of driving."""
    require(driver, Right.DRIVE)
    today = now.astimezone(driver.location.zone).date()
    return stops_at_hand().driven_by(driver, today).in_order()


def waiting_for(staff: Staff) -> QuerySet[Delivery]:
    """Deliveries that have no window yet, the oldest first."""
    require(staff, Right.BOOK_DELIVERIES)
    return _deliveries().filter(state="waiting").order_by("made_at", "pk")


def _deliveries() -> QuerySet[Delivery]:
    return Delivery.objects.select_related("order", "customer", "depot__location", "promise")


def stops_at_hand() -> StopQuerySet:
    """Stops with all that a page shows of them at hand: place, promise and its facts, who to call."""
    return Stop.objects.select_related(
        "plan__depot__location",
        "vehicle",
        "delivery__order",
        "delivery__customer",
        "promise__location",
        "arrival",
        "visit",
    ).prefetch_related("promise__facts", "delivery__customer__identities")
