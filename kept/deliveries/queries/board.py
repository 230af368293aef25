"""A day as the dispatcher sees it: every truck with its stops, and when it can be there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Entitled, Right
from kept.deliveries import plans
from kept.deliveries.models import DayPlan, Depot, Stop, Vehicle, VehicleDay
from kept.deliveries.queries.finding import as_it_stands, get_depot, stops_at_hand
from kept.deliveries.routing import plan as routing
from kept.deliveries.routing import timing
from kept.deliveries.routing.plan import Held


@dataclass(frozen=True)
class Visit:
    """A stop on the board, with the earliest start that its route allows; None when no shift drives it."""

    stop: Stop
    begins_at: datetime | None


@dataclass(frozen=True)
class Tour:
    """One vehicle's day. ``shift`` is None when it has stops but nobody drives it any more.

    ``different`` is what was said about it for this day alone: held, lost, late, another driver.
    """

    vehicle: Vehicle
    shift: tuple[datetime, datetime] | None
    visits: tuple[Visit, ...]
    home_at: datetime | None
    different: VehicleDay | None = None

    @property
    def litres(self) -> int:
        return sum(visit.stop.delivery.litres for visit in self.visits)

    @property
    def held(self) -> Held:
        return Held(self.different.held) if self.different else Held.NOTHING


def day_of(depot: Depot, day: date) -> DayPlan:
    """The day's row: its version, cut off or published since when; an unsaved one where nothing is yet."""
    row = DayPlan.objects.filter(depot=depot, on=day).first()
    return row or DayPlan(depot=depot, on=day)


def board_for(staff: Staff, day: date, *, depot: Depot | None = None) -> list[Tour]:
    """Every vehicle of a day with its stops, by name; those without a shift only when they have stops."""
    require(staff, Right.PLAN_DELIVERIES)
    return tours_on(day, as_it_stands(depot) if depot else get_depot())


def routes_for(who: Entitled, day: date, *, depot: Depot | None = None) -> list[Tour]:
    """The same, for whoever takes the day's routes out of the house: one of the staff, or a program."""
    require(who, Right.READ_ROUTES)
    return tours_on(day, as_it_stands(depot) if depot else get_depot())


def tours_on(day: date, depot: Depot) -> list[Tour]:
    routes = {route.truck.key: route for route in plans.load(depot, [day])[day].routes}
    stops = list(stops_at_hand().filter(plan__depot=depot, plan__on=day).in_order())
    said = VehicleDay.objects.filter(plan__depot=depot, plan__on=day).select_related("driver")
    different = {each.vehicle_id: each for each in said}
    tours = []
    for vehicle in Vehicle.objects.filter(depot=depot).order_by("name"):
        mine = [stop for stop in stops if stop.vehicle_id == vehicle.pk]
        if vehicle.pk in routes or mine:
            tour = _tour(vehicle, mine, routes.get(vehicle.pk), depot)
            tours.append(replace(tour, different=different.get(vehicle.pk)))
    return tours


def _tour(vehicle: Vehicle, stops: Sequence[Stop], route: routing.Route | None, depot: Depot) -> Tour:
    if route is None:
        return Tour(vehicle, None, tuple(Visit(stop, None) for stop in stops), None)
    *begins, home_at = (_at(instant) for instant in timing.begins(route, depot.travel))
    then = {stop.key: begin for stop, begin in zip(route.stops, begins, strict=True)}
    visits = tuple(Visit(stop, then.get(stop.delivery_id)) for stop in stops)
    return Tour(vehicle, (_at(route.truck.starts), _at(route.truck.ends)), visits, home_at)


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
