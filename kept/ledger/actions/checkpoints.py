"""The tree is signed as it stands, published, time-stamped; a restored backup is owned up to."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime

from django.db import transaction

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.ledger import queries, witness
from kept.ledger.actions.recording import record
from kept.ledger.actions.sealing import ClockRanBack, lock, seal
from kept.ledger.actions.signing import current_signer
from kept.ledger.models import Checkpoint, Fork, Tree
from kept.ledger.rules import notes
from kept.ledger.tree import Damaged, Tiles

log = logging.getLogger(__name__)


class NothingRestored(Refused):
    """The witness file and the database agree."""

    code = "ledger_not_restored"

    def __init__(self) -> None:
        super().__init__(
            "The witness file agrees with this database: there is no restored backup to own up to. "
            "If the file was restored as well, name the copy that you keep elsewhere: --witness FILE."
        )


class NoReason(Refused):
    """A fork notice says why."""

    code = "ledger_no_reason"

    def __init__(self) -> None:
        super().__init__(
            "Say in a few words why the backup was restored: everybody who holds a receipt reads it."
        )


def checkpoint(*, now: datetime) -> Checkpoint:
    """Seal what waits, sign the tree, and publish that in the witness file once it is committed.

    The last one again when nothing was added since, and it is of the same day (UTC). Raises CannotSeal
    (Restored, ClockRanBack, KeyLocked, Damaged), and RuntimeError inside a transaction: what is signed stays.
    """
    seal(now=now)
    with transaction.atomic(durable=True):
        tree = lock()
        last = Checkpoint.objects.order_by("pk").last()
        if last is None or last.size != tree.size or _day(last.at) != _day(now):
            last = _sign(tree, last, now=now)
    _publish()
    return last


def acknowledge_restore(
    *, because: str, by: Actor, now: datetime, seen: notes.Checkpoint | None = None
) -> Checkpoint:
    """Own up, signed and for everybody to read, that a backup was restored; then go on from it.

    ``seen`` is the newest checkpoint that was published, where the witness file does not know it. Raises
    NothingRestored, NoReason, KeyLocked, ClockRanBack.
    """
    reason = "".join(char for char in " ".join(because.split()) if char.isprintable())
    if not reason:
        raise NoReason
    seen = seen or witness.newest(queries.origin())
    with transaction.atomic(durable=True):
        tree = lock()
        if seen is None or not queries.is_restored(seen, tree.size):
            raise NothingRestored
        if now <= seen.at:
            raise ClockRanBack(now, seen.at)
        signer = current_signer(now=now)
        _take_back_notices(signer.key.name)
        lost, kept = notes.Tree(seen.size, seen.root, seen.at), _kept(tree, seen)
        notice = notes.Fork(signer.key.name, lost, kept, now, reason)
        note = signer.sign(notice.text())
        Fork.objects.create(note=note, lost_size=seen.size, lost_at=seen.at, at=notice.at)
        record(
            "ledger.restored",
            "ledger",
            by=by,
            at=now,
            because=reason,
            lost={"size": lost.size, "root": lost.root.hex(), "at": seen.at},
            kept={"size": kept.size, "root": kept.root.hex()},
        )
    return checkpoint(now=now)


@transaction.atomic
def stamp(point: Checkpoint, *, token: bytes) -> None:
    """Keep a time stamp (RFC 3161) over the note of this checkpoint. The first one stays."""
    point = Checkpoint.objects.select_for_update().get(pk=point.pk)
    if point.timestamp is None:
        point.timestamp = token
        point.save(update_fields=["timestamp"])


def _sign(tree: Tree, last: Checkpoint | None, *, now: datetime) -> Checkpoint:
    signer, tiles = current_signer(now=now), Tiles()
    if last is not None and tiles.root(last.size) != bytes(last.root):
        raise Damaged(f"the first {last.size} entries are not those that were signed on {last.at:%Y-%m-%d}")
    at = max([now, *_came_before(last)])
    point = notes.Checkpoint(signer.key.name, tree.size, tiles.root(tree.size), at)
    note = signer.sign(point.text())
    return Checkpoint.objects.create(size=point.size, root=point.root, at=point.at, note=note)


def _came_before(last: Checkpoint | None) -> Iterator[datetime]:
    """What the next checkpoint follows, also where ``now`` is from before it had waited for the others."""
    if last is not None:
        yield last.at
    yield from Fork.objects.order_by("-pk").values_list("at", flat=True)[:1]
    yield from queries.signing_keys().order_by("-pk").values_list("made_at", flat=True)[:1]


def _publish() -> None:
    """Bring the witness file up to what was published, whoever published it. It never stops us."""
    try:
        with witness.opened() as file:
            if file.is_new and Checkpoint.objects.count() > 1:
                log.warning("The witness file was gone: it is written anew from the database.")
            file.append(queries.published_after(file.last_notes()))
    except OSError as error:
        log.error("The witness file cannot be written (%s): make room, or set KEPT_WITNESS.", error)


def _take_back_notices(origin: str) -> None:
    """The notices that the witness file knows and the backup does not: customers hold papers of that time."""
    ours, keys = set(queries.forks()), [key.vkey for key in queries.public_keys()]
    for note in witness.notices(origin):
        with suppress(notes.Malformed):
            fork = notes.Fork.parse(notes.opened(note, keys))
            if note not in ours and fork.lost.at is not None:
                Fork.objects.create(note=note, lost_size=fork.lost.size, lost_at=fork.lost.at, at=fork.at)
                ours.add(note)


def _kept(tree: Tree, seen: notes.Checkpoint) -> notes.Tree:
    """What the backup held: the tree as it is; if more was signed since, what was signed before ``seen``."""
    last = Checkpoint.objects.order_by("pk").last()
    if tree.size <= seen.size and (last is None or last.at <= seen.at):
        return notes.Tree(tree.size, Tiles().root(tree.size))
    before = Checkpoint.objects.filter(size__lte=seen.size, at__lte=seen.at).order_by("pk").last()
    size = 0 if before is None else before.size
    return notes.Tree(size, Tiles().root(size))


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
