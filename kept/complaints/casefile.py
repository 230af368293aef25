"""A case as a file (DOMAIN §10): read with errors that name the path, written back, and judged."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from kept.complaints.case import Case
from kept.complaints.fields import short
from kept.complaints.rules.answers import Answer
from kept.complaints.rules.judging import judge

__all__ = ["LARGEST", "Answer", "Case", "CaseFlaw", "Reading", "judge", "read", "write"]

LARGEST = 16 * 1024 * 1024  # bytes; far above any real case, far below what would fill the memory
DEEPEST = 50  # levels
_PATH = re.compile(r"[\w.\[\]]+")


class CaseFlaw(ValueError):  # noqa: N818  # a flaw of the file, named as people name it
    """The file is no case: ``path`` names where ("complaint.claims[0].kind"), ``words`` say what is wrong."""

    def __init__(self, path: str, words: str) -> None:
        super().__init__(f"{path}: {words}" if path else words)
        self.path = path
        self.words = words


@dataclass(frozen=True)
class Reading:
    """A case, and the paths of the fields that nobody knows, which are kept in it."""

    case: Case
    unknown: tuple[str, ...] = ()


class _Twice(dict[str, Any]):
    """A JSON object in which a name stands twice; ``name`` says which."""

    name = ""


def read(content: bytes | str) -> Reading:
    """Read a case. Raises CaseFlaw for anything that is none."""
    tree = _parse(_text(content))
    if not isinstance(tree, dict):
        raise CaseFlaw("", "a case is a JSON object")
    for path, words in _impossible(tree, "", 0):
        raise CaseFlaw(path, words)
    try:
        case = Case.model_validate(_without_nulls(tree))
    except ValidationError as error:
        raise _flaw(error) from None
    return Reading(case, tuple(_unknown(case, "")))


def write(case: Case) -> str:
    """The case as the text of a file; ``read`` gives the same case back."""
    tree = case.model_dump(mode="json", by_alias=True, exclude_none=True)
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"


def _text(content: bytes | str) -> str:
    if len(content) > LARGEST:
        raise CaseFlaw("", f"the file is larger than {LARGEST // 1024 // 1024} MiB, which no case is")
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseFlaw("", f"the file is not UTF-8 text (at byte {error.start})") from None


def _parse(text: str) -> Any:
    if not text.strip():
        raise CaseFlaw("", "the file is empty")
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise CaseFlaw("", f"the file is not JSON, or not all of it: {error.msg} at {where}") from None
    except RecursionError:
        raise CaseFlaw("", f"the file is nested deeper than {DEEPEST} levels") from None
    except ValueError:
        raise CaseFlaw("", "the file holds a number with thousands of digits") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = _Twice(found)
    names = [name for name, _ in pairs]
    twice.name = next(name for name in names if names.count(name) > 1)
    return twice


def _impossible(tree: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    """What JSON readers let pass and no case may hold: names that stand twice, NaN, half characters."""
    if depth > DEEPEST:
        yield path, f"is nested deeper than {DEEPEST} levels"
    elif isinstance(tree, dict):
        if isinstance(tree, _Twice):
            yield _join(path, tree.name), "stands twice in the same object"
        for name, value in tree.items():
            yield from _impossible(value, _join(path, name), depth + 1)
    elif isinstance(tree, list):
        for at, value in enumerate(tree):
            yield from _impossible(value, f"{path}[{at}]", depth + 1)
    elif isinstance(tree, float) and not math.isfinite(tree):
        yield path, f"{tree} is no number"
    elif isinstance(tree, str) and not tree.isascii() and any("\ud800" <= char <= "\udfff" for char in tree):
        yield path, "holds half of a surrogate pair, which is no character"


def _without_nulls(tree: Any) -> Any:
    """Unknown facts are left out; null says the same."""
    if isinstance(tree, dict):
        return {name: _without_nulls(value) for name, value in tree.items() if value is not None}
    if isinstance(tree, list):
        return [_without_nulls(value) for value in tree]
    return tree


def _flaw(error: ValidationError) -> CaseFlaw:
    """The first thing that is wrong, with the path as the file writes it."""
    first = error.errors(include_url=False)[0]
    path = ""
    for step in first["loc"]:
        path = f"{path}[{step}]" if isinstance(step, int) else _join(path, step)
    words = _words(first["type"], first["msg"], first.get("ctx", {}), first["input"])
    inner, colon, rest = words.partition(": ")
    if colon and _PATH.fullmatch(inner):  # a check over several fields names the rest of the path itself
        return CaseFlaw(_join(path, inner), rest)
    return CaseFlaw(path, words)


def _words(kind: str, message: str, context: dict[str, Any], value: object) -> str:
    plain = {
        "missing": "is missing",
        "int_type": "is no whole number",
        "int_parsing_size": "is too large a number",
        "bool_type": "is neither true nor false",
        "string_type": "is no text",
        "string_too_short": "is empty",
        "tuple_type": "is no list",
        "model_type": "is no object",
        "string_pattern_mismatch": "is no currency (three capital letters, ISO 4217)",
    }
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    if kind == "literal_error":
        return f"{short(value)} is none of {context['expected']}"
    if kind == "greater_than_equal":
        return f"{short(value)} is less than {context['ge']}"
    if kind == "less_than_equal":
        return f"{short(value)} is more than {context['le']}, which no amount is"
    if kind == "too_long":
        return f"holds more than {context['max_length']} entries, which no case does"
    if kind in plain:
        return plain[kind]
    return message[:1].lower() + message[1:]


def _unknown(part: BaseModel, path: str) -> Iterator[str]:
    """The paths of fields that no part of a case has."""
    for name in part.model_extra or {}:
        yield _join(path, name)
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            yield from _unknown(value, _join(path, name))
        elif isinstance(value, tuple):
            for at, each in enumerate(value):
                if isinstance(each, BaseModel):
                    yield from _unknown(each, f"{_join(path, name)}[{at}]")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
