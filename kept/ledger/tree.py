"""The sealed tree as its tiles hold it: hashes of whole subtrees, and the root at any size it ever had."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kept.base.refusals import Refused
from kept.ledger.models import Tile
from kept.ledger.rules import merkle
from kept.ledger.rules.merkle import HASH_BYTES

DEPTH = 8
WIDTH = 2**DEPTH  # hashes in a full tile


class CannotSeal(Refused):
    """Nothing can be sealed or signed now. What waits for its proof must go on waiting: it is not lost.

    ``words`` are for the customer who asked; ``str()`` of it says to whoever runs the desk what to do.
    """

    code = "ledger_cannot_seal"

    def __init__(self, advice: str) -> None:
        super().__init__(_("This cannot be proven right now. Nothing is lost: please ask again later."))
        self.args = (advice,)


class Damaged(CannotSeal):
    """The tree does not hold together."""

    code = "ledger_damaged"

    def __init__(self, where: str) -> None:
        super().__init__(
            f"The ledger's tree does not hold together: {where}. Nothing more is signed. "
            "`kept ledger check` says what differs; bring back a backup from before it."
        )


class Tiles:
    """Reads each tile once: keep one only as long as one question takes."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._nodes: dict[tuple[int, int], bytes] = {}

    def fetch(self, numbers: Iterable[int], size: int) -> None:
        """Read with a query per level all that proofs about these leaves in a tree of ``size`` ask for."""
        wanted, level, width = {*numbers, size - 1}, 0, WIDTH
        while True:
            wanted = {each // WIDTH for each in wanted}
            for tile in Tile.objects.filter(level=level, index__in=wanted):
                self._tiles[level, tile.index] = bytes(tile.hashes)
            if size <= width:
                return
            level, width = level + 1, width * WIDTH

    def node(self, level: int, index: int) -> bytes:
        """The hash over ``2**level`` leaves, from ``index * 2**level`` on. Raises Damaged if it is gone."""
        found = self._nodes.get((level, index))
        if found is None:
            found = self._nodes[level, index] = self._fold(level, index)
        return found

    def root(self, size: int) -> bytes:
        """The root over the first ``size`` leaves. Raises Damaged when tiles are missing."""
        edge, start = [], 0
        for level in reversed(range(size.bit_length())):
            if size >> level & 1:
                edge.append(self.node(level, start >> level))
                start += 1 << level
        if not edge:
            return merkle.NOTHING
        *larger, hashed = edge
        for left in reversed(larger):
            hashed = merkle.node_hash(left, hashed)
        return hashed

    def _fold(self, level: int, index: int) -> bytes:
        tile_level, depth = divmod(level, DEPTH)
        tile_index, place = divmod(index << depth, WIDTH)
        held = self._tile(tile_level, tile_index)[place * HASH_BYTES : (place + (1 << depth)) * HASH_BYTES]
        if len(held) != HASH_BYTES << depth:
            raise Damaged(f"tile {tile_level}/{tile_index} is too short")
        return fold(held)

    def _tile(self, level: int, index: int) -> bytes:
        if (level, index) not in self._tiles:
            tile = Tile.objects.filter(level=level, index=index).first()
            self._tiles[level, index] = b"" if tile is None else bytes(tile.hashes)
        return self._tiles[level, index]


def fold(hashes: bytes) -> bytes:
    """The hash over a power of two of hashes that stand side by side."""
    row = [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]
    while len(row) > 1:
        row = [merkle.node_hash(*pair) for pair in zip(row[::2], row[1::2], strict=True)]
    return row[0]
