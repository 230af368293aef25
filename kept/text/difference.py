"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

PIECE = re.compile(r"\s+|[\w’'.,:–-]*\w|[^\w\s]")


class How(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Words that stayed, came, or went."""

    how: How
    words: str


def differences(old: str, new: str) -> list[Piece]:
    """The new text with what went and what came, in reading order; empty pieces are left out."""
    return list(_pieces(PIECE.findall(old), PIECE.findall(new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            yield Piece(How.SAME, "".join(new[c:d]))
            continue
        if a < b:
            yield Piece(How.REMOVED, "".join(old[a:b]))
        if c < d:
            yield Piece(How.ADDED, "".join(new[c:d]))
