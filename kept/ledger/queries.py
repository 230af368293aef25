"""Reading the ledger."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet

from kept.ledger import rules
from kept.ledger.models import Entry, Payload


def entries_about(*subjects: str) -> QuerySet[Entry]:
    """Entries about these rows ("promise:7"), oldest first."""
    return Entry.objects.filter(subject__in=subjects).order_by("id")


def payload_of(entry: Entry) -> dict[str, Any] | None:
    """What the entry says, or None when the person it was about has been erased."""
    payload = Payload.objects.filter(entry=entry).first()
    return None if payload is None else dict(json.loads(bytes(payload.body)))


def payload_is_genuine(entry: Entry) -> bool | None:
    """Whether the stored payload still hashes to what the entry says; None when it was erased."""
    payload = Payload.objects.filter(entry=entry).first()
    if payload is None:
        return None
    return rules.payload_hash(bytes(payload.body), bytes(payload.salt)) == entry.payload_hash
