"""JSON from a stranger: read so that it can mean one thing only, and every flaw is named by its path."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

DEEPEST = 50  # levels
LARGEST_NUMBER = 2**53 - 1  # what every reader of JSON can hold (RFC 8785 §3.1)
_HALF = re.compile("[\ud800-\udfff]")

Read = TypeVar("Read")


class Unreadable(ValueError):  # noqa: N818  # a flaw of the file, named as people name it
    """The file cannot be read: ``path`` names where ("entries[0].at"), ``words`` say what is wrong."""

    def __init__(self, path: str, words: str) -> None:
        super().__init__(f"{path}: {words}" if path else words)
        self.path = path
        self.words = words


@dataclass(frozen=True)
class Spot:
    """A value in the file and the path that leads to it. Every reading raises Unreadable with that path."""

    value: Any
    path: str = ""

    def fields(self, *needed: str, optional: tuple[str, ...] = ()) -> dict[str, Spot]:
        """The fields of an object that has all of ``needed`` and none beyond ``optional``."""
        found = self.object()
        for name in needed:
            if name not in found:
                raise Unreadable(self._under(name), "is missing")
        for name in found:
            if name not in needed and name not in optional:
                raise Unreadable(self._under(name), "is no field of this kind of file")
        return {name: Spot(value, self._under(name)) for name, value in found.items()}

    def object(self) -> Mapping[str, Any]:
        if not isinstance(self.value, dict):
            raise Unreadable(self.path, "should be an object")
        return self.value

    def items(self) -> list[Spot]:
        if not isinstance(self.value, list):
            raise Unreadable(self.path, "should be a list")
        return [Spot(value, f"{self.path}[{place}]") for place, value in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise Unreadable(self.path, "should be text")
        return self.value

    def number(self) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < 0:
            raise Unreadable(self.path, "should be a whole number, not below 0")
        return self.value

    def hex(self, size: int) -> bytes:
        """``size`` bytes, written in hex with small letters."""
        text = self.text()
        if not re.fullmatch(f"[0-9a-f]{{{size * 2}}}", text):
            raise Unreadable(self.path, f"should be {size} bytes in hex")
        return bytes.fromhex(text)

    def read(self, reader: Callable[[str], Read]) -> Read:
        """What ``reader`` makes of the text; its ValueError becomes a flaw of this spot."""
        try:
            return reader(self.text())
        except Unreadable:
            raise
        except ValueError as flaw:
            raise Unreadable(self.path, str(flaw)) from None

    def _under(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def parse(raw: bytes, largest: int) -> Spot:
    """The JSON value in these bytes: UTF-8, no name twice, no number that readers disagree about.

    Raises Unreadable.
    """
    if len(raw) > largest:
        raise Unreadable("", f"it is larger than {largest // 1024} KiB, which no such file is")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise Unreadable("", f"it is not UTF-8 text (at byte {error.start})") from None
    try:
        tree = json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Unreadable("", f"it is not JSON, or not all of it: {error.msg} at {where}") from None
    except RecursionError:
        raise Unreadable("", f"it is nested deeper than {DEEPEST} levels") from None
    except ValueError:
        raise Unreadable("", "it holds a number with thousands of digits") from None
    for path, words in _impossible(tree, "", 0):
        raise Unreadable(path, words)
    return Spot(tree)


class _Twice(dict[str, Any]):
    """A JSON object in which a name stands twice; ``name`` says which."""

    name = ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) == len(pairs):
        return read
    twice = _Twice(read)
    counts = Counter(name for name, _ in pairs)
    twice.name = next(name for name, count in counts.items() if count > 1)
    return twice


def _impossible(tree: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    """What JSON can write and different readers would read differently."""
    if depth > DEEPEST:
        yield path, f"is nested deeper than {DEEPEST} levels"
        return
    if words := _impossible_here(tree):
        yield path, words
    if isinstance(tree, _Twice):
        yield (f"{path}.{tree.name}" if path else tree.name), "stands twice"
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from _impossible(name, path, depth)
            yield from _impossible(value, f"{path}.{name}" if path else name, depth + 1)
    elif isinstance(tree, list):
        for place, value in enumerate(tree):
            yield from _impossible(value, f"{path}[{place}]", depth + 1)


def _impossible_here(tree: Any) -> str:
    if isinstance(tree, str) and _HALF.search(tree):
        return "holds half a character"
    if isinstance(tree, float) and not math.isfinite(tree):
        return "is no number that can be compared"
    if isinstance(tree, int) and abs(tree) > LARGEST_NUMBER:
        return "is a larger number than every reader can hold"
    return ""
