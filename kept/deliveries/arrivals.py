"""What a file of arrivals says: which stop, when the truck came, how the visit ended. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kept.text import tables

RESULTS = ("delivered", "nobody_there", "refused", "damaged")
COLUMNS = ("order", "delivery", "day", "arrived_at", "result")
HEADER = tables.Header(COLUMNS, ("arrived_at",), "the file has no arrivals")


class BadArrivals(tables.BadTable):
    """The arrivals are not taken: nothing of them was stored. ``lines`` says what is wrong with which."""

    code = "arrivals_bad"


@dataclass(frozen=True)
class Came:
    """One arrival. The stop is that of an order's or a delivery's number on one local day.

    ``named`` is how its line is called in an error. ``result`` is empty while the visit goes on.
    Raises ValueError for what names no stop, or both.
    """

    named: str
    order: str
    delivery: int | None
    day: date
    at: datetime
    result: str = ""

    def __post_init__(self) -> None:
        if bool(self.order) == (self.delivery is not None):
            raise ValueError("give an order or a delivery, one of them")
        if self.result and self.result not in RESULTS:
            raise ValueError(f"result {self.result!r} is none of {', '.join(RESULTS)}")


def read_arrivals(content: bytes, *, zone: ZoneInfo) -> list[Came]:
    """Read a CSV file (UTF-8, a header with COLUMNS in any order, one line per arrival).

    A time without offset is local to ``zone``; without ``day`` it is the local day of the arrival.
    Raises BadArrivals naming every bad line.
    """
    came, bad = [], []
    for line, row in tables.rows(content, HEADER, bad=BadArrivals):
        try:
            came.append(_came(f"line {line}", row, zone))
        except ValueError as error:
            bad.append(f"line {line}: {error}")
    if bad:
        raise BadArrivals(bad)
    return came


def _came(named: str, row: tables.Row, zone: ZoneInfo) -> Came:
    tables.refuse_wide(row)
    at = tables.instant(row, "arrived_at", zone)
    delivery = tables.whole(row, "delivery", default=0, least=1 if row.get("delivery") else 0, most=2**62)
    return Came(
        named,
        order=row.get("order", "")[:40],
        delivery=delivery or None,
        day=_day(row) or at.astimezone(zone).date(),
        at=at,
        result=row.get("result", "").lower().replace(" ", "_"),
    )


def _day(row: tables.Row) -> date | None:
    value = row.get("day", "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise ValueError(f"day {value!r} is no day such as 2026-03-02") from None
