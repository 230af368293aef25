"""The one sealer: leaves get their numbers, and the tree its hashes, in the order they are found."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from kept.ledger import queries, witness
from kept.ledger.models import Checkpoint, Leaf, Tile, Tree
from kept.ledger.rules import notes
from kept.ledger.rules.merkle import HASH_BYTES
from kept.ledger.tree import WIDTH, CannotSeal, Damaged, fold

BATCH = 2_000  # leaves sealed in one transaction
LATE = timedelta(minutes=1)  # by how much two clocks, or one that waited for the lock, may differ


class Restored(CannotSeal):
    """The witness file knows more, or something else, than this database: a backup was restored."""

    code = "ledger_restored"

    def __init__(self, seen: notes.Checkpoint, size: int) -> None:
        super().__init__(
            f"The witness file holds a checkpoint over {seen.size} entries of {notes.write_time(seen.at)}, "
            f"which this database ({size} sealed entries) does not agree with. Was a backup restored? Then "
            'say so: kept ledger restored --because "…". Until then nothing is sealed, and what waits for '
            "its proof waits."
        )


class ClockRanBack(CannotSeal):
    """The clock shows a time before the last checkpoint."""

    code = "ledger_clock_ran_back"

    def __init__(self, now: datetime, last: datetime) -> None:
        super().__init__(
            f"This computer's clock shows {notes.write_time(now)}, but the ledger was signed at "
            f"{notes.write_time(last)}. Set the clock right; until then nothing is signed, and what waits "
            "for its proof waits."
        )


def seal(*, now: datetime) -> int:
    """Seal every entry that waits, and answer how many. Each batch is a transaction: it happens or not.

    Raises CannotSeal (Restored, ClockRanBack, Damaged) with nothing changed.
    """
    refuse_a_clock_that_ran_back(now)
    sealed, seen = (
        0,
        witness.newest(queries.origin()),
    )  # read before the lock: what it holds was committed before
    while batch := _seal_batch(seen):
        sealed += batch
    return sealed


def lock() -> Tree:
    """The tree, ours alone until the transaction ends (on SQLite its beginning has done that)."""
    return Tree.objects.select_for_update().get()


def refuse_a_clock_that_ran_back(now: datetime) -> None:
    last = Checkpoint.objects.order_by("pk").last()
    if last is not None and now < last.at - LATE:
        raise ClockRanBack(now, last.at)


@transaction.atomic
def _seal_batch(seen: notes.Checkpoint | None) -> int:
    tree = lock()
    if seen is not None and queries.is_restored(seen, tree.size):
        raise Restored(seen, tree.size)
    waiting = Leaf.objects.filter(number=None).order_by("pk")
    leaves = list(waiting.values_list("pk", "hash")[:BATCH])
    if not leaves:
        return 0
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE ledger_leaf SET number = %s WHERE entry_id = %s",
            [(number, pk) for number, (pk, _) in enumerate(leaves, tree.size)],
        )
    _append(0, tree.size, [bytes(hashed) for _, hashed in leaves])
    tree.size += len(leaves)
    tree.save(update_fields=["size"])
    return len(leaves)


def _append(level: int, held: int, hashes: list[bytes]) -> None:
    """Add hashes to a level that holds ``held``; each tile that fills up adds one to the level above."""
    full: list[bytes] = []
    above = held // WIDTH
    while hashes:
        index, filled = divmod(held, WIDTH)
        part, hashes = hashes[: WIDTH - filled], hashes[WIDTH - filled :]
        grown = _grow(level, index, filled, b"".join(part))
        if len(grown) == WIDTH * HASH_BYTES:
            full.append(fold(grown))
        held += len(part)
    if full:
        _append(level + 1, above, full)


def _grow(level: int, index: int, filled: int, hashes: bytes) -> bytes:
    if not filled:
        Tile.objects.create(level=level, index=index, hashes=hashes)
        return hashes
    tile = Tile.objects.filter(level=level, index=index).first()
    if tile is None or len(tile.hashes) != filled * HASH_BYTES:
        raise Damaged(f"tile {level}/{index} should hold {filled} hashes")
    tile.hashes = grown = bytes(tile.hashes) + hashes
    tile.save(update_fields=["hashes"])
    return grown
