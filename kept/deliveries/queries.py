"""Reading deliveries: what can be promised now, who drives what, and what a person may see of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound, Refused
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.deliveries import plans, rules
from kept.deliveries.models import Delivery, Depot, Stop, StopQuerySet, Vehicle
from kept.deliveries.routing import insertion
from kept.deliveries.routing import plan as routing
from kept.deliveries.rules import LocalWindow, Quote, Reason
from kept.orders.models import Order

REASONS = {
    insertion.Why.NO_TRUCK: Reason.NO_TRUCK,
    insertion.Why.OUT_OF_REACH: Reason.OUT_OF_REACH,
    insertion.Why.NO_ROOM: Reason.NO_ROOM,
    insertion.Why.FULL: Reason.FULL,
}


class NotPlaced(Refused):
    """Nobody has said yet where the address lies, and it is never guessed."""

    code = "address_not_placed"

    def __init__(self, address: str) -> None:
        super().__init__(
            _("We do not know yet where “%(address)s” lies. With its coordinates we can say when we come.")
            % {"address": address}
        )


@dataclass(frozen=True)
class Visit:
    """A stop on the board, with the earliest start that its route allows; None when no shift drives it."""

    stop: Stop
    begins_at: datetime | None


@dataclass(frozen=True)
class Tour:
    """One vehicle's day. ``shift`` is None when it has stops but nobody drives it any more."""

    vehicle: Vehicle
    shift: tuple[datetime, datetime] | None
    visits: tuple[Visit, ...]
    home_at: datetime | None

    @property
    def litres(self) -> int:
        return sum(visit.stop.delivery.litres for visit in self.visits)


def quote(
    wanted: Delivery | Order | routing.Errand,
    *,
    now: datetime,
    depot: Depot | None = None,
    horizon_days: int = rules.HORIZON_DAYS,
) -> Quote:
    """The windows that can truthfully be promised now, and the others with their reasons.

    A delivery that stands in a plan is asked for as if its own stop were free again.
    Raises NotPlaced for an address without coordinates, NotFound before a depot stands.
    """
    depot = depot or (wanted.depot if isinstance(wanted, Delivery) else get_depot())
    errand = _errand(wanted)
    days = plans.local_days(depot, now, horizon_days)
    booked = plans.load(depot, days, without=wanted.pk if isinstance(wanted, Delivery) else None)
    closed = {day: reason for day in days if (reason := _not_open(depot, booked[day], now))}
    offered = windows_of(depot, days)
    asked = [window for window in offered if window.day not in closed]
    horizon = insertion.Horizon(list(booked.values()), depot.travel)
    answers = list(zip(asked, horizon.ask(errand, [instants(w, depot) for w in asked]), strict=True))
    taken = [rules.Taken(window, closed[window.day]) for window in offered if window.day in closed]
    taken += [rules.Taken(w, REASONS[a.why]) for w, a in answers if isinstance(a, insertion.NoFit)]
    return Quote(
        free=tuple(_free(window, a) for window, a in answers if isinstance(a, insertion.Fit)),
        taken=tuple(sorted(taken, key=lambda each: each.window)),
        zone=depot.location.zone,
        made_at=now,
        expires_at=now + rules.QUOTE_LASTS,
    )


def windows_of(depot: Depot, days: Sequence[date]) -> list[LocalWindow]:
    """The windows offered on these days; one that the clock change leaves nothing of is left out."""
    templates = list(depot.windows.all())
    offered = [template.on(day) for day in days for template in templates]
    return [window for window in offered if window.instants(depot.location.zone)]


def why_not_bookable(
    depot: Depot, window: LocalWindow, booked: routing.DayPlan, *, now: datetime
) -> Reason | None:
    """Why a window cannot be asked for at all, before any truck is looked at; None if it can."""
    if reason := _not_open(depot, booked, now):
        return reason
    return None if window in windows_of(depot, [window.day]) else Reason.NOT_OFFERED


def get_depot() -> Depot:
    """The depot of this business. One stands in this version; raises NotFound before set-up."""
    depot = Depot.objects.select_related("location").order_by("pk").first()
    if depot is None:
        raise NotFound(
            _("This desk has no truck yet. The owner or a manager adds the first one to the house.")
        )
    return depot


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


