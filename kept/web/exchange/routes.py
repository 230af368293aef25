"""The routes of a day as a table: a line per stop, in the order of driving, in local times."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from kept.deliveries.board import Day, Tour, has_come, promised
from kept.text import tables

if TYPE_CHECKING:
    from kept.deliveries.models import Stop

COLUMNS = (
    "day", "vehicle", "driver", "position", "order", "delivery", "customer", "phone", "address",
    "latitude", "longitude", "window_from", "window_until", "planned_at", "minutes", "litres",
    "kilograms", "state", "arrived_at",
)  # fmt: skip


def table(day: Day) -> bytes:
    """A CSV file whose cells no spreadsheet runs; times with their offset."""
    lines = [
        _line(day, tour, position, stop) for tour in day.tours for position, stop in enumerate(tour.stops, 1)
    ]
    return tables.written(COLUMNS, lines)


def _line(day: Day, tour: Tour, position: int, stop: Stop) -> list[object]:
    delivery, zone = stop.delivery, day.depot.location.zone
    window_from, window_until = promised(stop)

    def local(at: datetime | None) -> str:
        return at.astimezone(zone).isoformat(timespec="seconds") if at else ""

    return [
        day.on.isoformat(), tour.vehicle.name, tour.driver.name if tour.driver else "", position,
        delivery.order.number, delivery.pk, delivery.customer.name, _phone(stop), delivery.address,
        delivery.latitude, delivery.longitude,
        local(window_from), local(window_until), local(tour.begins_at(stop)),
        delivery.service_minutes, delivery.litres, delivery.kilograms,
        delivery.state, local(stop.arrival.at if has_come(stop) else None),
    ]  # fmt: skip


def _phone(stop: Stop) -> str:
    identities = stop.delivery.customer.identities.all()
    return next((each.value for each in identities if each.kind == "phone"), "")
