"""What the ledger signs: checkpoints (C2SP tlog-checkpoint), handovers of its key, notices of a fork."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from kept.ledger.rules.signing import (
    Foreign,
    Malformed,
    NotSigned,
    Signer,
    Vkey,
    check_name,
    from_base64,
    has_controls,
    opened,
    signed,
    text_of,
    to_base64,
)

__all__ = [
    "Checkpoint",
    "Foreign",
    "Fork",
    "Handover",
    "Malformed",
    "NotSigned",
    "Signer",
    "Tree",
    "Vkey",
    "from_base64",
    "handover",
    "opened",
    "signed",
    "text_of",
    "to_base64",
]

LARGEST_SIZE = 2**53 - 1  # leaves; what every reader of JSON can count to


@dataclass(frozen=True)
class Checkpoint:
    """The ledger of ``origin`` at one size: everything in it is bound by ``root``. Ends on a full second.

    ``at`` is rounded up to the second, so that "not later than" stays true. Raises Malformed for values
    that cannot be.
    """

    origin: str
    size: int
    root: bytes
    at: datetime

    def __post_init__(self) -> None:
        check_name(self.origin)
        _check_tree(self.size, self.root)
        object.__setattr__(self, "at", _up_to_the_second(self.at))

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\ntime {write_time(self.at)}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``text()`` wrote. Raises Malformed for anything else."""
        lines = _lines(text, 4)
        return cls(lines[0], read_size(lines[1]), from_base64(lines[2]), _read_time(lines[3], "time "))


@dataclass(frozen=True)
class Handover:
    """One key passes the ledger on to the next; the note is signed by both."""

    origin: str
    old: Vkey
    new: Vkey
    at: datetime

    def __post_init__(self) -> None:
        check_name(self.origin)
        object.__setattr__(self, "at", _up_to_the_second(self.at))

    def text(self) -> str:
        return f"{self.origin}\nhandover\nfrom {self.old}\nto {self.new}\ntime {write_time(self.at)}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        lines = _lines(text, 5)
        _expect(lines[1], "handover")
        old, new = (
            Vkey.parse(_after(line, word)) for line, word in zip(lines[2:4], ("from ", "to "), strict=True)
        )
        return cls(lines[0], old, new, _read_time(lines[4], "time "))


def handover(origin: str, old: Signer, new: Signer, at: datetime) -> str:
    """The note by which ``old`` passes the ledger on to ``new``, signed by both."""
    return signed(Handover(origin, old.key, new.key, at).text(), old, new)


@dataclass(frozen=True)
class Tree:
    """How large a tree was, its root, and when that was published."""

    size: int
    root: bytes
    at: datetime | None = None

    def __post_init__(self) -> None:
        _check_tree(self.size, self.root)
        if self.at is not None:
            object.__setattr__(self, "at", _up_to_the_second(self.at))


@dataclass(frozen=True)
class Fork:
    """A backup was restored: what was published after it is lost (``lost``), and we go on from ``kept``."""

    origin: str
    lost: Tree
    kept: Tree
    at: datetime
    because: str

    def __post_init__(self) -> None:
        check_name(self.origin)
        if self.lost.at is None:
            raise Malformed("a fork notice says when the lost checkpoint was published")
        if self.kept.size > self.lost.size:
            raise Malformed("a restored ledger is not larger than the lost one")
        if not self.because.strip() or has_controls(self.because):
            raise Malformed("a fork notice says why in one line")
        object.__setattr__(self, "at", _up_to_the_second(self.at))

    def text(self) -> str:
        lost = f"{self.lost.size} {to_base64(self.lost.root)} {write_time(self.lost.at or self.at)}"
        kept = f"{self.kept.size} {to_base64(self.kept.root)}"
        return (
            f"{self.origin}\nfork\nlost {lost}\nkept {kept}\n"
            f"time {write_time(self.at)}\nbecause {self.because}\n"
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        lines = _lines(text, 6)
        _expect(lines[1], "fork")
        lost, kept = _after(lines[2], "lost ").split(" "), _after(lines[3], "kept ").split(" ")
        if len(lost) != 3 or len(kept) != 2:
            raise Malformed("a fork notice names what was lost and what was kept")
        return cls(
            lines[0],
            Tree(read_size(lost[0]), from_base64(lost[1]), _read_time(lost[2], "")),
            Tree(read_size(kept[0]), from_base64(kept[1])),
            _read_time(lines[4], "time "),
            _after(lines[5], "because "),
        )


def write_time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_size(text: str) -> int:
    """A number of leaves, as a checkpoint writes it. Raises Malformed."""
    if not re.fullmatch(r"0|[1-9][0-9]{0,15}", text):
        raise Malformed("the size is not a whole number")
    return int(text)


def _check_tree(size: int, root: bytes) -> None:
    if not 0 <= size <= LARGEST_SIZE:
        raise Malformed("the size is out of range")
    if len(root) != 32:
        raise Malformed("a root has 32 bytes")


def _lines(text: str, count: int) -> list[str]:
    lines = text.split("\n")
    if lines.pop() or len(lines) != count or not all(lines):
        raise Malformed(f"the text should have {count} lines")
    return lines


def _expect(line: str, word: str) -> None:
    if line != word:
        raise Malformed(f"the second line should be {word!r}")


def _after(line: str, word: str) -> str:
    if not line.startswith(word):
        raise Malformed(f"a line should begin with {word.strip()!r}")
    return line.removeprefix(word)


def _read_time(line: str, word: str) -> datetime:
    written = _after(line, word)
    if not re.fullmatch(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", written):
        raise Malformed("a time is written like 2026-11-21T10:00:00Z")
    try:
        return datetime.strptime(written, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Malformed("the time is on no calendar") from None


def _up_to_the_second(at: datetime) -> datetime:
    utc = at.astimezone(UTC)
    return utc if not utc.microsecond else utc.replace(microsecond=0) + timedelta(seconds=1)
