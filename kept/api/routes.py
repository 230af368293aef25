"""The routes of a day go out: every truck with its stops, in the order of driving."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from ninja import Query, Router, Schema
from pydantic import Field

from kept.api.keys import Request, require
from kept.api.problems import NOS
from kept.api.times import Day
from kept.business.rules import Right
from kept.deliveries import board, queries

if TYPE_CHECKING:
    from kept.deliveries.models import Stop

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
    driver: str
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
    day = board.routes_for(software, asked.day, queries.get_depot(asked.depot))
    return RoutesOut(
        depot=day.depot.name,
        day=asked.day,
        version=day.plan.version,
        cut_off_at=day.plan.cut_off_at,
        published_at=day.plan.published_at,
        routes=[_route(tour) for tour in day.tours],
    )


def _route(tour: board.Tour) -> RouteOut:
    starts, ends = tour.shift or (None, None)
    return RouteOut(
        vehicle=tour.vehicle.name,
        driver=tour.driver.name if tour.driver else "",
        shift_from=starts,
        shift_until=ends,
        home_at=tour.home_at,
        stops=[_stop(tour, position, stop) for position, stop in enumerate(tour.stops, 1)],
    )


def _stop(tour: board.Tour, position: int, stop: Stop) -> StopOut:
    delivery = stop.delivery
    assert delivery.latitude is not None and delivery.longitude is not None  # a planned one has its place
    window_from, window_until = board.promised(stop)
    return StopOut(
        position=position,
        delivery=delivery.pk,
        order=delivery.order.number,
        customer=delivery.customer.name,
        address=delivery.address,
        latitude=delivery.latitude,
        longitude=delivery.longitude,
        window_from=window_from,
        window_until=window_until,
        planned_at=tour.begins_at(stop),
        reload_before=stop.reload,
        state=delivery.state,
        arrived_at=stop.arrival.at if board.has_come(stop) else None,
    )
