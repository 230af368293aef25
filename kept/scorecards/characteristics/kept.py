"""Kept: the sum of K over the promises due in the period; beside it the median width of the windows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from kept.base.periods import Period
from kept.orders.models import Order
from kept.promises.models import Outcome, Promise, Wish
from kept.promises.owed import Evidence, Standing
from kept.promises.queries import due_between
from kept.promises.rules import standing
from kept.scorecards import rules
from kept.scorecards.characteristics import Counted
from kept.scorecards.rules import Beside, Listed, Row

HOUR = 3600


def count(period: Period, *, now: datetime) -> Counted:
    """Promises due by now. Released ones and those the customer replaced are left out (DOMAIN §5).

    Kept or not, a window that came due counts in the widths: promising wide shows.
    """
    due = list(
        due_between(period.starts_at, min(period.ends_at, now))
        .exclude(outcome=Outcome.REPLACED, wish=Wish.CUSTOMER)
        .select_related("location")
        .prefetch_related("facts")
    )
    newer = _replacements(due)
    rows, widths = [], []
    for promise in due:
        found = _standing(promise, newer, now)
        if found.score is None:
            continue
        rows.append(Row(f"promise:{promise.pk}", found.score, found.because))
        if promise.starts_at is not None:
            widths.append(Fraction(int((promise.until - promise.starts_at).total_seconds()), HOUR))
    return Counted(Listed.of(rows), (rules.median(widths, "h"), _per_order(period)))


def _standing(promise: Promise, newer: Mapping[int, Promise], now: datetime) -> Standing:
    return standing(promise.owed, _evidence(promise, newer), at=now, zone=promise.location.zone)


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


def _per_order(period: Period) -> Beside:
    """Delivery windows promised per order placed: promising nothing shows."""
    placed = Order.objects.filter(placed_at__gte=period.starts_at, placed_at__lt=period.ends_at).count()
    windows = Promise.objects.filter(
        kind="delivery_window", made_at__gte=period.starts_at, made_at__lt=period.ends_at
    ).count()
    return Beside(Fraction(windows, placed) if placed else None, "per order", placed)
