"""Our mark in reply addresses is ours alone."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from kept.conversations import tokens


def test_the_mark_is_read_from_an_address_and_from_a_message_id() -> None:
    address = tokens.reply_address(12, "desk@hollis.example")

    assert tokens.read(address) == 12
    assert tokens.read(address.upper()) == 12
    assert tokens.read(f"<{tokens.token(12)}.8f2c@hollis.example>") == 12
    assert len(tokens.reply_address(10**12, "desk@hollis.example").partition("@")[0]) <= 64


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "c12",
        "c12-aaaaaaaaaaaaaaaa",
        "c0-aaaaaaaaaaaaaaaa",
        "c12-",
        "c99999999999999999999-aaaaaaaaaaaaaaaa",
    ],
)
def test_a_forged_mark_is_none(forged: str) -> None:
    assert tokens.read(f"desk+{forged}@hollis.example") is None


def test_the_mark_of_one_conversation_does_not_open_another() -> None:
    assert tokens.read(tokens.token(12).replace("c12-", "c13-")) is None


def test_a_mark_made_with_the_key_before_this_one_still_counts(settings: Settings) -> None:
    mark = tokens.token(12)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-another-key-another-key-another-key-another"

    assert tokens.read(mark) == 12
