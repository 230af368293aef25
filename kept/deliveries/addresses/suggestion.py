"""One place where an address may lie, and how sure its source is."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Suggestion:
    """A place in degrees, what its source calls it, and the source (``nominatim``, ``photon``, ``file``).

    ``exact``: the house itself was found, not only its street or town. Raises ValueError off the globe.
    """

    label: str
    latitude: float
    longitude: float
    source: str
    exact: bool

    def __post_init__(self) -> None:
        if not (abs(self.latitude) <= 90 and abs(self.longitude) <= 180):
            raise ValueError("a latitude lies within ±90 and a longitude within ±180 degrees")

    @property
    def place(self) -> str:
        """As a form sends it back, and as ``rules.read_place`` reads it."""
        return f"{self.latitude:.6f}, {self.longitude:.6f}"


def words_of(address: str) -> tuple[str, ...]:
    """An address without what differs from one spelling to the next: signs, capitals, spaces."""
    return tuple(_WORDS.findall(address.casefold()))
