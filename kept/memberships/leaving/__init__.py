"""Whether somebody asks to leave: the words decide, not the button pressed (DOMAIN §7)."""

from __future__ import annotations

import re
from functools import cache
from math import prod
from pathlib import Path

from kept.text import saying
from kept.text.folding import fold
from kept.text.saying import Language, Pattern, weighing

HERE = Path(__file__).parent
SPEAKS_OF_IT = re.compile(
    r"\b(cancel\w*|quit(ting)?|leave|leaving|terminat\w+|(end|stop|get out of) (my|the|this|our)"
    r"|kue?ndig(e|en|t|st|ung\w*)|(hore?|hoere?) auf|beende\w*|austret\w*|austritt)\b"
)
NOT_OF_US_NOW = frozenset({"supposed", "elsewhere"})
PLAINLY, ALONE, NOT_SO = "plainly", "alone", "not so"  # the lists of a language
ASKS = "leave"
LIKELY, LIKELY_PLAINLY = 0.25, 0.1  # from this chance on somebody asks; where a sentence plainly does
HINTS = 3  # sentences that may speak for it together: "My late wife was no. 1143. Please close it."
MOST_ALONE = 3  # words of a message that is nothing but an asking


def asks_to_leave(words: str) -> bool:
    """Whether these words ask, now and for the writer, for a membership or contract to end.

    Asking counts however it is put: please cancel, I'm leaving, don't renew, stop charging me. No asking
    is: to cancel a delivery, an order or an appointment, "never again", a question about fee or notice, to
    think about it, somebody else's contract, an asking of the past that is only told about.
    """
    read = sentences(words)
    if any(NOT_SO in each.found for each in read):
        return False
    if any(PLAINLY in each.found and chance(each) >= LIKELY_PLAINLY for each in read):
        return True
    if 1 - prod(1 - each for each in sorted(map(chance, read))[-HINTS:]) >= LIKELY:
        return True
    return sum(len(each.words) for each in read) <= MOST_ALONE and any(ALONE in each.found for each in read)


def sentences(words: str, contexts: frozenset[str] = NOT_OF_US_NOW) -> list[weighing.Sentence]:
    """The sentences as they are weighed, without what these contexts take out."""
    return weighing.sentences(words, _classes, _patterns, contexts)


def chance(sentence: weighing.Sentence) -> float:
    """How likely (0 to 1) this sentence asks."""
    return weights().chances(sentence).get(ASKS, 0)


@cache
def weights() -> weighing.Weights:
    return weighing.read(HERE / "weights.npz", (ASKS,))


def speaks_of_leaving(words: str) -> bool:
    """Whether they ask, or so much as speak of it.

    For the *first* asking in an exchange in which a person has found one: too many words take a date back,
    in the customer's favour (DOMAIN §8), and nothing is ever turned away by it.
    """
    return SPEAKS_OF_IT.search(fold(words)) is not None or asks_to_leave(words)


@cache
def _classes(language: Language) -> tuple[tuple[str, Pattern], ...]:
    return language.classes(_lists(language))


@cache
def _patterns(language: Language) -> tuple[tuple[str, Pattern], ...]:
    lists = _lists(language)
    return tuple((name, each) for name in (PLAINLY, ALONE, NOT_SO) for each in language.patterns(name, lists))


@cache
def _lists(language: Language) -> saying.Lists:
    return saying.read_lists(HERE / f"{language.name}.txt")
