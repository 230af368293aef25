"""The routes of a day as a table: a line per stop, in the order of driving, in local times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from kept.text import tables

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from kept.deliveries.queries import Tour, Visit

COLUMNS = (
    "day", "vehicle", "position", "order", "delivery", "customer", "phone", "address",
    "latitude", "longitude", "window_from", "window_until", "planned_at", "minutes", "litres",
    "kilograms", "state", "arrived_at",
)  # fmt: skip


def table(tours: Sequence[Tour], *, on: date, zone: ZoneInfo) -> bytes:
    """A CSV file whose cells no spreadsheet runs; times with their offset."""
    lines = [
        _line(tour, position, visit, on, zone)
        for tour in tours
        for position, visit in enumerate(tour.visits, 1)
    ]
    return tables.written(COLUMNS, lines)


def _line(tour: Tour, position: int, visit: Visit, on: date, zone: ZoneInfo) -> list[object]:
    stop, delivery = visit.stop, visit.stop.delivery
    arrival = getattr(stop, "arrival", None)

    def local(at: datetime | None) -> str:
        return at.astimezone(zone).isoformat(timespec="minutes") if at else ""

    return [
        on.isoformat(), tour.vehicle.name, position, delivery.order.number, delivery.pk,
        delivery.customer.name, _phone(visit), delivery.address,
        delivery.latitude, delivery.longitude,
        local(stop.promise.starts_at), local(stop.promise.until), local(visit.begins_at),
        delivery.service_minutes, delivery.litres, delivery.kilograms,
        delivery.state, arrival.at.astimezone(zone).isoformat() if arrival else "",
    ]  # fmt: skip


def _phone(visit: Visit) -> str:
    identities = visit.stop.delivery.customer.identities.all()
    return next((each.value for each in identities if each.kind == "phone"), "")
