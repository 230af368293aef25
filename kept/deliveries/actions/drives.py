"""Keeping what a road server said, asking for more of it, and dropping what nobody needs any more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from kept.deliveries.models import Delivery, Depot, Drive
from kept.deliveries.queries import roads as queries
from kept.deliveries.roads.travel import Cell, cell_of
from kept.work import actions as work

KEPT_FOR = timedelta(days=30)  # then the server is asked anew: roads are built and closed


def ask_about(delivery: Delivery, *, now: datetime) -> None:
    """Have the road server asked for the drives to and from this address, if there is one. Soon, not here."""
    if settings.ROADS and delivery.latitude is not None:
        work.enqueue(work.Call("kept.deliveries.roads.tasks.learn_roads", [delivery.pk]), now=now)


@transaction.atomic
def keep_drives(source: str, drives: Sequence[tuple[Cell, Cell, int]], *, now: datetime) -> None:
    """Keep these drives (from, to, seconds) of a server. One that is kept already stays as it is."""
    rows = [
        Drive(
            source=source, asked_at=now, seconds=seconds,
            from_latitude=origin[0], from_longitude=origin[1],
            to_latitude=destination[0], to_longitude=destination[1],
        )
        for origin, destination, seconds in drives
    ]  # fmt: skip
    Drive.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


@transaction.atomic
def drop_old_drives(*, now: datetime) -> None:
    """Drop what was asked a month ago, and the drives of addresses to which nothing is to be brought."""
    Drive.objects.filter(asked_at__lt=now - KEPT_FOR).delete()
    kept = set(Drive.objects.values_list("from_latitude", "from_longitude").distinct())
    kept |= set(Drive.objects.values_list("to_latitude", "to_longitude").distinct())
    drop_drives(kept - queries.needed())


@transaction.atomic
def drop_drives(cells: Collection[Cell]) -> None:
    """Drop every drive to or from these places. Those of a depot stay: it is no customer's."""
    homes = {cell_of((depot.latitude, depot.longitude)) for depot in Depot.objects.all()}
    for latitude, longitude in set(cells) - homes:
        Drive.objects.filter(from_latitude=latitude, from_longitude=longitude).delete()
        Drive.objects.filter(to_latitude=latitude, to_longitude=longitude).delete()
