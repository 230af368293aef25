"""What is asked of road servers in the background, so that no quote waits for it. Safe to run twice."""

from __future__ import annotations

import logging
from itertools import islice

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from kept.deliveries.actions import drives
from kept.deliveries.named import Server
from kept.deliveries.outside import NoAnswer
from kept.deliveries.queries import roads as queries
from kept.deliveries.roads import servers
from kept.deliveries.roads.travel import Cell, cell_of, place_of

log = logging.getLogger(__name__)


@task
def learn_roads(delivery_id: int) -> int:
    """Ask for the drives between an address, its depot and what else is to be brought; how many were kept.

    Raises NoAnswer, and is tried again later: until then the drives are guessed.
    """
    server: Server | None = settings.ROADS
    delivery = queries.by_number(delivery_id)
    if server is None or delivery is None:
        return 0
    assert delivery.latitude is not None and delivery.longitude is not None
    here = cell_of((delivery.latitude, delivery.longitude))
    waiting = iter(queries.unasked(delivery, source=server.name))
    kept = 0
    while others := list(islice(waiting, servers.MOST_PLACES)):
        found = _ask(server, here, others)
        drives.keep_drives(server.name, found, now=timezone.now())
        kept += len(found)
    return kept


@task
def learn_missing_roads() -> int:
    """Ask about addresses of which no drive is kept: the server is new, was silent, or it is a month ago."""
    missing = queries.never_asked(source=settings.ROADS.name) if settings.ROADS else []
    for delivery_id in missing:
        learn_roads.enqueue(delivery_id)
    return len(missing)


@task
def drop_old_drives() -> None:
    drives.drop_old_drives(now=timezone.now())


def _ask(server: Server, here: Cell, others: list[Cell]) -> list[tuple[Cell, Cell, int]]:
    """There and back, as two questions: one-way streets make them differ. Seconds are rounded up."""
    place, places = place_of(here), [place_of(cell) for cell in others]
    try:
        (there,) = servers.table(server, [place], places)
        back = [row[0] for row in servers.table(server, places, [place])]
    except NoAnswer as why:
        log.warning("%s %s: road times are guessed until it does better", server.name, why)
        raise
    found = [(here, cell, seconds) for cell, seconds in zip(others, there, strict=True)]
    found += [(cell, here, seconds) for cell, seconds in zip(others, back, strict=True)]
    known = [(origin, to, -int(-seconds // 1)) for origin, to, seconds in found if seconds is not None]
    if unknown := len(found) - len(known):
        log.warning(
            "%s knows no road for %d of %d drives: they are guessed", server.name, unknown, len(found)
        )
    return known
