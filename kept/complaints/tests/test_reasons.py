"""Reasons in German: every form has its German, whatever the case, and English stays as it is."""

from __future__ import annotations

import ast
import string
from pathlib import Path

from hypothesis import given, settings

from kept.complaints.reasons import GERMAN, in_language
from kept.complaints.tests.any_case import cases
from kept.complaints.tests.sofa import Tree, judged, on, sofa
from kept.text.sentences import Moment, Sentence, say, word

KEPT = Path(__file__).parents[2]
SPEAK = (
    *sorted((KEPT / "complaints" / "rules").glob("*.py")),
    KEPT / "policies" / "rules.py",
    KEPT / "promises" / "rules.py",
    KEPT / "promises" / "owed.py",
)


def forms_in_the_code() -> set[str]:
    """Every text of a rule that is a form: with places in it, or said as it stands."""
    found: set[str] = set()
    for path in SPEAK:
        tree = ast.parse(path.read_text())
        joined = {
            id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                found |= {str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)}
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in joined:
                found |= {node.value} if _places(node.value) else set()
    return found


def _places(text: str) -> set[str]:
    try:
        parts = string.Formatter().parse(text)
        return {name for _text, name, _spec, _conversion in parts if name and name.isidentifier()}
    except ValueError:
        return set()


def test_every_form_that_a_rule_says_has_its_german_with_the_same_places() -> None:
    forms = forms_in_the_code()

    assert len(forms) > 50
    assert forms - set(GERMAN) == set()
    assert {form for form in forms if _places(GERMAN[form]) != _places(form)} == set()


@given(cases())
@settings(max_examples=200, deadline=None)
def test_whatever_the_case_its_reasons_can_be_said_in_german(tree: Tree) -> None:
    answer = judged(tree)

    said = [reason.words for claim in answer.claims for reason in claim.reasons]
    said += [standing.because for standing in answer.standings]
    for words in said:
        assert isinstance(words, Sentence)
        german = in_language(words, "de")
        assert german != words
        assert german.endswith(".")
        assert not set(german.split()) & {"the", "The", "We", "and", "promised", "not"}


def test_a_late_truck_is_said_in_german_with_german_dates() -> None:
    late = {"kind": "arrival", "promise": "p1", "at": on(5, 13, 30)}

    (claim,) = judged(sofa(facts=[late])).claims

    assert in_language(claim.reasons[0].words, "de") == (
        "Versprochen war die Lieferung zwischen Do 5.3.2026, 08:00 und 12:00; "
        "wir kamen am Do 5.3.2026, 13:30: 90 Minuten zu spät."
    )
    assert in_language(claim.reasons[0].words, "fr") == claim.reasons[0].words


def test_half_hours_have_a_german_comma() -> None:
    assert in_language(say("{n:.4g} hours", n=2.5), "de") == "2,5 Stunden"


def test_words_of_somebody_else_are_never_read_as_a_form() -> None:
    hostile = word("{at.__class__} {0} %s")

    found = say(
        "The record that would decide this ({record}) is missing, and we should have kept it.", record=hostile
    )

    assert "{at.__class__} {0} %s" in found
    assert "{at.__class__} {0} %s" in in_language(found, "de")


def test_a_moment_is_said_to_the_second_where_it_has_seconds() -> None:
    (claim,) = judged(sofa(facts=[{"kind": "arrival", "promise": "p1", "at": on(5, 12, 0, 1)}])).claims

    values = claim.reasons[0].words.values  # type: ignore[attr-defined]  # the judge's words are sentences
    assert isinstance(values["at"], Moment)
    assert in_language(claim.reasons[0].words, "de").endswith("12:00:01: 0,01667 Minuten zu spät.")
