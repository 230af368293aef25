"""How a pattern of words is written, and how it is looked for.

``sofa|couch`` one of these words · ``scratch*`` words that begin so · ``{late}`` a class of words of the
language · ``..`` up to six words of the same clause · ``a$`` at the end of a clause ·
``a + b`` both in one sentence, in any order ·
``a + @b`` the first, in a text that says the second anywhere · ``a - b`` the first, in a sentence without the
second. What else stands in it is a regular expression on plain words; umlauts may be written as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kept.text.saying.words import CLAUSE, SENTENCE, plain

GAP = rf"(?: [^ {CLAUSE}{SENTENCE}]+){{0,6}}?"
CLASS = re.compile(r"\{([a-z_]+)\}")
END = rf"(?= [{CLAUSE}{SENTENCE}])"
NAMED_DEEP = 4  # classes may name classes, not for ever


@dataclass(frozen=True)
class Pattern:
    """What must stand in a sentence, what anywhere in the text, and what must not stand in the sentence."""

    parts: tuple[re.Pattern[str], ...]
    anywhere: tuple[re.Pattern[str], ...] = ()
    without: tuple[re.Pattern[str], ...] = ()


def patterns(lines: Iterable[str], classes: Mapping[str, str]) -> tuple[Pattern, ...]:
    """The patterns of these lines. Raises KeyError for a class that the language lacks."""
    return tuple(pattern(line, classes) for line in lines)


def pattern(line: str, classes: Mapping[str, str]) -> Pattern:
    wanted, *unwanted = line.strip().split(" - ")
    parts = wanted.split(" + ")
    return Pattern(
        _all(classes, (part for part in parts if not part.startswith("@"))),
        _all(classes, (part[1:] for part in parts if part.startswith("@"))),
        _all(classes, unwanted),
    )


def _all(classes: Mapping[str, str], parts: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(_compiled(_named(part, classes)) for part in parts)


def _named(part: str, classes: Mapping[str, str]) -> str:
    """The part with the words of its classes in place of their names."""
    for _ in range(NAMED_DEEP):
        part = CLASS.sub(lambda found: f"(?:{' '.join(classes[found[1]].split())})", part)
    return part.strip().removesuffix(" ..")


@cache
def _compiled(part: str) -> re.Pattern[str]:
    source = plain(part).replace("*", "[^ ]*").replace(" .. ", f"{GAP} ").replace("$", END)
    return re.compile(f"(?<= )(?:{source})(?= )")
