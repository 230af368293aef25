"""Who does something: staff, a customer, software, or the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["staff", "customer", "software", "clock"]


@dataclass(frozen=True)
class Actor:
    """Who acts. Written into rows as ``staff:7``; the name is never stored with it.

    Raises ValueError for a kind that is none of ours, or for people without a number.
    """

    kind: Kind
    id: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"{self.kind!r} is no kind of actor")
        if self.kind in ("staff", "customer") and self.id is None:
            raise ValueError(f"a {self.kind} actor needs its number")

    def __str__(self) -> str:
        return self.kind if self.id is None else f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Actor:
        """Read what ``str(actor)`` wrote. Raises ValueError for anything else."""
        kind, _, number = text.partition(":")
        return cls(kind, int(number) if number else None)  # type: ignore[arg-type]  # checked on building

    @property
    def is_staff(self) -> bool:
        return self.kind == "staff"

    @property
    def is_customer(self) -> bool:
        return self.kind == "customer"


CLOCK = Actor("clock")
SOFTWARE = Actor("software")
