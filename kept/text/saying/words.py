"""A text's sentences and words: as they stand, and as they are looked for however they were typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kept.text.folding import fold
from kept.text.replies import own_words

MOST_READ = 20_000  # characters; nobody's complaint begins after ten pages
MOST_WORDS = 45  # a longer sentence has no full stops left: it is parted where "and" or "but" stand
LONGEST_WORD = 40
SHORTEST_TYPED = 5  # in a shorter word one slip makes another word
WRAPPED = 60  # a line this long goes on in the next
CLAUSE, SENTENCE, TAKEN_OUT = ";", "/", "_"

ENDS = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|\n")
ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:\w|mr|mrs|ms|dr|st|no|nr|tel|approx|ca|bzw|std|min|evtl|ggf|inkl|vgl|usw|hr|fr|str"
    r"|z\.\s?b|d\.\s?h|u\.\s?a|a\.m|p\.m|e\.g|i\.e|kd|betr|bzgl|wg|lt|mitgl|kdg|kdn|rg|re|gesundheitl|bestät|lief|etc|bspw|gem|vereinb|tägl|mtl|wks|appt|compl|ref|\d{1,2}|\d{1,2}\.\d{1,2})\.$",
    re.IGNORECASE,
)
ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s")
PARTS = re.compile(r"\b(?:and|but|then|so|und|aber|dann)\b", re.IGNORECASE)
TOKEN = re.compile(r"[^\s]+")
BROKEN_UP = re.compile(r"[-_/+&|<>\\]+|(?<=\d)(?=[a-z€$£])|(?<=[€$£])(?=\d)")
CURRENCY = str.maketrans({"€": "eur", "$": "usd", "£": "gbp"})
QUOTES = re.compile(r"['’‘`´ʼ]")
UMLAUTS = re.compile(r"([aou])e")
EDGES = '.,;:!?…()[]{}"“”„«»<>*#=~^'
CLAUSE_ENDS = (",", ";", ":", "(", ")", "–", "—", "-", "...", "…")


@dataclass(frozen=True)
class Word:
    """A word as it is looked for, and where in the text it stands."""

    plain: str
    start: int
    end: int


def plain(text: str) -> str:
    """Without case, accents and apostrophes; umlauts alike however typed: ``"Früher"``, ``"frueher"``."""
    return UMLAUTS.sub(r"\1", fold(QUOTES.sub("", text)))


def own(text: str) -> str:
    """The writer's own words, of what is read at all: the first 20,000 characters."""
    return own_words(text[:MOST_READ])


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends. A note's line is one, a list's item too; a wrapped line is not."""
    borders = [0, *(at for at in _borders(text)), len(text)]
    found: list[tuple[int, int]] = []
    for start, end in pairwise(borders):
        start, end = _trimmed(text, start, end)
        if start < end:
            found.extend(_parted(text, start, end))
    return found


def words(text: str, start: int, end: int) -> Iterator[Word]:
    """The words of one sentence, with a mark where a clause ends, and one at its end."""
    for token in TOKEN.finditer(text, start, end):
        written = token.group()
        bare = plain(written.strip(EDGES)[:LONGEST_WORD]).strip(EDGES + "'")
        if written[0] in "(–—":
            yield Word(CLAUSE, token.start(), token.start())
        for part in BROKEN_UP.split(bare):
            if part := part.translate(CURRENCY).strip(EDGES):
                yield Word(part.replace(";", ""), token.start(), token.end())
        if written.endswith(CLAUSE_ENDS):
            yield Word(CLAUSE, token.end(), token.end())
    yield Word(SENTENCE, end, end)


def spelled(word: str, known: Mapping[str, str], right: Collection[str]) -> str:
    """The word that was meant: one letter too many, too few, another or swapped, in a word we look for."""
    if len(word) < SHORTEST_TYPED or word in right:
        return word
    if word in known:
        return known[word]
    return next((known[short] for short in shortened(word) if short in known), word)


def shortened(word: str) -> Iterator[str]:
    """Each form with one letter less, but the first and last: two words one slip apart share one."""
    return (word[:at] + word[at + 1 :] for at in range(1, len(word) - 1))


def _borders(text: str) -> Iterator[int]:
    for end in ENDS.finditer(text):
        if end.group() == "\n":
            if _line_ends(text, end.start()):
                yield end.end()
        elif not (end.group() == "." and ABBREVIATED.search(text, max(end.start() - 8, 0), end.end())):
            yield end.end()


def _line_ends(text: str, at: int) -> bool:
    """Whether the line break there ends what is said, and does not only wrap it."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    beyond = text[at + 1 : at + 80].split("\n", 1)[0]
    return len(line) < WRAPPED or not beyond.strip() or ITEM.match(beyond) is not None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _parted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence; one without any stops, in parts that a person would have set stops between."""
    count, begun = 0, start
    tokens = list(TOKEN.finditer(text, start, end))
    for token in tokens if len(tokens) > MOST_WORDS else ():
        count += 1
        if count > MOST_WORDS // 2 and (PARTS.fullmatch(token.group()) or count > MOST_WORDS):
            yield _trimmed(text, begun, token.start())
            count, begun = 1, token.start()
    yield begun, end
