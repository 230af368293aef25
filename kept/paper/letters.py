"""What of a text can be printed: a letter that our typefaces lack stands as its number, never as a box."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from kept.paper import fonts

# What chooses a picture's style, a file's byte order or a neighbour's direction is nothing to read: left out.
SILENT = re.compile("[\u061c\u200e\u200f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
UNSEEN = ("Cc", "Co", "Cs", "Cn")  # controls, private letters, lone surrogates, no letters at all
TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
LONGEST_WORD = 40  # letters without a place to break; longer ones are broken
LONGEST_NUMBER = 22  # the same for what is not all letters: it may stand in the narrowest column
PIECE = 10
BREAK = "\N{ZERO WIDTH SPACE}"
LONG = re.compile(rf"\S{{{LONGEST_NUMBER + 1},}}")


def printable(text: str) -> str:
    """``"Emma 山田\\x07"`` → ``"Emma [U+5C71 U+7530 U+0007]"``: as it is read, without what cannot be drawn.

    Also marked so: controls, private letters, lone surrogates, the signs that turn the direction of reading
    (an amount must not be told backwards), and an accent that no typeface has together with its letter.
    Lines stay lines.
    """
    text = _plain(text)
    return text if _is_drawable(text) else "".join(_marked(text))


def breakable(text: str) -> str:
    """With places to break in words past reason, which would run off the paper."""
    return LONG.sub(lambda word: _in_pieces(word[0]), text) if len(text) > LONGEST_NUMBER else text


def is_printable(text: str) -> bool:
    """Whether every letter can be drawn."""
    text = _plain(text)
    return _is_drawable(text) or "".join(_marked(text)) == text


def texts(value: Any, place: str = "paper") -> Iterator[tuple[str, str]]:
    """Each text inside dicts and lists, after its place: ``("paper.customer.name", "Emma")``."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{place}.{number}")


def set_in_type(value: Any, *, exact: Sequence[str], whole: bool = False) -> Any:
    """The same dicts and lists, every text ``printable``, and ``breakable`` unless under an ``exact`` key."""
    if isinstance(value, str):
        return printable(value) if whole else breakable(printable(value))
    if isinstance(value, dict):
        return {
            key: set_in_type(inner, exact=exact, whole=whole or key in exact) for key, inner in value.items()
        }
    if isinstance(value, list):
        return [set_in_type(inner, exact=exact, whole=whole) for inner in value]
    return value


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\t", " ")
    return text if text.isascii() else SILENT.sub("", unicodedata.normalize("NFC", text))


@cache
def _faces() -> tuple[frozenset[str], ...]:
    """The letters of each typeface that may be drawn."""
    return tuple(
        frozenset(
            letter
            for letter in map(chr, face)
            if unicodedata.category(letter) not in UNSEEN and unicodedata.bidirectional(letter) not in TURNING
        )
        | {"\n"}
        for face in fonts.faces()
    )


def _is_drawable(text: str) -> bool:
    """Whether the first typeface has it all, without accents apart: most texts are told so at once."""
    return set(text) <= _faces()[0] and not any(map(_is_accent, text))


def _marked(text: str) -> Iterator[str]:
    """A letter and the accents on it come from one typeface; ``able`` are those that have it all so far.

    An accent without a letter before it, at the start or after a line's end, is one that cannot be drawn.
    """
    missing: list[str] = []
    able: tuple[frozenset[str], ...] = ()
    for letter in text:
        fitting = tuple(face for face in (able if _is_accent(letter) else _faces()) if letter in face)
        if fitting:
            yield from _numbers(missing)
            missing, able = [], () if letter == "\n" else fitting
            yield letter
        else:
            missing.append(f"U+{ord(letter):04X}")
            able = _faces()  # of the bracket that follows
    yield from _numbers(missing)


def _is_accent(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M"


def _numbers(missing: list[str]) -> Iterator[str]:
    if missing:
        yield f"[{' '.join(missing)}]"


def _in_pieces(word: str) -> str:
    if word.isalpha() and len(word) <= LONGEST_WORD:
        return word
    if word.startswith(("https://", "http://")):  # the typesetter knows where an address may break
        return word
    pieces = [""]
    for letter in word:
        if len(pieces[-1]) >= PIECE and not _is_accent(letter):
            pieces.append("")
        pieces[-1] += letter
    return BREAK.join(pieces)
