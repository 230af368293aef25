"""What of a text can be printed: a letter that our typefaces lack stands as its number, never as a box."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from kept.paper import fonts

# Marks that choose a picture's style or a file's byte order, and are nothing to read: left out.
SILENT = re.compile("[\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
UNSEEN = ("Cc", "Co", "Cs", "Cn")  # controls, private letters, lone surrogates, no letters at all
TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
LONGEST_WORD = 40  # letters without a place to break; longer ones are broken
PIECE = 20
BREAK = "\N{ZERO WIDTH SPACE}"


def printable(text: str) -> str:
    """``"Emma 山田\\x07"`` → ``"Emma [U+5C71 U+7530 U+0007]"``: as it is read, without what cannot be drawn.

    Also marked so: controls, private letters, lone surrogates, and the signs that turn the direction of
    reading (an amount must not be told backwards). Lines stay lines; words past reason get places to break.
    """
    text = _plain(text)
    if not set(text) <= _drawable():
        text = "".join(_marked(text))
    return _breakable(text) if len(text) > LONGEST_WORD else text


def is_printable(text: str) -> bool:
    """Whether every letter can be drawn."""
    return set(_plain(text)) <= _drawable()


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


def set_in_type(value: Any) -> Any:
    """The same dicts and lists with every text as ``printable`` has it."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: set_in_type(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [set_in_type(inner) for inner in value]
    return value


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\t", " ")
    return text if text.isascii() else SILENT.sub("", unicodedata.normalize("NFC", text))


@cache
def _drawable() -> frozenset[str]:
    held = map(chr, fonts.letters())
    return frozenset(
        letter
        for letter in held
        if unicodedata.category(letter) not in UNSEEN and unicodedata.bidirectional(letter) not in TURNING
    ) | {"\n"}


def _marked(text: str) -> Iterator[str]:
    missing: list[str] = []
    for letter in text:
        if letter in _drawable():
            yield from _numbers(missing)
            missing = []
            yield letter
        else:
            missing.append(f"U+{ord(letter):04X}")
    yield from _numbers(missing)


def _numbers(missing: list[str]) -> Iterator[str]:
    if missing:
        yield f"[{' '.join(missing)}]"


def _breakable(text: str) -> str:
    return re.sub(rf"\S{{{LONGEST_WORD},}}", lambda word: _in_pieces(word[0]), text)


def _in_pieces(word: str) -> str:
    if word.startswith(("https://", "http://")):  # the typesetter knows where an address may break
        return word
    return BREAK.join(word[at : at + PIECE] for at in range(0, len(word), PIECE))
