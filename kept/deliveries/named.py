"""A server that the operator named in a setting: ``osrm:http://roads.example:5000``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Server:
    """What kind of server, and its address without a slash at the end (a password may stand in it)."""

    kind: str
    address: str

    @property
    def name(self) -> str:
        """For rows and logs: no password in it."""
        parts = urlsplit(self.address)
        return f"{self.kind} {parts.netloc.rpartition('@')[2]}{parts.path}"[:120]


def read(text: str, *, kinds: Collection[str]) -> Server | None:
    """The server that a setting names; None for an empty one. Raises ValueError in words for the operator."""
    if not text.strip():
        return None
    kind, _, address = text.strip().partition(":")
    try:
        parts = urlsplit(address)
        found = kind in kinds and parts.scheme in ("http", "https") and parts.hostname
        parts.port  # noqa: B018  # reading it raises ValueError for a port that is none
    except ValueError:
        found = None
    if not found or parts.query or parts.fragment or any(letter.isspace() for letter in address):
        raise ValueError(f"names no server: write {' or '.join(f'{kind}:http://host' for kind in kinds)}")
    return Server(kind, address.rstrip("/"))
