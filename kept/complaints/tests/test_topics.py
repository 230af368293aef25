"""What words are about, in two languages: only which record comes first rests on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.complaints.topics import OF_TERMS, Topic, topics
from kept.policies import terms


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("Where is your truck? It is past four o'clock.", {Topic.WINDOW}),
        ("Wann kommt endlich mein Liefertermin?", {Topic.WINDOW}),
        ("Why should I pay a cancellation fee?", {Topic.FEE, Topic.LEAVING}),
        ("Ich will meine Mitgliedschaft kündigen.", {Topic.LEAVING}),
        ("I was promised a refund.", {Topic.REFUND}),
        ("Wann bekomme ich die Gutschrift?", {Topic.REFUND}),
        ("The table arrived scratched", {Topic.WINDOW, Topic.DAMAGE}),
        ("Der Schrank ist beschädigt", {Topic.DAMAGE}),
        ("My contract renewed by itself", {Topic.RENEWAL}),
        ("Das wurde zweimal abgebucht", {Topic.BILL}),
        ("Nobody called me back", {Topic.ANSWER}),
        ("Hello, it is me again.", set()),
        ("", set()),
        ("YOU IDIOTS!!!", set()),
    ],
)
def test_words_name_their_topics(words: str, about: set[Topic]) -> None:
    assert topics(words) == about


@given(st.text())
def test_being_loud_changes_no_topic(words: str) -> None:
    assert topics(f"{words} truck") >= {Topic.WINDOW}
    assert topics("WHERE IS MY TRUCK, YOU FOOLS!!!") == topics("where is my truck, you fools")


def test_every_kind_of_term_is_about_something() -> None:
    assert terms.KINDS.keys() <= OF_TERMS.keys()


def test_a_very_long_text_is_read_at_once() -> None:
    assert topics("a" * 2_000_000 + " truck") == frozenset()