def delivery_of(order: Order) -> Delivery | None:
    """The delivery of an order, the latest one that was not cancelled."""
    return _deliveries().filter(order=order).exclude(state="cancelled").order_by("-pk").first()


def get_stop_for(staff: Staff, pk: int) -> Stop:
    """A stop, for the driver of its vehicle on its day, and for who plans. Others find nothing."""
    stop = _stops().filter(pk=pk).first()
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
    return _stops().driven_by(driver, today).in_order()


def board_for(staff: Staff, day: date) -> list[Tour]:
    """Every vehicle of a day with its stops, by name; those without a shift only when they have stops."""
    require(staff, Right.PLAN_DELIVERIES)
    depot = get_depot()
    routes = {route.truck.key: route for route in plans.load(depot, [day])[day].routes}
    stops = list(_stops().filter(plan__depot=depot, plan__on=day).in_order())
    tours = []
    for vehicle in Vehicle.objects.filter(depot=depot).order_by("name"):
        mine = [stop for stop in stops if stop.vehicle_id == vehicle.pk]
        if vehicle.pk in routes or mine:
            tours.append(_tour(vehicle, mine, routes.get(vehicle.pk), depot))
    return tours


def waiting_for(staff: Staff) -> QuerySet[Delivery]:
    """Deliveries that have no window yet, the oldest first."""
    require(staff, Right.BOOK_DELIVERIES)
    return _deliveries().filter(state="waiting").order_by("made_at", "pk")


def _deliveries() -> QuerySet[Delivery]:
    return Delivery.objects.select_related("order", "customer", "depot__location", "promise")


def _stops() -> StopQuerySet:
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


def _errand(wanted: Delivery | Order | routing.Errand) -> routing.Errand:
    if isinstance(wanted, routing.Errand):
        return wanted
    errand = wanted.errand if isinstance(wanted, Delivery) else errand_of(wanted)
    if errand is None:
        raise NotPlaced(wanted.address)
    return errand


def errand_of(order: Order) -> routing.Errand | None:
    """What bringing a whole order takes, all its lines; None without coordinates."""
    if order.latitude is None or order.longitude is None:
        return None
    takes = size_of(order)
    place, load = (order.latitude, order.longitude), (takes.litres, takes.kilograms)
    return routing.Errand(place, takes.minutes * 60, load, takes.skills)


def size_of(order: Order) -> rules.Size:
    """What bringing a whole order takes."""
    return rules.size(
        [
            rules.Size(line.service_minutes, line.litres, line.kilograms, frozenset(line.skills))
            * line.quantity
            for line in order.lines.all()
        ]
    )


def _not_open(depot: Depot, booked: routing.DayPlan, now: datetime) -> Reason | None:
    """Why no window of a day can be booked at all."""
    if booked.day in depot.location.calendar.closed_on:
        return Reason.CLOSED
    closes_at = plans.closes_at(depot, [route.truck for route in booked.routes])
    if booked.day < now.astimezone(depot.location.zone).date() or (closes_at and now >= closes_at):
        return Reason.TOO_LATE
    return None


def instants(window: LocalWindow, depot: Depot) -> insertion.Window:
    span = window.instants(depot.location.zone)
    assert span is not None  # windows_of leaves out those without
    return insertion.Window(window.day, *(int(instant.timestamp()) for instant in span))


def _free(window: LocalWindow, fit: insertion.Fit) -> rules.Free:
    return rules.Free(
        window=window,
        starts_at=_at(fit.window.earliest),
        until=_at(fit.window.latest),
        extra_minutes=max(0, -(-fit.extra // 60)),
        nearest_seconds=fit.nearest,
    )


def _tour(vehicle: Vehicle, stops: Sequence[Stop], route: routing.Route | None, depot: Depot) -> Tour:
    if route is None:
        return Tour(vehicle, None, tuple(Visit(stop, None) for stop in stops), None)
    *begins, home_at = (_at(instant) for instant in insertion.begins(route, depot.travel))
    visits = tuple(Visit(stop, begin) for stop, begin in zip(stops, begins, strict=True))
    return Tour(vehicle, (_at(route.truck.starts), _at(route.truck.ends)), visits, home_at)


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
