"""A day as it leaves the house: every truck with its stops, and when it can be there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from kept.business.queries import require
from kept.business.rules import Entitled, Right
from kept.deliveries import plans
from kept.deliveries.models import Depot, Stop, Vehicle
from kept.deliveries.queries.finding import as_it_stands, stops_at_hand
from kept.deliveries.routing import plan as routing
from kept.deliveries.routing import timing


@dataclass(frozen=True)
class Visit:
    """A stop, with the earliest start that its route allows; None when no shift drives it."""

    stop: Stop
    begins_at: datetime | None


@dataclass(frozen=True)
class Tour:
    """One vehicle's day. ``shift`` is None when it has stops but nobody drives it any more."""

    vehicle: Vehicle
    shift: tuple[datetime, datetime] | None
    visits: tuple[Visit, ...]
    home_at: datetime | None


def routes_for(who: Entitled, day: date, *, depot: Depot) -> list[Tour]:
    """Every vehicle of a day with its stops, by name, for whoever takes routes out of the house.

    One of the staff, or a program. Those without a shift are in it only when they have stops.
    """
    require(who, Right.READ_ROUTES)
    depot = as_it_stands(depot)
    routes = {route.truck.key: route for route in plans.load(depot, [day])[day].routes}
    stops = list(stops_at_hand().filter(plan__depot=depot, plan__on=day).in_order())
    tours = []
    for vehicle in Vehicle.objects.filter(depot=depot).order_by("name"):
        mine = [stop for stop in stops if stop.vehicle_id == vehicle.pk]
        if vehicle.pk in routes or mine:
            tours.append(_tour(vehicle, mine, routes.get(vehicle.pk), depot))
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
