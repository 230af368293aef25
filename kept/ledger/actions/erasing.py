"""A person is erased: what the entries say goes, with the salt; the entries and every proof stand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction

from kept.base.actors import Actor
from kept.ledger.actions.recording import record
from kept.ledger.models import Payload


@transaction.atomic
def erase(customers: Collection[int], *, by: Actor, now: datetime) -> int:
    """Remove the payloads of these customers (one person, and whoever was merged into them); how many.

    An entry says that, and of whom nothing. Where nothing is left to remove, nothing is written.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "PRAGMA secure_delete = ON"
            )  # else the words stay readable in the file's free pages
    removed, _ = Payload.objects.filter(customer__in=customers).delete()
    if removed:
        record("person.erased", "ledger", by=by, at=now, payloads=removed)
    return removed
