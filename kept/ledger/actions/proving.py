"""A receipt, or a bundle: entries with the proof that they are in the ledger, for whoever trusts nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from kept.ledger import queries
from kept.ledger.actions.checkpoints import checkpoint
from kept.ledger.models import Entry, Leaf
from kept.ledger.rules import merkle, proofs
from kept.ledger.tree import Tiles

DAYS_BEFORE = 3  # whose checkpoints a receipt is compared with


def prove(
    entries: Sequence[Entry],
    *,
    words: Sequence[proofs.Words] = (),
    case: Mapping[str, Any] | None = None,
    files: Sequence[proofs.File] = (),
    now: datetime,
) -> bytes:
    """Seal, sign, and answer the file that proves these entries: a receipt, or with a case or files a bundle.

    Where older checkpoints that hold all of them have a time stamp, the proof leads to the first such one.
    The file also holds the proofs that the checkpoints of some days before, and the first of all, are
    contained in its own, so that receipts of different days can be compared. Raises CannotSeal, with nothing
    lost: ask again later. RuntimeError inside a transaction, LookupError for an entry not in the ledger.
    """
    newest = checkpoint(now=now)
    sealed = list(queries.as_proven(Leaf.objects.filter(entry__in=entries, number__lt=newest.size)))
    if not sealed or len(sealed) != len({entry.pk for entry in entries}):
        raise LookupError("an entry to be proven is not in the ledger")
    point = queries.first_stamped_with(sealed[-1].number) or newest
    before = queries.day_checkpoints_before(point, most=DAYS_BEFORE)
    tiles = Tiles()
    tiles.fetch(
        [each.number for each in sealed] + [each.size - 1 for each in before if each.size], point.size
    )
    return proofs.Receipt(
        origin=queries.origin(),
        keys=queries.public_keys(),
        checkpoint=point.note,
        entries=tuple(
            replace(each, proof=tuple(merkle.inclusion(each.number, point.size, tiles.node)))
            for each in sealed
        ),
        words=tuple(words),
        forks=queries.forks(),
        earlier=tuple(
            proofs.Earlier(each.note, tuple(merkle.consistency(each.size, point.size, tiles.node)))
            for each in before
        ),
        timestamp=None if point.timestamp is None else bytes(point.timestamp),
        case=case,
        files=tuple(files),
    ).write()
