"""Reading the ledger: entries, what proves them, and the whole of it."""

from __future__ import annotations

import heapq
import json
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from kept.ledger import rules, witness
from kept.ledger.models import Checkpoint, Entry, Fork, Key, Leaf, Payload
from kept.ledger.rules import notes, proofs
from kept.ledger.tree import Tiles

PAGE = 1_000  # entries read at once


def entries_about(*subjects: str) -> QuerySet[Entry]:
    """Entries about these rows ("promise:7"), oldest first."""
    return Entry.objects.filter(subject__in=subjects).order_by("id")


def latest_entries() -> QuerySet[Entry]:
    """All entries, the newest first."""
    return Entry.objects.order_by("-id")


def entry_of(kind: str, subject: str) -> Entry | None:
    """The newest entry of this kind about this row."""
    return Entry.objects.filter(kind=kind, subject=subject).order_by("id").last()


def payload_of(entry: Entry) -> dict[str, Any] | None:
    """What the entry says, or None when the person it was about has been erased."""
    payload: Payload | None = getattr(entry, "payload", None)
    return None if payload is None else dict(json.loads(bytes(payload.body)))


def payload_is_genuine(entry: Entry) -> bool | None:
    """Whether the stored payload still hashes to what the entry says; None when it was erased."""
    payload: Payload | None = getattr(entry, "payload", None)
    if payload is None:
        return None
    return rules.payload_hash(bytes(payload.body), bytes(payload.salt)) == entry.payload_hash


def number_of(entry: Entry) -> int | None:
    """The entry's number in the ledger, from 0; None while it waits to be sealed."""
    return Leaf.objects.filter(entry=entry).values_list("number", flat=True).first()


def origin() -> str:
    """The ledger's name: this desk's address as the first key was made, and that for ever."""
    first = signing_keys().first()
    if first is not None:
        return notes.Vkey.parse(first.vkey).name
    address = urlsplit(settings.BASE_URL)
    return f"{address.netloc.rpartition('@')[2]}{address.path}/ledger"


def signing_keys() -> QuerySet[Key]:
    """The keys that sign or signed, oldest first; their secret halves stay encrypted."""
    return Key.objects.order_by("pk")


def public_keys() -> tuple[proofs.Key, ...]:
    """The public halves, oldest first, each with the note that handed the ledger on to it."""
    return tuple(proofs.Key(key.vkey, key.handover) for key in signing_keys())


def forks() -> tuple[str, ...]:
    """The signed notices of backups that were restored, oldest first."""
    return tuple(Fork.objects.order_by("pk").values_list("note", flat=True))


def latest_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("pk").last()


def day_checkpoint(now: datetime) -> Checkpoint | None:
    """The day's checkpoint: the first one of the latest day (UTC), up to ``now``, that has one.

    A checkpoint's time is rounded up to the second: one made just now may say the second to come.
    """
    latest = Checkpoint.objects.filter(at__lt=now + timedelta(seconds=1)).order_by("at", "pk").last()
    if latest is None:
        return None
    midnight = latest.at.astimezone(UTC).replace(hour=0, minute=0, second=0)
    return Checkpoint.objects.filter(at__gte=midnight).order_by("at", "pk").first()


def day_checkpoints_before(point: Checkpoint, *, most: int) -> list[Checkpoint]:
    """The checkpoints of so many days before this one, and the first of all, oldest first."""
    found: dict[int, Checkpoint] = {}
    at = point.at.astimezone(UTC).replace(hour=0, minute=0, second=0)
    for _ in range(most):
        day = day_checkpoint(at - timedelta(seconds=1))
        if day is None:
            break
        found[day.pk] = day
        at = day.at.astimezone(UTC).replace(hour=0, minute=0, second=0)
    first = Checkpoint.objects.order_by("pk").first()
    if first is not None and first.pk != point.pk:
        found[first.pk] = first
    return [found[pk] for pk in sorted(found)]


def first_stamped_with(number: int) -> Checkpoint | None:
    """The first checkpoint with a time stamp that holds the entry of this number."""
    return Checkpoint.objects.filter(size__gt=number, timestamp__isnull=False).order_by("size").first()


def unstamped_day(now: datetime) -> Checkpoint | None:
    """The day's checkpoint, while it has no time stamp."""
    day = day_checkpoint(now)
    return day if day is not None and day.timestamp is None else None


def is_restored(seen: notes.Checkpoint, size: int) -> bool:
    """Whether the tree of ``size`` leaves lacks what this checkpoint was signed over, and nobody said why."""
    if Checkpoint.objects.filter(size=seen.size, root=seen.root).exists():
        return False
    if Fork.objects.filter(lost_size__gte=seen.size, lost_at__gte=seen.at).exists():
        return False
    return seen.size > size or Tiles().root(seen.size) != seen.root


def published_after(held: Collection[str]) -> Iterator[str]:
    """The notes published after the newest of these, oldest first; all, when none of these is ours."""
    sizes = {point.size for point in map(witness.checkpoint_of, held) if point is not None}
    ours = [each for each in Checkpoint.objects.filter(size__in=sizes).order_by("pk") if each.note in held]
    points, notices = Checkpoint.objects.order_by("pk"), Fork.objects.order_by("pk")
    if ours:
        points, notices = points.filter(pk__gt=ours[-1].pk), notices.filter(at__gte=ours[-1].at)
    signed = ((each.at, 1, each.note) for each in points.iterator(PAGE))
    owned_up = ((each.at, 0, each.note) for each in notices.iterator(PAGE) if each.note not in held)
    return (note for _, _, note in heapq.merge(owned_up, signed))


def export() -> Iterator[bytes]:
    """The whole sealed ledger up to the newest checkpoint, line by line, in bounded memory.

    Its checkpoints are those of the days, and the newest. Nothing when there is no checkpoint yet.
    """
    newest = latest_checkpoint()
    if newest is None:
        return
    yield from proofs.Ledger(
        origin=origin(),
        keys=public_keys(),
        checkpoints=tuple(_checkpoints_of_days(newest)),
        entries=sealed_entries(newest.size),
        forks=forks(),
    ).write()


def sealed_entries(size: int, *, start: int = 0) -> Iterator[proofs.Entry]:
    """The entries numbered from ``start`` up to ``size``, in that order, without proofs."""
    for first in range(start, size, PAGE):
        yield from as_proven(Leaf.objects.filter(number__gte=first, number__lt=min(first + PAGE, size)))


def as_proven(leaves: QuerySet[Leaf]) -> Iterator[proofs.Entry]:
    """These sealed leaves by number, without proofs, each with its payload unless that was erased."""
    rows = leaves.order_by("number").values_list(
        "number", "entry__kind", "entry__at", "entry__payload_hash",
        "entry__payload__body", "entry__payload__salt",
    )  # fmt: skip
    for number, kind, at, hashed, body, salt in rows:
        assert number is not None, "only what is sealed can be proven"
        yield proofs.Entry(
            number=number,
            kind=kind,
            at=at,
            payload=None if body is None else json.loads(bytes(body)),
            salt=None if salt is None else bytes(salt),
            hash=hashed,
        )


def _checkpoints_of_days(newest: Checkpoint) -> Iterator[str]:
    day = None
    for point in Checkpoint.objects.filter(pk__lt=newest.pk).order_by("pk").iterator(PAGE):
        if point.at.astimezone(UTC).date() != day:
            day = point.at.astimezone(UTC).date()
            yield point.note
    yield newest.note
