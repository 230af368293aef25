"""The whole database against itself: entries, leaves, tiles, payloads, checkpoints, the witness file.

It trusts this database's keys: whoever trusts nobody exports the ledger and uses `kept verify`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kept.ledger import queries, rules, witness
from kept.ledger.models import Checkpoint, Entry, Fork, Leaf, Tile, Tree
from kept.ledger.rules import merkle, notes
from kept.ledger.tree import WIDTH, fold

PAGE = 5_000  # leaves read at once
MOST_FAULTS = 100  # told one by one
_FIELDS = (
    "hash", "entry__kind", "entry__at", "entry__payload_hash", "entry__payload__body", "entry__payload__salt",
)  # fmt: skip


@dataclass
class Audit:
    """What was looked at, and what is wrong, each in a sentence; past MOST_FAULTS they are only counted."""

    sealed: int = 0
    waiting: int = 0
    erased: int = 0
    checkpoints: int = 0
    count: int = 0
    faults: list[str] = field(default_factory=list)

    def fault(self, words: str) -> None:
        self.count += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(words)


def audit() -> Audit:
    """Look at everything once, in bounded memory. What is written meanwhile does no harm."""
    found = Audit()
    size = Tree.objects.get().size
    keys = [key.vkey for key in queries.public_keys()]
    grown, levels, published = merkle.Frontier(), Levels(found), Published(size, keys, found)
    published.compare(grown)
    for hashed in _sealed(size, found):
        grown.append(hashed)
        levels.add(hashed)
        published.compare(grown)
    levels.end()
    _check_waiting(found)
    _check_outside(size, keys, found)
    return found


class Published:
    """The checkpoints by size, each compared when the tree built anew has grown to it."""

    def __init__(self, size: int, keys: list[str], found: Audit) -> None:
        self._keys, self._found = keys, found
        self._rows = Checkpoint.objects.filter(size__lte=size).order_by("size", "pk").iterator(PAGE)
        self._next = next(self._rows, None)

    def compare(self, grown: merkle.Frontier) -> None:
        while self._next is not None and self._next.size == grown.size:
            self._compare_one(self._next, grown.root())
            self._next = next(self._rows, None)

    def _compare_one(self, point: Checkpoint, root: bytes) -> None:
        self._found.checkpoints += 1
        try:
            read = notes.Checkpoint.parse(notes.opened(point.note, self._keys))
        except notes.Malformed as flaw:
            self._found.fault(f"The checkpoint over {point} is not signed: {flaw}.")
            return
        if (read.size, read.root) != (point.size, bytes(point.root)) or read.root != root:
            self._found.fault(f"The checkpoint over {point} was signed over other entries.")


class Levels:
    """The tree built anew, tile by tile, and compared with the tiles that stand."""

    def __init__(self, found: Audit) -> None:
        self._found = found
        self._open: list[bytearray] = [bytearray()]
        self._index: list[int] = [0]

    def add(self, hashed: bytes, level: int = 0) -> None:
        if level == len(self._open):
            self._open.append(bytearray())
            self._index.append(0)
        tile = self._open[level]
        tile += hashed
        if len(tile) == WIDTH * merkle.HASH_BYTES:
            above = fold(bytes(tile))
            self._compare(level)
            self._open[level] = bytearray()
            self._index[level] += 1
            self.add(above, level + 1)

    def end(self) -> None:
        for level in range(len(self._open)):
            if self._open[level]:
                self._compare(level)

    def _compare(self, level: int) -> None:
        index = self._index[level]
        tile = Tile.objects.filter(level=level, index=index).first()
        if tile is None:
            self._found.fault(f"Tile {level}/{index} is gone.")
        elif not bytes(tile.hashes).startswith(self._open[level]):
            self._found.fault(f"Tile {level}/{index} is not made of its leaves.")


def _sealed(size: int, found: Audit) -> Iterator[bytes]:
    """The stored leaf hashes in order, each compared with its entry and payload."""
    for first in range(0, size, PAGE):
        until = min(first + PAGE, size)
        page = Leaf.objects.filter(number__gte=first, number__lt=until).order_by("number")
        numbers = []
        for row in page.values_list("number", *_FIELDS):
            numbers.append(row[0])
            yield _check_leaf(row[1:], f"Entry {row[0]}", found)
        if numbers != list(range(first, until)):
            gone = until - first - len(numbers)
            found.fault(f"Of the entries numbered {first} to {until - 1}, {gone} are gone.")
        found.sealed += len(numbers)


def _check_leaf(row: tuple[Any, ...], name: str, found: Audit) -> bytes:
    hashed, kind, at, said, body, salt = row
    if merkle.leaf_hash(rules.leaf(kind=kind, at=at, hashed=said)) != bytes(hashed):
        found.fault(f"{name} ({kind}) is not the one whose hash was taken.")
    if body is None:
        found.erased += 1
    elif rules.payload_hash(bytes(body), bytes(salt)) != said:
        found.fault(f"{name} ({kind}) says something else than when it was written.")
    return bytes(hashed)


def _check_waiting(found: Audit) -> None:
    waiting = Leaf.objects.filter(number=None).order_by("pk").values_list("pk", *_FIELDS)
    for row in waiting.iterator(PAGE):
        found.waiting += 1
        _check_leaf(row[1:], f"The waiting entry with id {row[0]}", found)
    without = Entry.objects.filter(leaf=None).count()
    if without:
        found.fault(f"{without} entries have no leaf, and will never be sealed.")


def _check_outside(size: int, keys: list[str], found: Audit) -> None:
    for point in Checkpoint.objects.filter(size__gt=Tree.objects.get().size):
        found.fault(f"The checkpoint over {point} was signed over more entries than there are.")
    for fork in Fork.objects.order_by("pk"):
        try:
            notes.Fork.parse(notes.opened(fork.note, keys))
        except notes.Malformed as flaw:
            found.fault(f"The notice of a restored backup ({fork}) is not signed: {flaw}.")
    seen = witness.newest(queries.origin())
    if seen is not None and queries.is_restored(seen, size):
        found.fault(
            f"The witness file holds a checkpoint over {seen.size} entries that this database has not."
        )
