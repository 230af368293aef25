"""Policies to begin with: plain enough for everybody, in both languages, and true to their terms."""

from __future__ import annotations

import re

import pytest

from kept.base.money import Money
from kept.policies.rules import TermKind
from kept.policies.starters import ORDER, starter, starters
from kept.policies.terms import Window
from kept.text import markdown, reading

BOTH = [(key, language) for key in ORDER for language in ("en", "de")]


@pytest.mark.parametrize(("key", "language"), BOTH)
def test_a_starter_is_read_with_ease(key: str, language: str) -> None:
    text = starter(key, "EUR").texts[language]

    read = reading.read(markdown.to_plain(text.words), language)

    assert read.is_plain, read
    assert read.words < 200


@pytest.mark.parametrize(("key", "language"), BOTH)
def test_every_sum_of_a_money_term_stands_in_its_words(key: str, language: str) -> None:
    found = starter(key, "EUR")
    words = found.texts[language].words

    named = set(re.findall(r"{(\w+)}", words))

    assert named == set(found.sums)
    for term in found.terms:
        figures = [
            value for name, value in term.facts.items() if name in ("hours", "days", "months", "percent")
        ]
        assert [figure for figure in figures if str(figure) not in words] == [], term


@pytest.mark.parametrize(("key", "language"), BOTH)
def test_a_starter_claims_no_law(key: str, language: str) -> None:
    words = starter(key, "EUR").texts[language].words.lower()

    assert not re.search(r"complian|legal|law|gesetz|konform|§", words)


@pytest.mark.parametrize(("key", "language"), BOTH)
def test_its_question_has_one_right_answer(key: str, language: str) -> None:
    text = starter(key, "EUR").texts[language]

    assert 2 <= len(set(text.answers)) == len(text.answers) <= 4
    assert text.right in range(len(text.answers))
    assert text.right == starter(key, "EUR").texts["en"].right


def test_sums_stand_in_the_currency_of_the_place() -> None:
    assert starter("furniture_delivery", "JPY").sums["late_credit"] == Money(3000, "JPY")
    assert starter("furniture_delivery", "USD").sums["late_credit"] == Money(3000, "USD")


def test_what_is_told_on_signing_names_what_leaving_costs() -> None:
    for found in starters("EUR"):
        money = {term.key for term in found.terms if term.kind == TermKind.MONEY}
        assert ("signing" in found.occasions) == ("fee" in money)
        assert ("scheduling" in found.occasions) == any(isinstance(term, Window) for term in found.terms)


def test_an_unknown_starter_is_none() -> None:
    with pytest.raises(KeyError):
        starter("../terms", "EUR")
