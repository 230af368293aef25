"""A truck's day as the board shows it: its line of time, its windows, its stops; its colour, dash, number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kept.deliveries.board import Day, Tour
from kept.deliveries.live import Seen
from kept.web.dispatch import drawing, rows
from kept.web.dispatch.rows import Row

COLOURS = 6  # with the dashes, 30 trucks look different: static/css/dispatch.css
DASHES = 5


@dataclass(frozen=True)
class Lane:
    """One truck. ``number`` tells trucks apart beside their colour and their dash."""

    tour: Tour
    number: int
    rows: tuple[Row, ...]
    strip: drawing.Strip | None = None

    @property
    def colour(self) -> int:
        return (self.number - 1) % COLOURS + 1

    @property
    def dash(self) -> int:
        return (self.number - 1) % DASHES + 1

    @property
    def driving_minutes(self) -> int:
        return rows.minutes(int(self.tour.driving.total_seconds()))


def lanes_of(
    day: Day, scale: drawing.Scale | None, *, seen: dict[int, Seen] | None = None, now: datetime
) -> list[Lane]:
    """Every truck of a day, numbered. ``seen`` is how the stops of today look now, by their number."""
    return [
        Lane(
            tour=tour,
            number=number,
            rows=rows.rows_of(tour, scale, seen=seen or {}, now=now),
            strip=drawing.strip(tour, scale, day) if scale else None,
        )
        for number, tour in enumerate(day.tours, 1)
    ]
