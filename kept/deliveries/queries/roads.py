"""Which drives a road server has not been asked about yet."""

from __future__ import annotations

from django.db.models import QuerySet

from kept.deliveries.models import Delivery, Drive, State
from kept.deliveries.roads.travel import Cell, cell_of

MOST_NEIGHBOURS = 400  # of one address; further away nothing is a neighbour on a sensible route


def open_deliveries() -> QuerySet[Delivery]:
    """What still has to be driven to, with coordinates."""
    return Delivery.objects.exclude(state__in=[State.DELIVERED, State.CANCELLED]).exclude(latitude=None)


def by_number(pk: int) -> Delivery | None:
    """An open delivery that has coordinates; None for any other."""
    return open_deliveries().select_related("depot").filter(pk=pk).first()


def unasked(delivery: Delivery, *, source: str) -> list[Cell]:
    """The depot and the nearest open deliveries to or from which no drive is kept yet, nearest first."""
    assert delivery.latitude is not None and delivery.longitude is not None
    here = cell_of((delivery.latitude, delivery.longitude))
    depot = cell_of((delivery.depot.latitude, delivery.depot.longitude))
    cells = _cells(open_deliveries().filter(depot=delivery.depot)) - {here, depot}
    nearest = sorted(cells, key=lambda cell: (cell[0] - here[0]) ** 2 + (cell[1] - here[1]) ** 2)
    known = _reached_from(here, source) & _reaching(here, source)
    return [cell for cell in [depot, *nearest[:MOST_NEIGHBOURS]] if cell not in known and cell != here]


def never_asked(*, source: str, most: int = 500) -> list[int]:
    """Open deliveries to which the way from their depot is not kept; at most so many, the newest first."""
    found = []
    reached: dict[int, set[Cell]] = {}
    for delivery in open_deliveries().select_related("depot").order_by("-pk").iterator():
        depot = delivery.depot
        home = cell_of((depot.latitude, depot.longitude))
        if depot.pk not in reached:
            reached[depot.pk] = _reached_from(home, source) | {home}
        assert delivery.latitude is not None and delivery.longitude is not None
        if cell_of((delivery.latitude, delivery.longitude)) not in reached[depot.pk]:
            found.append(delivery.pk)
        if len(found) == most:
            break
    return found


def needed() -> set[Cell]:
    """Where something is still to be brought."""
    return _cells(open_deliveries())


def _reached_from(cell: Cell, source: str) -> set[Cell]:
    kept = Drive.objects.filter(source=source, from_latitude=cell[0], from_longitude=cell[1])
    return set(kept.values_list("to_latitude", "to_longitude"))


def _reaching(cell: Cell, source: str) -> set[Cell]:
    kept = Drive.objects.filter(source=source, to_latitude=cell[0], to_longitude=cell[1])
    return set(kept.values_list("from_latitude", "from_longitude"))


def _cells(deliveries: QuerySet[Delivery]) -> set[Cell]:
    places = deliveries.values_list("latitude", "longitude")
    return {cell_of((a, b)) for a, b in places if a is not None and b is not None}
