"""Pure thanks open nothing; a question wrapped in thanks does."""

from __future__ import annotations

import pytest

from kept.text.thanks import is_pure_thanks


@pytest.mark.parametrize(
    "words",
    [
        "Thanks",
        "Thank you so much for your help",
        "Great, thank you very much. Have a nice day",
        "Vielen Dank und liebe Grüße\nAda Moreau",
        "Thanks Ben",
    ],
)
def test_pure_thanks_are_recognised(words: str) -> None:
    assert is_pure_thanks(words, names=["Ada Moreau", "Ben"])


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Hello",
        "Thanks for nothing",
        "Thanks, but the sofa is still broken",
        "Thanks. Cancel",
        "Thank you. When do you come?",
        "Danke, aber ich komme nicht",
        "Thanks 9:00",
        "Thanks https://x.example",
        "Not ok, thanks",
        "thanks " * 50,
    ],
)
def test_anything_more_than_thanks_is_not_pure(words: str) -> None:
    assert not is_pure_thanks(words, names=["Ada Moreau"])
