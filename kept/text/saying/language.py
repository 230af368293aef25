"""What must be known of a language to read what somebody says in it: a module of words each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kept.text.saying.patterns import Pattern, patterns
from kept.text.saying.words import plain, shortened


@dataclass(frozen=True, eq=False)
class Language:
    """One language: ``little`` words that show it, ``classes`` of words that patterns name, and contexts.

    Contexts are patterns whose words do not count as said of us now: ``denied`` takes out its own words
    ("not late at all"), ``supposed`` its clause from there on ("if you are late"), ``elsewhere`` its
    sentence and what follows until we are spoken of again ("my last gym …", until ``here``), ``asked`` a
    sentence from there on, unless it is a ``reproach``, ``settled`` the sentence and what came before it.
    ``typed`` are words worth recognising with one slip; ``right`` those that only look like a slip.
    """

    code: str
    little: str
    classes: Mapping[str, str]
    denied: str = ""
    supposed: str = ""
    elsewhere: str = ""
    here: str = ""
    asked: str = ""
    reproach: str = ""
    settled: str = ""
    typed: str = ""
    right: str = ""

    def patterns(self, written: str) -> tuple[Pattern, ...]:
        return patterns(written, self.classes)

    @cached_property
    def contexts(self) -> Mapping[str, tuple[Pattern, ...]]:
        named = ("denied", "supposed", "elsewhere", "here", "asked", "reproach", "settled")
        return {name: self.patterns(getattr(self, name)) for name in named}

    @cached_property
    def little_words(self) -> frozenset[str]:
        return frozenset(plain(self.little).split())

    @cached_property
    def slips(self) -> Mapping[str, str]:
        """Every way to lose one letter of a word worth recognising, and the word."""
        meant = plain(self.typed).split()
        return {short: word for word in meant for short in (word, *shortened(word))}

    @cached_property
    def spelled_right(self) -> frozenset[str]:
        return frozenset((*plain(self.right).split(), *plain(self.typed).split()))
