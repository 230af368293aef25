"""A text as it is read: what stands in it, and what of it is said of us, as having happened."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kept.text.saying.language import LANGUAGES, Language
from kept.text.saying.patterns import Pattern
from kept.text.saying.words import CLAUSE, EDGES, SENTENCE, TAKEN_OUT, Word, own, sentences, spelled, words

EVERY_CONTEXT = frozenset({"denied", "supposed", "elsewhere", "asked", "settled"})
SURE = 4  # so many times more little words of one language: the others are not read


@dataclass(frozen=True)
class Found:
    """A pattern found: in which sentence, and the words that made it, both as they stand in the text."""

    sentence: str
    cue: str
    number: int  # of the sentence in the text
    words: frozenset[int]


@dataclass(frozen=True, eq=False)
class Said:
    """One text read in one language."""

    text: str
    borders: Sequence[tuple[int, int]]  # of the sentences
    words: Sequence[Word]
    plain: Sequence[str]  # each word spelled right; "_" for what does not count

    @cached_property
    def joined(self) -> str:
        return f" {' '.join(self.plain)} "

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 1
        for word in self.plain:
            starts.append(at)
            at += len(word) + 1
        return starts

    @cached_property
    def _numbers(self) -> list[int]:
        """For each word the number of its sentence."""
        numbers, number = [], 0
        for word in self.words:
            numbers.append(number)
            number += word.plain == SENTENCE
        return numbers

    def find(self, pattern: Pattern) -> Iterator[Found]:
        """Where it stands, once for each sentence."""
        if not all(part.search(self.joined) for part in pattern.anywhere):
            return
        hits = [self._by_sentence(part) for part in pattern.parts]
        for number in sorted(set.intersection(*(set(hit) for hit in hits))):
            if not any(number in self._by_sentence(part) for part in pattern.without):
                yield self._found(number, frozenset().union(*(hit[number] for hit in hits)))

    def positions(self, pattern: Pattern) -> Iterator[tuple[int, int]]:
        """The first and the last word of every place at which its first part stands, where all of it does."""
        held = {found.number for found in self.find(pattern)}
        for first, last in self._matches(pattern.parts[0]) if held else ():
            if self._numbers[first] in held:
                yield first, last

    def without(self, taken: Iterable[int]) -> Said:
        """The same text, where these words no longer count."""
        gone = set(taken)
        kept = [
            TAKEN_OUT if at in gone and word not in (CLAUSE, SENTENCE) else word
            for at, word in enumerate(self.plain)
        ]
        return Said(self.text, self.borders, self.words, kept)

    def sentence_of(self, at: int) -> int:
        return self._numbers[at]

    def range_of(self, number: int) -> range:
        """The words of one sentence, with the mark at its end."""
        first = bisect_right(self._numbers, number - 1)
        return range(first, bisect_right(self._numbers, number))

    def is_question(self, number: int) -> bool:
        begins, ends = self.borders[number]
        return self.text[begins:ends].rstrip(EDGES.replace("?", "")).endswith("?")

    def clause_end(self, at: int) -> int:
        """The mark that ends the clause of this word."""
        while self.words[at].plain not in (CLAUSE, SENTENCE):
            at += 1
        return at

    def _by_sentence(self, part: re.Pattern[str]) -> dict[int, frozenset[int]]:
        hits: dict[int, frozenset[int]] = {}
        for first, last in self._matches(part):
            hits.setdefault(self._numbers[first], frozenset(range(first, last + 1)))
        return hits

    def _matches(self, part: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        for match in part.finditer(self.joined):
            yield (
                bisect_right(self._starts, match.start()) - 1,
                bisect_right(self._starts, match.end() - 1) - 1,
            )

    def _found(self, number: int, marked: frozenset[int]) -> Found:
        begins, ends = self.borders[number]
        cue = self.text[min(self.words[at].start for at in marked) : max(self.words[at].end for at in marked)]
        return Found(self.text[begins:ends], " ".join(cue.split()).strip(EDGES), number, marked)


def read(text: str) -> tuple[tuple[Language, Said], ...]:
    """The text in each language that it may be written in: the one whose little words prevail, else all."""
    every = read_in_all(text)
    counts = [sum(word.plain in language.little_words for word in said.words) for language, said in every]
    most = max(counts)
    return tuple(each for each, count in zip(every, counts, strict=True) if count * SURE > most or most == 0)


def read_in_all(text: str) -> tuple[tuple[Language, Said], ...]:
    """The text read as if it were written in each language."""
    mine = own(text)
    borders = sentences(mine)
    found = [word for start, end in borders for word in words(mine, start, end)]
    return tuple(
        (language, Said(mine, borders, found, [_right(word.plain, language) for word in found]))
        for language in LANGUAGES
    )


def asserted(said: Said, language: Language, contexts: frozenset[str] = EVERY_CONTEXT) -> Said:
    """Only what is said to have happened here: without what these contexts take out."""
    steps: dict[str, Callable[[Said, Language], Iterable[int]]] = {
        "denied": _denied,
        "elsewhere": _elsewhere,
        "supposed": _supposed,
        "asked": _asked,
        "settled": _settled,
    }
    taken = [at for name, step in steps.items() if name in contexts for at in step(said, language)]
    return said.without(taken)


def _right(word: str, language: Language) -> str:
    word = language.otherwise.get(word, word)
    return spelled(word, language.slips, language.spelled_right)


def _places(said: Said, language: Language, context: str) -> Iterator[tuple[int, int]]:
    for pattern in language.contexts[context]:
        yield from said.positions(pattern)


def _denied(said: Said, language: Language) -> Iterator[int]:
    for first, last in _places(said, language, "denied"):
        yield from range(first, last + 1)


def _supposed(said: Said, language: Language) -> Iterator[int]:
    for first, last in _places(said, language, "supposed"):
        yield from range(first, said.clause_end(last))


def _asked(said: Said, language: Language) -> Iterator[int]:
    """What begins a sentence as a question does, or a clause of a sentence that ends as one."""
    reproached = {said.sentence_of(first) for first, _ in _places(said, language, "reproach")}
    for first, _ in _places(said, language, "asked"):
        number = said.sentence_of(first)
        before = SENTENCE if first == 0 else said.words[first - 1].plain
        begins = before == SENTENCE or (before == CLAUSE and said.is_question(number))
        if begins and number not in reproached:
            yield from range(first, said.range_of(number).stop)


def _elsewhere(said: Said, language: Language) -> Iterator[int]:
    """The sentences about somebody else, and those after them until we are spoken of."""
    of_others = {said.sentence_of(first): first for first, _ in _places(said, language, "elsewhere")}
    of_us = {said.sentence_of(first): first for first, _ in _places(said, language, "here")}
    away = False
    for number in range(len(said.borders)):
        if number in of_others:
            span, us = said.range_of(number), of_us.get(number, -1)
            back = said.clause_end(of_others[number]) if us > of_others[number] else span.stop
            yield from range(span.start if us < 0 or us > of_others[number] else us, back)
            away = us < of_others[number]
        elif away and number in of_us:
            away = False
        elif away:
            yield from said.range_of(number)


def _settled(said: Said, language: Language) -> Iterator[int]:
    for first, _ in _places(said, language, "settled"):
        number = said.sentence_of(first)
        yield from said.range_of(number)
        if number:
            yield from said.range_of(number - 1)
