"""How easily words are read: counted words, sentences and syllables, and the figure made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SENTENCE = re.compile(r"[.!?…:]+(?=\s|$)|\n+")
ENGLISH, GERMAN = "en", "de"
VOWELS = {ENGLISH: re.compile(r"[aeiouy]+"), GERMAN: re.compile(r"[aeiouyäöü]+")}
# Two vowels that a German says as one; any others that meet are parted: "The-a-ter", "bau-en".
GERMAN_PAIRS = re.compile(r"aa|ee|oo|ie|ei|ai|au|äu|eu|ey|ay|ui|[aeiouyäöü]")


@dataclass(frozen=True)
class Reading:
    """What was counted. ``ease`` is about 0 (hard) to 100 (easy); None for no words or another language."""

    words: int
    sentences: int
    ease: int | None

    @property
    def is_plain(self) -> bool:
        """60 and more is "standard" on Flesch's scale, read with ease at 13 to 15 years of age."""
        return self.ease is None or self.ease >= 60


def read(text: str, language: str) -> Reading:
    """Count the words of a text without marks, and how easily they are read.

    English: Flesch, "A new readability yardstick", J. Appl. Psychol. 32 (1948):
    206.835 - 1.015 x words a sentence - 84.6 x syllables a word. German: Amstad, "Wie verständlich sind
    unsere Zeitungen?" (Zürich 1978): 180 - words a sentence - 58.5 x syllables a word.
    """
    words = WORD.findall(text)
    sentences = sum(bool(WORD.search(part)) for part in SENTENCE.split(text))
    if not words or language not in VOWELS:
        return Reading(len(words), sentences, None)
    length = len(words) / sentences
    weight = sum(syllables(word, language) for word in words) / len(words)
    ease = 206.835 - 1.015 * length - 84.6 * weight if language == ENGLISH else 180 - length - 58.5 * weight
    return Reading(len(words), sentences, round(max(0, min(100, ease))))


def syllables(word: str, language: str) -> int:
    """Vowels that are spoken together count once; an English e at the end is mostly silent."""
    word = word.lower()
    if language == GERMAN:
        return max(1, len(GERMAN_PAIRS.findall(word)))
    count = len(VOWELS[ENGLISH].findall(word))
    if re.search(r"[^aeiouyl]e$|[^aeioudt]ed$|[^aeiouscxzgh]es$", word):
        count -= 1
    return max(1, count)
