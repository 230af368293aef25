"""What changed between two texts, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kept.text.difference import How, differences


def test_a_changed_figure_is_one_word_gone_and_one_come() -> None:
    found = differences("It costs 49.00 USD, once.", "It costs 59.00 USD, once.")

    assert [(piece.how, piece.words) for piece in found] == [
        (How.SAME, "It costs "),
        (How.REMOVED, "49.00"),
        (How.ADDED, "59.00"),
        (How.SAME, " USD, once."),
    ]


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_from_the_difference(old: str, new: str) -> None:
    found = differences(old, new)

    assert "".join(piece.words for piece in found if piece.how != How.REMOVED) == new
    assert "".join(piece.words for piece in found if piece.how != How.ADDED) == old
