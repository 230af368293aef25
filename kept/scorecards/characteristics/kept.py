"""Kept: the sum of K over the promises due; beside it how wide they were, and how many per order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from fractions import Fraction

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.orders.models import Order
from kept.promises.models import Outcome, Promise, Wish
from kept.promises.owed import Evidence, State
from kept.promises.rules import standing
from kept.scorecards.characteristics import Batch, Count, seconds, staff_of
from kept.scorecards.characteristics.under import policies_of

REASONS = {
    "kept": _("The promise was kept."),
    "broken": _("The promise was not kept, or not in full."),
    "unrecorded": _("It was due, and the record that we should have kept is missing."),
    "not_due": _("Too early to tell: it is not due yet."),
}
MARKS = {
    "window": _("A delivery window."),
    "replaced": _("We put another promise in its place; both count."),
}
MINUTE = 60


def count(batch: Batch) -> Iterator[Count]:
    """Whose it is: who made the promise. Released ones, and those the customer replaced, do not count.

    The measure is the width of a window in minutes, kept or not: promising wide shows.
    """
    made = Promise.objects.filter(pk__in=batch.numbers).exclude(outcome=Outcome.REPLACED, wish=Wish.CUSTOMER)
    promises = list(made.select_related("location").prefetch_related("facts"))
    newer, under = _replacements(promises), policies_of(promises)
    for promise in promises:
        due = promise.until < batch.now
        found = standing(promise.owed, _evidence(promise, newer), at=batch.now, zone=promise.location.zone)
        if found.score is None and (due or found.state is not State.NOT_DUE):
            continue
        marks = ("window",) if promise.starts_at is not None else ()
        yield Count(
            ref=f"promise:{promise.pk}",
            at=promise.until,
            location=promise.location_id,
            staff=staff_of(promise.made_by),
            policy=under.get(promise.pk),
            score=found.score if due else None,
            reason=str(found.state) if due else "not_due",
            measures=()
            if promise.starts_at is None
            else (seconds(promise.starts_at, promise.until) // MINUTE,),
            marks=(*marks, *(("replaced",) if promise.outcome == Outcome.REPLACED else ())),
            again_at=None if due else promise.until + timedelta(microseconds=1),
        )


def count_orders(batch: Batch) -> Iterator[Count]:
    """Orders placed: how many promises they were given stands beside Kept."""
    for order in Order.objects.filter(pk__in=batch.numbers):
        yield Count(
            f"order:{order.pk}",
            order.placed_at,
            order.location_id,
            Fraction(1),
            "placed",
            staff_of(order.made_by),
        )


def count_windows(batch: Batch) -> Iterator[Count]:
    """Delivery windows promised, on the day on which they were: promising nothing shows."""
    for promise in Promise.objects.filter(pk__in=batch.numbers, kind="delivery_window"):
        yield Count(
            f"promise:{promise.pk}", promise.made_at, promise.location_id, Fraction(1), "made",
            staff_of(promise.made_by),
        )  # fmt: skip


def older(numbers: Collection[int]) -> set[int]:
    """These promises and all that they took the place of: one arrival decides them together."""
    found, layer = set(numbers), set(numbers)
    while layer:
        replaced = Promise.objects.filter(pk__in=layer).filter(~Q(replaces=None))
        layer = {pk for pk in replaced.values_list("replaces", flat=True) if pk is not None} - found
        found |= layer
    return found


def _evidence(promise: Promise, newer: Mapping[int, Promise]) -> Evidence:
    """Its own facts; for one that we replaced, the one arrival or payment of the version that followed."""
    seen: Promise | None = promise
    while seen is not None:
        if seen.evidence.facts or seen.evidence.absent:
            return seen.evidence
        seen = newer.get(seen.pk)
    return promise.evidence


def _replacements(promises: Iterable[Promise]) -> dict[int, Promise]:
    """By the number of the promise replaced: what came in its place, to the end of each chain."""
    found: dict[int, Promise] = {}
    layer = [promise.pk for promise in promises if promise.outcome == Outcome.REPLACED]
    while layer:
        newer = list(Promise.objects.filter(replaces__in=layer).prefetch_related("facts"))
        found |= {promise.replaces_id: promise for promise in newer if promise.replaces_id is not None}
        layer = [promise.pk for promise in newer]
    return found
