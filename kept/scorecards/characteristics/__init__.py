"""The six characteristics of great service (DOMAIN §7): a module each, which counts one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Model

from kept.base.actors import Actor


@dataclass(frozen=True)
class Count:
    """What one thing counts for, and why: everything that a figure knows of it.

    ``staff`` is whose it was, ``policy`` the one at stake (numbers, or None). ``score`` None: too early to
    tell. ``reason`` and ``marks`` are codes; ``measures`` stand in the characteristic's unit.
    ``again_at``: when time alone may change it, always later than the look that found it.
    Raises ValueError for a score outside [0, 1].
    """

    ref: str
    at: datetime
    location: int
    score: Fraction | None
    reason: str
    staff: int | None = None
    policy: int | None = None
    measures: tuple[int, ...] = ()
    marks: tuple[str, ...] = ()
    again_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.score is not None and not 0 <= self.score <= 1:
            raise ValueError("a thing counts for 0 to 1")


@dataclass(frozen=True)
class Batch:
    """Some rows of one table, by their numbers, to be counted as they stand ``now``."""

    numbers: Collection[int]
    now: datetime


@dataclass(frozen=True)
class Counting:
    """How the rows of one table count in one characteristic.

    ``count`` answers with a Count for each row of the batch that counts at all. What was counted and is no
    longer ``countable`` (the words of somebody who was erased) stays as it was.
    """

    name: str
    model: type[Model]
    count: Callable[[Batch], Iterable[Count]]
    countable: Callable[[Collection[int]], Collection[int]] = lambda numbers: numbers

    @property
    def kind(self) -> str:
        """The kind of a ref: ``promise``."""
        return str(self.model._meta.model_name)


def staff_of(by: str) -> int | None:
    """The member of staff who acted ("staff:7"); None for everybody else."""
    actor = Actor.parse(by) if by else None
    return actor.id if actor is not None and actor.is_staff else None


def seconds(starts_at: datetime, ends_at: datetime) -> int:
    return int((ends_at - starts_at).total_seconds())
