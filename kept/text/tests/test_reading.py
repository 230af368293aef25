"""How easily words are read, after Flesch and Amstad."""

from __future__ import annotations

import pytest

from kept.text.reading import read, syllables

PLAIN = "You can leave when you like. The first one you reach does it. We ask for no reason."
HEAVY = (
    "Notwithstanding anything to the contrary contained herein, cancellation entitlements are conditional "
    "upon administrative verification of outstanding contractual obligations."
)


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("window", "en", 2),
        ("deliver", "en", 3),
        ("time", "en", 1),
        ("table", "en", 2),
        ("asked", "en", 1),
        ("wanted", "en", 2),
        ("minutes", "en", 2),
        ("the", "en", 1),
        ("Zeitfenster", "de", 3),
        ("zurück", "de", 2),
        ("Bauer", "de", 2),
        ("Sie", "de", 1),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, language: str, count: int) -> None:
    assert syllables(word, language) == count


def test_short_words_in_short_sentences_are_read_with_ease() -> None:
    easy, hard = read(PLAIN, "en"), read(HEAVY, "en")

    assert (easy.words, easy.sentences) == (18, 3)
    assert easy.is_plain
    assert hard.ease == 0
    assert not hard.is_plain


def test_german_is_measured_by_its_own_scale() -> None:
    easy = read("Sie wählen das Zeitfenster. Wir kommen darin.", "de")

    # 7 words in 2 sentences, 12 syllables: 180 - 3.5 - 58.5 x 12 / 7
    assert easy.ease == round(180 - 3.5 - 58.5 * 12 / 7)


def test_a_language_without_a_scale_has_no_figure() -> None:
    assert read("Vous choisissez la fenêtre.", "fr").ease is None
    assert read("", "en").ease is None
