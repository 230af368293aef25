"""Whether somebody asks to leave: the words decide, not the button pressed (DOMAIN §7). English and German."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from kept.text import saying
from kept.text.folding import fold
from kept.text.saying import Language, Pattern, Said

HERE = Path(__file__).parent
SPEAKS_OF_IT = re.compile(
    r"\b(cancel\w*|quit(ting)?|leave|leaving|terminat\w+|(end|stop|get out of) (my|the|this|our)"
    r"|kue?ndig(e|en|t|st|ung\w*)|(hore?|hoere?) auf|beende\w*|austret\w*|austritt)\b"
)
NOT_OF_US_NOW = frozenset({"supposed", "elsewhere"})
MOST_ALONE = 4  # words, with the marks between them


def asks_to_leave(words: str) -> bool:
    """Whether these words ask, now and for the writer, for a membership or contract to end.

    Asking counts however it is put: please cancel, I'm leaving, don't renew, stop charging me. No asking
    is: to cancel a delivery, an order or an appointment, "never again", a question about fee or notice, to
    think about it, somebody else's contract, an asking of the past that is only told about.
    """
    read = saying.read(words)
    return any(_asks(saying.asserted(said, language, NOT_OF_US_NOW), language) for language, said in read)


def speaks_of_leaving(words: str) -> bool:
    """Whether they ask, or so much as speak of it.

    For the *first* asking in an exchange in which a person has found one: too many words take a date back,
    in the customer's favour (DOMAIN §8), and nothing is ever turned away by it.
    """
    return SPEAKS_OF_IT.search(fold(words)) is not None or asks_to_leave(words)


def _asks(said: Said, language: Language) -> bool:
    if _stands(said, language, "not so"):
        return False
    short = len(said.words) <= MOST_ALONE
    return _stands(said, language, "plainly") or (short and _stands(said, language, "alone"))


def _stands(said: Said, language: Language, name: str) -> bool:
    return any(next(said.find(each), None) for each in _patterns(language, name))


@cache
def _patterns(language: Language, name: str) -> tuple[Pattern, ...]:
    return language.patterns(name, saying.read_lists(HERE / f"{language.name}.txt"))
