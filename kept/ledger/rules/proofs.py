"""The files that prove, receipt, bundle and whole ledger: as values, and written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from kept.ledger.rules import canonical, leaf, merkle, notes, payload_hash

RECEIPT, BUNDLE, LEDGER = "receipt/1", "bundle/1", "ledger/1"


@dataclass(frozen=True)
class Words:
    """The exact words of a policy's version, with the hash by which an entry names them."""

    policy: str
    version: int
    language: str
    title: str
    words: str
    sha256: str

    def hashed(self) -> str:
        """SHA-256 over title, an empty line and the words, hex: as ``policies`` names a wording."""
        return sha256(f"{self.title}\n\n{self.words}".encode()).hexdigest()


@dataclass(frozen=True)
class File:
    """A file that goes with a bundle, by its name and hash."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Key:
    """A key of the ledger, and the note by which the one before passed the ledger on to it ("" at first)."""

    vkey: str
    handover: str = ""


@dataclass(frozen=True)
class Earlier:
    """A checkpoint published before, and the proof that the newer one contains it."""

    checkpoint: str
    consistency: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One entry: its number (from 0), what is sealed, and what it says with the salt, unless erased.

    ``proof`` leads to the checkpoint's root; in a whole ledger there is none, the root is computed.
    Raises ValueError for a payload without salt or a salt without payload.
    """

    number: int
    kind: str
    at: datetime
    payload: Mapping[str, Any] | None
    salt: bytes | None
    hash: str
    proof: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if (self.payload is None) != (self.salt is None):
            raise ValueError("a salt stands with its payload or not at all")

    @property
    def leaf_hash(self) -> bytes:
        return merkle.leaf_hash(leaf(kind=self.kind, at=self.at, hashed=self.hash))

    def says_what_was_sealed(self) -> bool | None:
        """Whether the payload is the one that was hashed; None when it was erased."""
        if self.payload is None or self.salt is None:
            return None
        return payload_hash(canonical(self.payload), self.salt) == self.hash

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "kind": self.kind,
            "at": write_instant(self.at),
            "payload": None if self.payload is None else dict(self.payload),
            "salt": None if self.salt is None else self.salt.hex(),
            "hash": self.hash,
        }


@dataclass(frozen=True)
class Receipt:
    """Entries with their proofs under one checkpoint; with a case or files it is a bundle."""

    origin: str
    keys: tuple[Key, ...]
    checkpoint: str
    entries: tuple[Entry, ...]
    words: tuple[Words, ...] = ()
    forks: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    timestamp: bytes | None = None  # the answer of a time-stamping authority, DER (RFC 3161)
    case: Mapping[str, Any] | None = None
    files: tuple[File, ...] = ()
    name: str = field(default="", compare=False)

    @property
    def is_bundle(self) -> bool:
        return self.case is not None or bool(self.files)

    def write(self) -> bytes:
        """The file, which ``reading.read`` reads back."""
        tree: dict[str, Any] = {
            "kept": BUNDLE if self.is_bundle else RECEIPT,
            "origin": self.origin,
            "keys": [vars(key) for key in self.keys],
            "forks": list(self.forks),
            "checkpoint": self.checkpoint,
            "entries": [entry.as_json() | {"proof": _in_base64(entry.proof)} for entry in self.entries],
            "words": [vars(each) for each in self.words],
        }
        if self.earlier:
            tree["earlier"] = [
                {"checkpoint": each.checkpoint, "consistency": _in_base64(each.consistency)}
                for each in self.earlier
            ]
        if self.timestamp is not None:
            tree["timestamp"] = notes.to_base64(self.timestamp)
        if self.is_bundle:
            tree |= {"case": self.case, "files": [vars(each) for each in self.files]}
        return json.dumps(tree, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"


@dataclass(frozen=True)
class Ledger:
    """A whole ledger: what was published about it, and its entries, read line by line (once)."""

    origin: str
    keys: tuple[Key, ...]
    checkpoints: tuple[str, ...]
    entries: Iterable[Entry]
    forks: tuple[str, ...] = ()
    name: str = field(default="", compare=False)

    def write(self) -> Iterator[bytes]:
        """The file, line by line."""
        yield _line(
            {
                "kept": LEDGER,
                "origin": self.origin,
                "keys": [vars(key) for key in self.keys],
                "forks": list(self.forks),
                "checkpoints": list(self.checkpoints),
            }
        )
        for entry in self.entries:
            yield _line(entry.as_json())


def write_instant(at: datetime) -> str:
    """An instant as an entry is sealed with it: UTC, ISO 8601, with ``+00:00``."""
    return at.astimezone(UTC).isoformat()


def _in_base64(hashes: Iterable[bytes]) -> list[str]:
    return [notes.to_base64(each) for each in hashes]


def _line(tree: Mapping[str, Any]) -> bytes:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"
