"""What a process remembers of things that carry a version: asked for anew once the version is another."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

Kept = TypeVar("Kept")

MOST = 512  # days of plans: a month of sixteen depots, some tens of megabytes


_shelves: list[Shelf[Any]] = []


def forget() -> None:
    """Empty every shelf: for whoever puts another database in the place of this one."""
    for shelf in _shelves:
        shelf.clear()


class Shelf(Generic[Kept]):
    """A bounded memory, safe among threads; what was not asked for longest goes first.

    Keys name a version that the database gave out: what was kept under an older one is never found again.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()
        _shelves.append(self)

    def find(self, key: Hashable) -> Kept | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, thing: Kept) -> None:
        with self._lock:
            self._kept[key] = thing
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What is kept under the key, made first where nothing is. Two at once may both make it."""
        found = self.find(key)
        if found is None:
            found = make()
            self.keep(key, found)
        return found

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
