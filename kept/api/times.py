"""Instants and days as JSON, within the years in which our clocks can say what time it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime

When = TypeVar("When", date, datetime)


def _in_our_time(when: When) -> When:
    """Raises ValueError for the first and the last years of all time: they are on no other clock."""
    if not 1970 <= when.year <= 2200:
        raise ValueError("is no time of ours")
    return when


Instant = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
Day = Annotated[date, AfterValidator(_in_our_time)]
