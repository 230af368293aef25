"""Lists of words and patterns, kept as text beside the code that reads them: a file for each language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HEAD = re.compile(r"\[(?P<class>= )?(?P<name>[^\]]+)\]")


@dataclass(frozen=True)
class Lists:
    """``classes`` of words that patterns name, each as one alternation; ``lists`` of lines by name."""

    classes: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]


def read_lists(path: Path) -> Lists:
    """Read ``[= name]`` classes and ``[name]`` lists; ``#`` begins a line that only explains.

    Raises ValueError for a line that stands in no list.
    """
    found: dict[tuple[bool, str], list[str]] = {}
    lines: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if head := HEAD.fullmatch(line):
            lines = found.setdefault((bool(head["class"]), head["name"]), [])
        elif line and not line.startswith("#"):
            if lines is None:
                raise ValueError(f"{path.name}:{number}: this line stands in no list")
            lines.append(line)
    return Lists(
        {name: "|".join(lines) for (is_class, name), lines in found.items() if is_class},
        {name: tuple(lines) for (is_class, name), lines in found.items() if not is_class},
    )
