"""How much slower the hours of a week are than an empty road."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RUSH_HOURS = "mon-fri 7-9 1.2, mon-fri 16-18 1.2"
"""Assumed where nobody says otherwise, not measured: docs/decisions/travel-times.md."""

_SPAN = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? +(\d{1,2})-(\d{1,2}) +(\d(?:\.\d+)?)")
_SLOWEST = 5.0


@dataclass(frozen=True)
class HourlyPace:
    """Factors of at least 1 by (weekday, hour), Monday is 0, in local time; what is not named is 1.

    A drive takes ``seconds × pace``. Raises ValueError for a factor below 1 or an hour of no day.
    """

    slow: dict[tuple[int, int], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for (weekday, hour), factor in self.slow.items():
            if not (0 <= weekday <= 6 and 0 <= hour <= 23 and 1 <= factor <= _SLOWEST):
                raise ValueError(f"a pace lies between 1 and {_SLOWEST:g}, in an hour of a weekday")

    def over(self, weekday: int, first: time, last: time) -> float:
        """The slowest hour that a span of one local day touches; ``last`` itself is outside.

        For the hours of a shift, whose drives home may fall anywhere.
        """
        until = last.hour + (last.minute > 0 or last.second > 0)
        hours = range(first.hour, max(until, first.hour + 1))
        return max(self.slow.get((weekday, hour), 1.0) for hour in hours)

    def window(self, weekday: int, opens: time, closes: time) -> float:
        """The slowest hour in which the drive to a window may fall: its own, and the hour before it opens.

        Whoever stands at the door as the window opens has driven before.
        """
        return self.over(weekday, opens.replace(hour=max(opens.hour - 1, 0)), closes)


def read(text: str) -> HourlyPace:
    """``mon-fri 7-9 1.2, sat 11-14 1.3``: weekdays, hours from and up to, how much slower; ``flat`` is none.

    Where two spans meet, the slower one counts. Raises ValueError in words for whoever typed it.
    """
    slow: dict[tuple[int, int], float] = {}
    for said in text.lower().split(",") if text.strip().lower() != "flat" else ():
        for key, factor in _span(said.strip()).items():
            slow[key] = max(factor, slow.get(key, 1.0))
    return HourlyPace(slow)


def _span(said: str) -> dict[tuple[int, int], float]:
    found = _SPAN.fullmatch(said)
    days = [day for day in (found.group(1, 2) if found else ()) if day]
    if found is None or not set(days) <= set(WEEKDAYS):
        raise ValueError(f"“{said[:40]}” says no pace: write “mon-fri 7-9 1.2”, or “flat”")
    first, last = WEEKDAYS.index(days[0]), WEEKDAYS.index(days[-1])
    starts, ends, factor = int(found[3]), int(found[4]), float(found[5])
    if not (first <= last and starts < ends <= 24 and 1 <= factor <= _SLOWEST):
        raise ValueError(
            f"“{said[:40]}”: days and hours run forwards, a pace lies between 1 and {_SLOWEST:g}"
        )
    return {(day, hour): factor for day in range(first, last + 1) for hour in range(starts, ends)}
