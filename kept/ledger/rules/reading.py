"""The files that prove, read without trust: receipts, bundles, whole ledgers, witness files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import IO

from kept.ledger.rules import SALT_BYTES, merkle, notes, signing
from kept.ledger.rules.proofs import (
    BUNDLE,
    LEDGER,
    RECEIPT,
    Earlier,
    Entry,
    File,
    Key,
    Ledger,
    Receipt,
    Words,
    write_instant,
)
from kept.ledger.rules.strict import Spot, Unreadable, parse

__all__ = ["Unreadable", "opened", "read", "witnessed"]

LARGEST = 16 * 1024 * 1024  # bytes of a receipt, a bundle, a line of the ledger
LARGEST_LIST = 256 * 1024 * 1024  # bytes of a witness file
MOST_KEYS, MOST_FORKS, MOST_EARLIER = 1_000, 100, 1_000  # more would only keep whoever verifies waiting


def read(raw: bytes, name: str = "") -> Receipt:
    """A receipt or a bundle from its file. Raises Unreadable for anything else."""
    return _receipt(parse(raw, LARGEST), name)


def opened(stream: IO[bytes], name: str = "") -> Receipt | Ledger:
    """Whatever proves: a receipt, a bundle, or a whole ledger, whose entries are read as they are asked for.

    Raises Unreadable, for an entry of a ledger when it is its turn.
    """
    first = stream.readline(LARGEST + 1)
    if not _begins_a_ledger(first):
        return read(first + stream.read(LARGEST + 1), name)
    at = parse(first, LARGEST).fields("kept", "origin", "keys", "forks", "checkpoints")
    return Ledger(
        origin=at["origin"].read(_origin),
        keys=_keys(at["keys"]),
        forks=_forks(at["forks"]),
        checkpoints=tuple(each.text() for each in at["checkpoints"].items()),
        entries=_entries(stream),
        name=name,
    )


def witnessed(raw: bytes) -> list[str]:
    """The notes of a witness file, one after the other, with or without empty lines between them.

    Raises Unreadable.
    """
    if len(raw) > LARGEST_LIST:
        raise Unreadable("", f"it is larger than {LARGEST_LIST // 1024} KiB, which no such file is")
    try:
        lines = raw.decode().split("\n")
    except UnicodeDecodeError as error:
        raise Unreadable("", f"it is not UTF-8 text (at byte {error.start})") from None
    found: list[str] = []
    text: list[str] = []
    for line in lines:
        if not line.startswith("\N{EM DASH} "):
            text.append(line)
        elif any(text):
            found.append("\n".join(text).strip("\n") + f"\n\n{line}\n")
            text = []
        elif found:
            found[-1] += f"{line}\n"
    if any(text):
        raise Unreadable(f"note {len(found) + 1}", "has no signature")
    return found


def _receipt(file: Spot, name: str) -> Receipt:
    kind = Spot(file.object().get("kept"), "kept").text()
    if kind not in (RECEIPT, BUNDLE):
        raise Unreadable("kept", f"should be {RECEIPT} or {BUNDLE}")
    more = ("case", "files") if kind == BUNDLE else ()
    at = file.fields(
        "kept", "origin", "keys", "forks", "checkpoint", "entries", "words", *more,
        optional=("earlier", "timestamp"),
    )  # fmt: skip
    entries = at["entries"].items()
    if not entries:
        raise Unreadable("entries", "is empty: there is nothing to prove")
    return Receipt(
        origin=at["origin"].read(_origin),
        keys=_keys(at["keys"]),
        checkpoint=at["checkpoint"].text(),
        entries=tuple(_entry(each, proven=True) for each in entries),
        words=tuple(_words(each) for each in at["words"].items()),
        forks=_forks(at["forks"]),
        earlier=tuple(map(_earlier, _at_most(MOST_EARLIER, at["earlier"]))) if "earlier" in at else (),
        timestamp=at["timestamp"].read(notes.from_base64) if "timestamp" in at else None,
        case=at["case"].object() if more and at["case"].value is not None else None,
        files=tuple(_file(each) for each in at["files"].items()) if more else (),
        name=name,
    )


def _begins_a_ledger(line: bytes) -> bool:
    """A ledger's first line is a whole object; a receipt's is not, or says that it is a receipt."""
    return line.rstrip().endswith(b"}") and f'"kept":"{LEDGER}"'.encode() in line.replace(b" ", b"")


def _entries(stream: IO[bytes]) -> Iterator[Entry]:
    for place, line in enumerate(iter(lambda: stream.readline(LARGEST + 1), b"")):
        try:
            yield _entry(parse(line, LARGEST), proven=False)
        except Unreadable as flaw:
            raise Unreadable(
                f"line {place + 2}" + (f", {flaw.path}" if flaw.path else ""), flaw.words
            ) from None


def _entry(spot: Spot, *, proven: bool) -> Entry:
    more = ("proof",) if proven else ()
    at = spot.fields("number", "kind", "at", "payload", "salt", "hash", *more)
    at["hash"].hex(32)
    if (at["payload"].value is None) != (at["salt"].value is None):
        raise Unreadable(at["salt"].path, "stands with the payload or not at all")
    return Entry(
        number=at["number"].number(),
        kind=at["kind"].text(),
        at=at["at"].read(_instant),
        payload=None if at["payload"].value is None else at["payload"].object(),
        salt=None if at["salt"].value is None else at["salt"].hex(SALT_BYTES),
        hash=at["hash"].text(),
        proof=_hashes(at["proof"]) if proven else (),
    )


def _keys(spot: Spot) -> tuple[Key, ...]:
    keys = [each.fields("vkey", "handover") for each in _at_most(MOST_KEYS, spot)]
    if not keys:
        raise Unreadable(spot.path, "is empty: nobody signed this")
    for at in keys:
        at["vkey"].read(notes.Vkey.parse)
    return tuple(Key(at["vkey"].text(), at["handover"].text()) for at in keys)


def _forks(spot: Spot) -> tuple[str, ...]:
    return tuple(each.text() for each in _at_most(MOST_FORKS, spot))


def _at_most(most: int, spot: Spot) -> list[Spot]:
    if len(found := spot.items()) > most:
        raise Unreadable(spot.path, f"should be at most {most}")
    return found


def _words(spot: Spot) -> Words:
    at = spot.fields("policy", "version", "language", "title", "words", "sha256")
    at["sha256"].hex(32)
    text = {name: at[name].text() for name in ("policy", "language", "title", "words", "sha256")}
    return Words(version=at["version"].number(), **text)


def _file(spot: Spot) -> File:
    at = spot.fields("name", "sha256")
    at["sha256"].hex(32)
    return File(at["name"].text(), at["sha256"].text())


def _earlier(spot: Spot) -> Earlier:
    at = spot.fields("checkpoint", "consistency")
    return Earlier(at["checkpoint"].text(), _hashes(at["consistency"]))


def _hashes(spot: Spot) -> tuple[bytes, ...]:
    found = tuple(each.read(notes.from_base64) for each in spot.items())
    if len(found) > 64 or any(len(each) != merkle.HASH_BYTES for each in found):
        raise Unreadable(spot.path, "should be at most 64 hashes of 32 bytes")
    return found


def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text) if text[:1] in ("1", "2") else None  # no calendar ends in between
    if read is None or read.tzinfo is None or write_instant(read) != text:
        raise ValueError("should be an instant like 2026-11-21T10:00:00+00:00")
    return read


def _origin(text: str) -> str:
    signing.check_name(text)
    return text
