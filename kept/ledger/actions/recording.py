"""Writing an entry: one function, and it only adds."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from kept.base.actors import Actor
from kept.ledger import rules
from kept.ledger.models import Entry, Leaf, Payload
from kept.ledger.rules import merkle

MOST_DIGITS = 18  # a database refuses to look for a longer number


@transaction.atomic
def record(
    kind: str,
    subject: models.Model | str,
    *,
    by: Actor,
    at: datetime,
    customer: int | None = None,
    **facts: Any,
) -> Entry:
    """Add an entry ``kind`` ("promise.kept") about ``subject`` (a row, or "promise:7").

    ``facts`` are what is to be proven: text, whole numbers, instants, days, rows, lists of them.
    Raises TypeError for anything else (a float among them): an entry must read the same for ever.
    Its leaf waits to be sealed.
    """
    body = rules.canonical(
        {"by": str(by), "subject": ref(subject), **{k: _plain(v) for k, v in facts.items()}}
    )
    salt = secrets.token_bytes(rules.SALT_BYTES)
    entry = Entry.objects.create(
        kind=kind, subject=ref(subject), by=str(by), at=at, payload_hash=rules.payload_hash(body, salt)
    )
    Payload.objects.create(entry=entry, customer=customer, salt=salt, body=body)
    leaf = rules.leaf(kind=kind, at=at, hashed=entry.payload_hash)
    Leaf.objects.create(entry=entry, hash=merkle.leaf_hash(leaf))
    return entry


def ref(thing: models.Model | str) -> str:
    """The name of a row in the ledger and in links: ``promise:7``."""
    return thing if isinstance(thing, str) else f"{thing._meta.model_name}:{thing.pk}"


def numbers_named(names: Iterable[str]) -> dict[str, list[int]]:
    """By kind the numbers in such names ("promise:7"); what is no name of a row is left out."""
    found: dict[str, list[int]] = {}
    for name in names:
        kind, _colon, number = name.partition(":")
        if number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS:
            found.setdefault(kind, []).append(int(number))
    return found


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Actor):
        return str(value)
    if isinstance(value, models.Model):
        return ref(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    raise TypeError(f"the ledger cannot keep a {type(value).__name__}")
