"""A driver's tap as the phone sent it: kept before anything reads it, and what became of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.deliveries.models import Delivery, RawTap
from kept.ledger import actions as ledger

Outcome = RawTap.Outcome


@transaction.atomic
def store_tap(key: UUID, body: bytes, content: bytes = b"", *, by: Actor, now: datetime) -> RawTap:
    """Keep a tap as it came. The same key is kept once: then the row that stands is answered."""
    sent = {"body": body, "content": content, "received_at": now, "by": str(by)}
    return RawTap.objects.get_or_create(key=key, defaults=sent)[0]


def lock_tap(raw: RawTap) -> RawTap:
    """The tap as it stands now, held until the transaction ends."""
    return RawTap.objects.select_for_update().get(pk=raw.pk)


@transaction.atomic
def take_tap(raw: RawTap, *, delivery: Delivery) -> RawTap:
    """It is written down: its picture is a proof by now, and need not lie here as well."""
    return _become(raw, Outcome.TAKEN, content=b"", delivery=delivery, words="")


@transaction.atomic
def refuse_tap(raw: RawTap, why: Refused, *, delivery: Delivery | None) -> RawTap:
    """It cannot be right; the words say why. Sent again, it is looked at again."""
    return _become(raw, Outcome.REFUSED, delivery=delivery, words=why.words[:300])


@transaction.atomic
def lead_astray(raw: RawTap, why: Refused, *, delivery: Delivery | None, by: Actor, now: datetime) -> RawTap:
    """The stop is no longer on this driver's route: the dispatcher looks at what was tapped."""
    if raw.outcome != Outcome.ASTRAY:
        customer = delivery.customer_id if delivery else None
        ledger.record("tap.astray", raw, by=by, at=now, customer=customer, delivery=delivery)
    return _become(raw, Outcome.ASTRAY, delivery=delivery, words=why.words[:300])


@transaction.atomic
def settle_tap(raw: RawTap, *, by: Actor, now: datetime) -> RawTap:
    """The dispatcher has looked at what could not be written down. Twice is once."""
    raw = lock_tap(raw)
    if raw.settled_at is None:
        customer = raw.delivery.customer_id if raw.delivery else None
        ledger.record("tap.settled", raw, by=by, at=now, customer=customer, delivery=raw.delivery)
        return _become(raw, raw.outcome, settled_at=now, settled_by=str(by))
    return raw


def _become(raw: RawTap, outcome: str, **fields: object) -> RawTap:
    for name, value in {"outcome": outcome, **fields}.items():
        setattr(raw, name, value)
    raw.save(update_fields=["outcome", *fields])
    return raw
