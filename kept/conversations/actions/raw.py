"""What came in, stored before anything reads it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from kept.conversations.models import RawMail


@transaction.atomic
def store_raw(content: bytes, *, came_by: str, now: datetime) -> RawMail:
    """Keep the bytes of a mail. The same bytes are kept once: then the row that stands is answered.

    A row without an outcome has not been taken yet, or a worker died while taking it: take it.
    """
    raw, _made = RawMail.objects.get_or_create(
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={"content": content, "received_at": now, "came_by": came_by[:40]},
    )
    return raw


@transaction.atomic
def empty(raw: RawMail) -> RawMail:
    """Keep only the hash of a letter: it is about somebody who was erased."""
    raw.content = b""
    raw.save(update_fields=["content"])
    return raw


@transaction.atomic
def give_outcome(raw: RawMail, outcome: str) -> RawMail:
    raw.outcome = outcome[:40]
    raw.save(update_fields=["outcome"])
    return raw
