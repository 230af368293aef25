"""A ledger on paper: entries, checkpoints, receipts without a database, and a sofa shop that keeps one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from kept.ledger.rules import canonical, merkle, notes, payload_hash
from kept.ledger.rules.proofs import Earlier, Entry, File, Key, Ledger, Receipt, Words

ORIGIN = "sofas.example/ledger"
MONDAY = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def signer(number: int = 1, origin: str = ORIGIN) -> notes.Signer:
    """A key that is the same every time; never one for real."""
    return notes.Signer(origin, hashlib.sha256(f"{origin} {number}".encode()).digest())


def wording(words: str = "We come within a 4-hour window.", title: str = "When we come") -> Words:
    blank = Words("window", 3, "en", title, words, "")
    return replace(blank, sha256=blank.hashed())


@dataclass
class Book:
    """A ledger in memory: record, publish, prove. Fields may be bent to play somebody who cheats."""

    origin: str = ORIGIN
    signers: list[notes.Signer] = field(default_factory=lambda: [signer()])
    handovers: list[str] = field(default_factory=lambda: [""])
    entries: list[Entry] = field(default_factory=list)
    checkpoints: list[str] = field(default_factory=list)
    forks: list[str] = field(default_factory=list)

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(Key(each.vkey, note) for each, note in zip(self.signers, self.handovers, strict=True))

    @property
    def hashes(self) -> list[bytes]:
        return [entry.leaf_hash for entry in self.entries]

    def record(self, kind: str, *, at: datetime, **facts: Any) -> int:
        """Add an entry; its number."""
        number = len(self.entries)
        salt = hashlib.sha256(f"{self.origin} {number} {kind}".encode()).digest()
        self.entries.append(entry(number, kind, at, facts, salt))
        return number

    def publish(self, at: datetime) -> str:
        """Make a checkpoint over everything recorded so far."""
        point = notes.Checkpoint(self.origin, len(self.entries), merkle.root(self.hashes), at)
        self.checkpoints.append(self.signers[-1].sign(point.text()))
        return self.checkpoints[-1]

    def rotate(self, at: datetime) -> None:
        """Hand the ledger over to the next key."""
        fresh = signer(len(self.signers) + 1, self.origin)
        self.handovers.append(notes.handover(self.origin, self.signers[-1], fresh, at))
        self.signers.append(fresh)

    def restore(self, size: int, at: datetime, because: str = "The disk broke.") -> None:
        """Go back to the first ``size`` entries, and say so: the newest checkpoint is lost."""
        newest = notes.Checkpoint.parse(notes.text_of(self.checkpoints[-1]))
        lost = notes.Tree(newest.size, newest.root, newest.at)
        kept = notes.Tree(size, merkle.root(self.hashes[:size]))
        self.forks.append(self.signers[-1].sign(notes.Fork(self.origin, lost, kept, at, because).text()))
        del self.entries[size:]

    def erase(self, number: int) -> None:
        self.entries[number] = replace(self.entries[number], payload=None, salt=None)

    def receipt(
        self,
        *numbers: int,
        at: datetime,
        words: Iterable[Words] = (),
        earlier: Iterable[str] = (),
        case: Mapping[str, Any] | None = None,
        files: Iterable[File] = (),
        name: str = "receipt",
    ) -> Receipt:
        """A receipt of these entries under a fresh checkpoint, joined to ``earlier`` checkpoints."""
        return Receipt(
            self.origin,
            self.keys,
            self.publish(at),
            tuple(self.proven(number) for number in numbers),
            words=tuple(words),
            forks=tuple(self.forks),
            earlier=tuple(Earlier(note, self.growth(note)) for note in earlier),
            case=case,
            files=tuple(files),
            name=name,
        )

    def ledger(self, name: str = "ledger") -> Ledger:
        """The whole of it."""
        entries = tuple(self.entries)
        return Ledger(self.origin, self.keys, tuple(self.checkpoints), entries, tuple(self.forks), name)

    def proven(self, number: int) -> Entry:
        path = merkle.inclusion(number, len(self.entries), self._node)
        return replace(self.entries[number], proof=tuple(path))

    def growth(self, note: str) -> tuple[bytes, ...]:
        old = notes.Checkpoint.parse(notes.text_of(note))
        return tuple(merkle.consistency(old.size, len(self.entries), self._node))

    def _node(self, level: int, index: int) -> bytes:
        return merkle.root(self.hashes[index << level : (index + 1) << level])


def entry(number: int, kind: str, at: datetime, facts: Mapping[str, Any], salt: bytes) -> Entry:
    return Entry(number, kind, at, dict(facts), salt, payload_hash(canonical(facts), salt))


def sofa_shop() -> Book:
    """The sofa of DOMAIN §1 as a ledger: told, ordered, told again, promised, come. An entry an hour."""
    book = Book()
    book.record("policy.published", at=MONDAY, by="staff:1", policy="window", words={"en": wording().sha256})
    book.record("policy.told", at=MONDAY + HOUR, by="staff:2", subject="disclosure:1", words=wording().sha256)
    book.record(
        "promise.made", at=MONDAY + 2 * HOUR, by="staff:2", subject="promise:7", words="Thursday 8–12"
    )
    book.publish(MONDAY + 2 * HOUR)
    book.record(
        "policy.told", at=MONDAY + 3 * HOUR, by="staff:2", subject="disclosure:2", words=wording().sha256
    )
    book.record("order.placed", at=MONDAY + 4 * HOUR, by="customer:3", subject="order:9", total=129900)
    book.publish(MONDAY + 4 * HOUR)
    book.record("promise.kept", at=MONDAY + 72 * HOUR, by="staff:4", subject="promise:7", because="in time")
    book.record("rating.given", at=MONDAY + 73 * HOUR, by="customer:3", subject="rating:1", stars=1)
    return book
