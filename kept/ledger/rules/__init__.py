"""How an entry is hashed: what a leaf is made of, and how a payload is bound to it without standing in it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import rfc8785

SALT_BYTES = 32


def canonical(body: Mapping[str, Any]) -> bytes:
    """The one way to write a payload as bytes (RFC 8785).

    Raises rfc8785.CanonicalizationError for what has none.
    """
    return rfc8785.dumps(dict(body))


def payload_hash(body: bytes, salt: bytes) -> str:
    """SHA-256 over salt and canonical body, hex. Without the salt nobody can guess the body (DOMAIN §9)."""
    return hashlib.sha256(salt + body).hexdigest()


def leaf(*, kind: str, at: datetime, hashed: str) -> bytes:
    """The bytes that will be sealed for an entry: its kind, instant and payload hash; nothing personal."""
    return canonical({"kind": kind, "at": at.astimezone(UTC).isoformat(), "payload": hashed})
