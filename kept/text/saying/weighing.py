"""What many sentences taught: how far the words of one speak for each of some labels.

A logistic regression for each label over the words of a sentence, their parts and pairs, what they mean alike
with others (the same in every language) and beside which words and meanings, the classes of words in it, and
what patterns found. ``bench.complaints.train``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np

from kept.text.saying.language import Language
from kept.text.saying.patterns import Pattern
from kept.text.saying.said import EVERY_CONTEXT, Said, asserted, read_in_all
from kept.text.saying.words import CLAUSE, SENTENCE, TAKEN_OUT

PLACES = 1 << 18  # tokens share so many weights by their checksums
PARTS = (4, 5)  # letters of the parts of a word: they make "cancelled" and "cancelation" alike
CLASS_COUNTS, PATTERN_COUNTS, MEANING_COUNTS = 3, 4, 2  # as so many words
NEAR = 3  # words from one meaning to the next, at most, to be read together; one more over a third
MARKS = frozenset({CLAUSE, SENTENCE, TAKEN_OUT})
Looked = Sequence[tuple[str, Pattern]]  # each pattern under its name


@dataclass(frozen=True)
class Sentence:
    """One sentence as it stands in the text: its words that count and what each means alike with others,
    the classes of words in it, the cues of patterns."""

    text: str
    words: Sequence[str]
    meanings: Sequence[frozenset[str]]
    classes: Collection[str]
    found: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Weights:
    """``each``: int8 (places, labels), to be multiplied by ``scale`` (labels); ``bias``: (labels)."""

    labels: Sequence[str]
    each: np.ndarray
    scale: np.ndarray
    bias: np.ndarray

    def chances(self, sentence: Sentence) -> dict[str, float]:
        """For each label how likely (0 to 1) this sentence says it; nothing for a sentence without words."""
        return dict(zip(self.labels, likely(self._spoken(sentence)).tolist(), strict=False))

    def shares(self, sentence: Sentence) -> dict[str, float]:
        """For each label but the last, which says that any of them is said, how likely it is this one."""
        return dict(zip(self.labels, shared(self._spoken(sentence)).tolist(), strict=False))

    def _spoken(self, sentence: Sentence) -> np.ndarray:
        at = places(tokens(sentence))
        if not len(at):
            return np.zeros(0)
        spoken: np.ndarray = self.each[at].sum(0, dtype=np.int64) * self.scale / np.sqrt(len(at)) + self.bias
        return spoken

    def weightiest(self, sentence: Sentence, label: str, *, most: int = 3) -> tuple[str, ...]:
        """The words that spoke for this label most, in their order in the sentence."""
        column = self.each[:, self.labels.index(label)]
        weight = {word: int(column[places({*_of_word(word)})].sum(dtype=np.int64)) for word in sentence.words}
        chosen = sorted((word for word in weight if weight[word] > 0), key=lambda word: -weight[word])[:most]
        return tuple(sorted(chosen, key=list(sentence.words).index))


def likely(spoken: np.ndarray) -> np.ndarray:
    """From what was spoken for each label to how likely it is (0 to 1)."""
    chances: np.ndarray = 1 / (1 + np.exp(-spoken))
    return chances


def shared(spoken: np.ndarray) -> np.ndarray:
    """How likely anything is, by the last label, parted among the others by what was spoken for each."""
    if not len(spoken):
        return spoken
    of_each = np.exp(spoken[:-1] - spoken[:-1].max())
    shares: np.ndarray = likely(spoken[-1:]) * of_each / of_each.sum()
    return shares


def sentences(
    text: str,
    classes: Callable[[Language], Looked],
    patterns: Callable[[Language], Looked],
    contexts: frozenset[str] = EVERY_CONTEXT,
) -> list[Sentence]:
    """The sentences of a text, in order, without the words that these contexts take out."""
    every = [_in_one(said, language, classes, patterns, contexts) for language, said in read_in_all(text)]
    return [_together(versions) for versions in zip(*every, strict=True)]


def _in_one(
    whole: Said,
    language: Language,
    classes: Callable[[Language], Looked],
    patterns: Callable[[Language], Looked],
    contexts: frozenset[str],
) -> list[tuple[int, Sentence]]:
    """The sentences as this language reads them, each with the number of its little words."""
    said = asserted(whole, language, contexts)
    named: dict[int, set[str]] = {}
    for name, each in classes(language):
        for at in said.find(each):
            named.setdefault(at.number, set()).add(name)
    cues: dict[int, dict[str, str]] = {}
    for name, each in patterns(language):
        for at in said.find(each):
            cues.setdefault(at.number, {}).setdefault(name, at.cue)
    found = []
    for number, (begins, ends) in enumerate(said.borders):
        little = sum(whole.words[at].plain in language.little_words for at in said.range_of(number))
        words = [said.plain[at] for at in said.range_of(number) if said.plain[at] not in MARKS]
        sentence = Sentence(
            whole.text[begins:ends],
            [_numberless(word) for word in words],
            [language.alike.names(word) for word in words],
            frozenset(named.get(number, ())),
            cues.get(number, {}),
        )
        found.append((little, sentence))
    return found


def _together(versions: Sequence[tuple[int, Sentence]]) -> Sentence:
    """One sentence: words in the language whose little words prevail in it, patterns in every language."""
    most = max(little for little, _ in versions)
    read = [sentence for little, sentence in versions if little == most]
    longest = max(read, key=lambda each: len(each.words))
    alike = [each.meanings for each in read if len(each.words) == len(longest.words)]
    return Sentence(
        longest.text,
        longest.words,
        [frozenset().union(*names) for names in zip(*alike, strict=True)],
        frozenset().union(*(each.classes for each in read)),
        {name: cue for _, each in reversed(versions) for name, cue in each.found.items()},
    )


def read(path: Path, labels: Sequence[str]) -> Weights:
    """The weights of a file. Raises OSError, or ValueError for weights of another number of labels."""
    with np.load(path) as kept:
        weights = Weights(labels, kept["each"], kept["scale"], kept["bias"])
    if weights.each.shape != (PLACES, len(labels)):
        raise ValueError(f"{path.name} holds weights of another shape: teach them anew")
    return weights


def tokens(sentence: Sentence) -> set[str]:
    """What is weighed."""
    found = {token for word in sentence.words for token in _of_word(word)}
    found.update(f"2 {one} {other}" for one, other in pairwise(["", *sentence.words, ""]))
    found.update(_of_meanings(sentence))
    found.update(f"class {nth} {each}" for each in sentence.classes for nth in range(CLASS_COUNTS))
    found.update(f"pattern {nth} {each}" for each in sentence.found for nth in range(PATTERN_COUNTS))
    return found


def places(found: Collection[str]) -> np.ndarray:
    """Where the weights of these tokens stand, each place once, in order."""
    at = (crc32(each.encode()) % PLACES for each in found)
    return np.unique(np.fromiter(at, dtype=np.int64, count=len(found)))


def _of_word(word: str) -> Iterator[str]:
    yield f"1 {word}"
    whole = f"<{word}>"
    for length in PARTS:
        yield from (f"part {whole[at : at + length]}" for at in range(len(whole) - length + 1))


def _of_meanings(sentence: Sentence) -> Iterator[str]:
    """Each meaning, after and before which word it stands, and the next two meanings, where they are near."""
    words = ["", *sentence.words, ""]
    said = [(at, names) for at, names in enumerate(sentence.meanings, 1) if names]
    for nth, (at, names) in enumerate(said):
        for name in names:
            yield from (f"means {count} {name}" for count in range(MEANING_COUNTS))
            yield f"after {words[at - 1]} {name}"
            yield f"before {words[at + 1]} {name}"
        for beyond, (after, others) in enumerate(said[nth + 1 : nth + 3]):
            if after - at <= NEAR + beyond:
                yield from (f"then {beyond} {name} {other}" for name in names for other in others)


def _numberless(word: str) -> str:
    return "0" if word[:1].isdigit() else word
