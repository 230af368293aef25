"""The routes of a day go out: every truck with its stops, in the order of driving."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Query, Router, Schema
from pydantic import Field

from kept.api.keys import Request, require
from kept.api.problems import NOS
from kept.api.times import Day
from kept.business.rules import Right
from kept.deliveries import queries
from kept.deliveries.queries import board, day_of

router = Router(tags=["routes"])


class StopOut(Schema):
    """A stop: whom, where, the window that was promised, and when the truck can be there by the plan."""

    position: int
    delivery: int
    order: str
    customer: str
    address: str
    latitude: float
    longitude: float
    window_from: datetime
    window_until: datetime
    planned_at: datetime | None
    reload_before: bool
    state: str
    arrived_at: datetime | None


class RouteOut(Schema):
    vehicle: str
    shift_from: datetime | None
    shift_until: datetime | None
    home_at: datetime | None
    stops: list[StopOut]


class RoutesOut(Schema):
    """``version`` grows with each change of the day; drivers see it once ``published_at`` is set."""

    depot: str
    day: date
    version: int
    cut_off_at: datetime | None
    published_at: datetime | None
    routes: list[RouteOut]


class DayIn(Schema):
    """``depot`` is its number; without it, the first that was opened."""

    day: Day
    depot: Annotated[int, Field(ge=1, le=2**62)] | None = None


@router.get("/routes", response={200: RoutesOut, **NOS}, summary="Read the routes of a day")
def read_routes(request: Request, asked: Query[DayIn]) -> RoutesOut:
    """Every truck of the day with its stops, as the plan stands now."""
    software = require(request, Right.READ_ROUTES)
    depot = queries.get_depot(asked.depot)
    tours = board.routes_for(software, asked.day, depot=depot)
    standing = day_of(depot, asked.day)
    return RoutesOut(
        depot=depot.name,
        day=asked.day,
        version=standing.version,
        cut_off_at=standing.cut_off_at,
        published_at=standing.published_at,
        routes=[_route(tour) for tour in tours],
    )


def _route(tour: board.Tour) -> RouteOut:
    starts, ends = tour.shift or (None, None)
    stops = [_stop(position, visit) for position, visit in enumerate(tour.visits, 1)]
    return RouteOut(
        vehicle=tour.vehicle.name, shift_from=starts, shift_until=ends, home_at=tour.home_at, stops=stops
    )


def _stop(position: int, visit: board.Visit) -> StopOut:
    stop, delivery = visit.stop, visit.stop.delivery
    assert delivery.latitude is not None and delivery.longitude is not None  # a planned one has its place
    assert stop.promise.starts_at is not None  # a delivery is promised in a window
    arrival = getattr(stop, "arrival", None)
    return StopOut(
        position=position,
        delivery=delivery.pk,
        order=delivery.order.number,
        customer=delivery.customer.name,
        address=delivery.address,
        latitude=delivery.latitude,
        longitude=delivery.longitude,
        window_from=stop.promise.starts_at,
        window_until=stop.promise.until,
        planned_at=visit.begins_at,
        reload_before=stop.reload,
        state=delivery.state,
        arrived_at=arrival.at if arrival else None,
    )
