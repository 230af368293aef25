"""Words that mean alike: what a word shares with others, under names that are the same in every language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kept.text.saying.lists import read_lists
from kept.text.saying.words import plain

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Alike:
    """The names of each whole word, and of each beginning of one."""

    words: Mapping[str, frozenset[str]]
    beginnings: Mapping[str, frozenset[str]]

    def names(self, word: str) -> frozenset[str]:
        """What this word shares with others: ``"sofa"`` is furniture and a thing; nothing for most words."""
        begun = (self.beginnings.get(word[:length], NOTHING) for length in range(2, len(word) + 1))
        return self.words.get(word, NOTHING).union(*begun)


def read_alike(path: Path) -> Alike:
    """Read ``[name]`` lists of words; ``scratch*`` stands for every word that begins so."""
    words: dict[str, set[str]] = {}
    beginnings: dict[str, set[str]] = {}
    for name, lines in read_lists(path).lists.items():
        for word in _words(lines):
            named = beginnings if word.endswith("*") else words
            named.setdefault(plain(word.removesuffix("*")), set()).add(name)
    return Alike(_frozen(words), _frozen(beginnings))


def _words(lines: Iterable[str]) -> Iterable[str]:
    return (word for line in lines for word in line.split())


def _frozen(named: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {word: frozenset(names) for word, names in named.items()}
