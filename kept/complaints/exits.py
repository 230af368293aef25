"""Exits as facts of a case: askings, offers shown, the confirmation, its receipt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from kept.complaints.fields import RECEIPT
from kept.customers.models import Customer
from kept.customers.queries import ids_of
from kept.ledger.actions import ref
from kept.memberships.models import Cancellation
from kept.promises.models import Fact, Promise

Row = tuple[dict[str, Any], str]


def bearing_on(
    scope: Sequence[Promise], customer: Customer, *, leaving: bool, until: datetime
) -> list[Cancellation]:
    """The exits that made one of these promises; for a claim about leaving also the customer's newest one."""
    made = Q(end_promise__in=scope) | Q(receipt_promise__in=scope) | Q(refund_promise__in=scope)
    found = {row.pk: row for row in Cancellation.objects.filter(made)}
    if leaving and not found:
        asked = Cancellation.objects.filter(
            membership__customer__in=ids_of(customer), asked_at__lte=until, undone_at=None
        )
        found |= {row.pk: row for row in asked.order_by("-asked_at", "-pk")[:1]}
    return list(found.values())


def of(about: str) -> list[Cancellation]:
    """The exit with this name ("cancellation:4"), or the confirmed exits of a membership ("membership:3")."""
    kind, _colon, number = about.partition(":")
    if kind == "cancellation":
        return list(Cancellation.objects.filter(pk=int(number)))
    if kind == "membership":
        return list(Cancellation.objects.filter(membership_id=int(number), confirmed_at__isnull=False))
    return []


def promises_of(cancellations: Sequence[Cancellation]) -> list[Promise]:
    """The scope of an exit: its receipt, its end date and its refund (DOMAIN §5)."""
    numbers = [
        pk
        for row in cancellations
        for pk in (row.receipt_promise_id, row.end_promise_id, row.refund_promise_id)
        if pk is not None
    ]
    return list(Promise.objects.filter(pk__in=numbers))


def facts(cancellations: Sequence[Cancellation], scope: Sequence[Promise]) -> Iterator[Row]:
    """What happened in these exits, except what stands on record with the promises in scope.

    Where the promised end is in scope it names which exit a fact is of: two may stand in one complaint.
    """
    ends = {promise.pk: ref(promise) for promise in scope}
    for row in cancellations:
        end = ends.get(row.end_promise_id or 0)
        named = {"promise": end} if end else {}
        for asking in row.askings.all():
            asked = {"kind": "exit_asked", "channel": asking.channel, "at": asking.at.isoformat()}
            yield asked | named, ref(asking)
        for offer in row.offers.all():
            yield {"kind": "offer_shown", "what": offer.what, "at": offer.at.isoformat()} | named, ref(offer)
        if row.confirmed_at and not _told_by_promise(row, scope):
            yield _confirmed(row, row.confirmed_at) | named, ref(row)
        if row.receipt_at:
            sent = {"kind": "receipt_sent", "promise": RECEIPT, "at": row.receipt_at.isoformat()}
            yield sent | named, ref(row)


def _told_by_promise(row: Cancellation, scope: Sequence[Promise]) -> bool:
    if row.end_promise_id not in {promise.pk for promise in scope}:
        return False
    return Fact.objects.filter(promise=row.end_promise_id, kind="exit_confirmed").exists()


def _confirmed(row: Cancellation, at: datetime) -> dict[str, Any]:
    end = row.service_end_on.isoformat() if row.service_end_on else None
    return {"kind": "exit_confirmed", "at": at.isoformat(), "end_date": end}
