"""What must be known of a language to read what somebody says in it: a file of words each.

A new language is two files beside ``english.txt`` and ``english_alike.txt``, a line in ``LANGUAGES``, and one
file in each folder that reads by them (``complaints/hearing``, ``memberships/leaving``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kept.text.saying.alike import Alike, read_alike
from kept.text.saying.lists import Lists, read_lists
from kept.text.saying.patterns import Pattern, pattern, patterns
from kept.text.saying.words import plain, shortened

HERE = Path(__file__).parent


@dataclass(frozen=True, eq=False)
class Language:
    """One language: ``little`` words that show it, ``classes`` of words that patterns name, and contexts.

    Contexts are patterns whose words do not count as said of us now: ``denied`` takes out its own words
    ("not late at all"), ``supposed`` its clause from there on ("if you are late"), ``elsewhere`` its
    sentence and what follows until we are spoken of again ("my last gym …", until ``here``), ``asked`` a
    sentence from there on, unless it is a ``reproach``, ``settled`` the sentence and what came before it.
    ``typed`` are words worth recognising with one slip; ``right`` those that only look like a slip.
    ``otherwise`` holds what dialects and chats write for a word: "nicht = ned nöd".
    """

    code: str
    name: str

    @cached_property
    def words(self) -> Lists:
        return read_lists(HERE / f"{self.name}.txt")

    def patterns(self, name: str, lists: Lists | None = None) -> tuple[Pattern, ...]:
        """The patterns of a list of this language, or of lists that build on its classes."""
        lists = lists or self.words
        return patterns(lists.lists.get(name, ()), {**self.words.classes, **lists.classes})

    def classes(self, lists: Lists) -> tuple[tuple[str, Pattern], ...]:
        """The classes of words of this language and of these lists, each as a pattern under its name."""
        known = {**self.words.classes, **lists.classes}
        return tuple((name, pattern(f"{{{name}}}", known)) for name in sorted(known))

    @cached_property
    def contexts(self) -> Mapping[str, tuple[Pattern, ...]]:
        named = ("denied", "supposed", "elsewhere", "here", "asked", "reproach", "settled")
        return {name: self.patterns(name) for name in named}

    @cached_property
    def alike(self) -> Alike:
        return read_alike(HERE / f"{self.name}_alike.txt")

    @cached_property
    def little_words(self) -> frozenset[str]:
        return frozenset(self._plain("little"))

    @cached_property
    def slips(self) -> Mapping[str, str]:
        """Every way to lose one letter of a word worth recognising, and the word."""
        return {short: word for word in self._plain("typed") for short in (word, *shortened(word))}

    @cached_property
    def otherwise(self) -> Mapping[str, str]:
        """How dialects and chats write a word, and the word."""
        parted = (line.split(" = ") for line in self.words.lists["otherwise"])
        return {plain(form): plain(word) for word, forms in parted for form in forms.split()}

    @cached_property
    def spelled_right(self) -> frozenset[str]:
        return frozenset(self._plain("right") + self._plain("typed"))

    def _plain(self, name: str) -> list[str]:
        return plain(" ".join(self.words.lists[name])).split()


LANGUAGES = (Language("en", "english"), Language("de", "german"))
