"""Following the record: what its entries touched, what customers wrote, and what time alone has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from kept.conversations.models import Message
from kept.ledger.models import Leaf
from kept.scorecards import countings
from kept.scorecards.actions.belonging import note_teams
from kept.scorecards.actions.counting import lock, look
from kept.scorecards.actions.recounting import recount
from kept.scorecards.characteristics import Counting
from kept.scorecards.characteristics.free import asks, members
from kept.scorecards.models import Counted, Cursor
from kept.scorecards.subjects import Touched, touched_by

BATCH = 500  # entries, messages or rows looked at in one transaction
ROUNDS = 40  # batches of each kind in one run: what is left waits for the next
UNSEALED = 1_000  # the newest entries that wait for their number, looked at again in every run
ABOUT = ("entry__subject", "entry__payload__customer")  # the payload of somebody erased is gone
OVERLAP = 300  # messages read again: one with a lower number may be committed later
_looked_at: set[bytes] = set()  # by their hashes, the entries that waited when this process looked last


def follow(*, now: datetime) -> int:
    """Count again whatever was touched since the last time, and answer how many rows changed.

    Safe to run twice, and to be stopped at any point: how far the record was followed is written together
    with what was counted. Where nothing was ever counted, everything is.
    """
    if Cursor.objects.get().at is None:
        recount(now=now)
    changed = note_teams(now=now)
    changed += _until_done(_sealed, now) + _unsealed(now)
    changed += _until_done(_messages, now) + _until_done(_due, now)
    Cursor.objects.update(at=now)
    return changed


def _until_done(batch: Callable[[datetime], tuple[int, bool]], now: datetime) -> int:
    changed = 0
    for _ in range(ROUNDS):
        more, done = batch(now)
        changed += more
        if done:
            break
    return changed


@transaction.atomic
def _sealed(now: datetime) -> tuple[int, bool]:
    """By the sealer's numbers: they become visible in their order, whoever committed when."""
    cursor = lock()
    leaves = Leaf.objects.filter(number__gte=cursor.sealed, number__lt=cursor.sealed + BATCH)
    entries = list(leaves.values_list(*ABOUT))
    changed = look(_touched(entries), now=now)
    cursor.sealed += len(entries)
    cursor.save(update_fields=["sealed"])
    return changed, len(entries) < BATCH


def _unsealed(now: datetime) -> int:
    """What waits to be sealed is looked at at once, and once more when it has its number; not every time."""
    waiting = Leaf.objects.filter(number=None).order_by("-entry").values_list("hash", *ABOUT)[:UNSEALED]
    found = {bytes(leaf): (subject, customer) for leaf, subject, customer in waiting}
    changed = look(_touched([about for leaf, about in found.items() if leaf not in _looked_at]), now=now)
    _looked_at.clear()
    _looked_at.update(found)
    return changed


def _touched(entries: list[tuple[str, int | None]]) -> Touched:
    people = {customer for _subject, customer in entries}
    return touched_by((subject for subject, _customer in entries), people)


@transaction.atomic
def _messages(now: datetime) -> tuple[int, bool]:
    """Words of members that ask to leave: no entry says that a message came."""
    cursor = lock()
    said = Message.objects.filter(pk__gt=cursor.message - OVERLAP).order_by("pk")
    read = list(said.values_list("pk", flat=True)[: BATCH + OVERLAP])
    heard = Message.objects.filter(pk__in=read, direction=Message.Direction.IN)
    words = list(heard.values_list("conversation__customer", "conversation", "text"))
    theirs = members(customer for customer, _conversation, _text in words)
    asking = {conversation for customer, conversation, text in words if customer in theirs and asks(text)}
    changed = look({countings.ASKED: asking}, now=now)
    cursor.message = read[-1] if read else cursor.message
    cursor.save(update_fields=["message"])
    return changed, len(read) < BATCH + OVERLAP


@transaction.atomic
def _due(now: datetime) -> tuple[int, bool]:
    """What time alone changes: seven days without a new contact, a promise that came due."""
    lock()
    due = Counted.objects.filter(again_at__lte=now).order_by("again_at")[:BATCH]
    touched: dict[Counting, set[int]] = defaultdict(set)
    rows = list(due.values_list("name", "ref"))
    for name, ref in rows:
        touched[countings.counting_of(name, ref)].add(int(ref.partition(":")[2]))
    return look(touched, now=now), len(rows) < BATCH
