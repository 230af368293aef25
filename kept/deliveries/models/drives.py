"""How long drives take, as a road server said: the rows, and what this process has read of them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from django.db import models

from kept.deliveries.roads.travel import Roads


class Drive(models.Model):
    """How long a truck drives from one rounded place to another, as a road server said; a cache.

    Places are ten-thousandths of a degree (about 10 m).
    """

    source = models.CharField(max_length=120)
    from_latitude = models.IntegerField()
    from_longitude = models.IntegerField()
    to_latitude = models.IntegerField()
    to_longitude = models.IntegerField()
    seconds = models.PositiveIntegerField()
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "from_latitude", "from_longitude", "to_latitude", "to_longitude"],
                name="a_drive_is_kept_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.seconds} s"


ANEW_AFTER = 24 * 3600  # seconds; then what was dropped since is forgotten here as well


@dataclass(frozen=True)
class _Read:
    roads: Roads = field(default_factory=Roads)
    last: int = 0
    begun: float = field(default_factory=time.monotonic)


_read: dict[str, _Read] = {}  # of each source, by this process: a quote asks for new rows only


def roads(source: str) -> Roads:
    """All drives that are kept of this source, as one table. Costs one question where nothing is new.

    Rows are never changed, only added or dropped; a dropped one may be known here for a day.
    """
    known = _read.setdefault(source, _Read())
    if time.monotonic() - known.begun > ANEW_AFTER:
        known = _read[source] = _Read()
    rows = list(
        Drive.objects.filter(source=source, pk__gt=known.last)
        .order_by("pk")
        .values_list("pk", "from_latitude", "from_longitude", "to_latitude", "to_longitude", "seconds")
    )
    if rows:
        fresh = known.roads.knowing([((a, b), (c, d), seconds) for _pk, a, b, c, d, seconds in rows])
        known = _read[source] = _Read(fresh, rows[-1][0], known.begun)
    return known.roads


def unlearn() -> None:
    """Forget what this process has read; the rows stay."""
    _read.clear()
