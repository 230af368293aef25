"""What a process remembers of things that carry a version: asked for anew once the version is another."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

Kept = TypeVar("Kept")

MOST = 512  # days: a fortnight of thirty-six depots; a full one is a quarter of a megabyte

_shelves: list[Shelf[Any]] = []


def forget() -> None:
    """Empty every shelf: for whoever puts another database in the place of this one."""
    for shelf in _shelves:
        shelf.clear()


class Shelf(Generic[Kept]):
    """A bounded memory, safe among threads: a thing a place, found only under the version it was kept with.

    What was not asked for longest goes first.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Hashable, Kept]] = OrderedDict()
        self._lock = Lock()
        _shelves.append(self)

    def find(self, place: Hashable, version: Hashable) -> Kept | None:
        with self._lock:
            kept_with, thing = self._kept.get(place, (None, None))
            if thing is None or kept_with != version:
                return None
            self._kept.move_to_end(place)
            return thing

    def keep(self, place: Hashable, version: Hashable, thing: Kept) -> None:
        with self._lock:
            self._kept[place] = (version, thing)
            self._kept.move_to_end(place)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def get(self, place: Hashable, version: Hashable, make: Callable[[], Kept]) -> Kept:
        """What is kept with this version, made first where nothing is. Two at once may both make it."""
        found = self.find(place, version)
        if found is None:
            found = make()
            self.keep(place, version, found)
        return found

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
