"""Every letter that can be drafted: all kinds, all verdicts, both languages, with and without a remedy."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import product

import pytest

from kept.complaints import casefile, letter
from kept.complaints.actions.writing import LetterBlames, refuse_unsendable
from kept.complaints.fields import CLAIM_KINDS
from kept.complaints.letter import Letter
from kept.complaints.letter_words import FORBIDDEN, WORDS, Language
from kept.complaints.rules.answers import Answer, ClaimAnswer, Favours, ProposedRemedy, Verdict
from kept.complaints.rules.kinds import Remedy, usual_remedies
from kept.complaints.tests.sofa import Tree, case, gym, on, sofa
from kept.text import reading

BY = datetime(2026, 3, 12, 17, tzinfo=UTC)
LANGUAGES: tuple[Language, ...] = ("en", "de")
FOUND: list[tuple[Verdict | None, Favours | None]] = [
    (Verdict.RULE_BREACH, None),
    (Verdict.SERVICE_FAILURE, None),
    (Verdict.NO_EVIDENCE, "customer"),
    (Verdict.NO_EVIDENCE, "nobody"),
    (Verdict.NOT_TOLD, None),
    (Verdict.CONDUCT, None),
    (Verdict.EXPECTATION_GAP, None),
    (Verdict.CLOSED_WITHOUT_FINDING, None),
    (None, None),
]
PROMISED = Remedy("promised", {"en": "30.00 USD back", "de": "30,00 EUR zurück"})
EASIEST: dict[Language, int] = {"en": 60, "de": 50}  # Flesch; Amstad's scale for German


def records() -> dict[str, Tree]:
    """The records behind a letter: kept, broken, missing, none at all, an exit, everything at once."""
    kinds = [{"kind": kind, "about": ["p1"], "relies_on": ["window"]} for kind in CLAIM_KINDS]
    return {
        "kept": sofa(),
        "late": sofa(facts=[{"kind": "arrival", "promise": "p1", "at": on(5, 13)}]),
        "missing": sofa(facts=[], disclosures=[]),
        "nothing": sofa(facts=[], disclosures=[], promises=[], complaint__claims=[{"kind": "product.worn"}]),
        "an exit": gym(facts__3={"kind": "offer_shown", "at": on(5, 10, 1), "what": "x " * 200}),
        "all claims": sofa(complaint__claims=kinds),
    }


@cache
def drafts(language: Language) -> list[tuple[str, Letter]]:
    """Every draft with a name that says which it is."""
    found = []
    for what, tree in records().items():
        here = case(tree)
        judged = casefile.judge(here)
        for kind, (verdict, favours), remedy in product(CLAIM_KINDS, FOUND, ("none", "usual", "promised")):
            answer = _decided(judged, kind, verdict, favours, remedy)
            written = letter.write(here, answer, language=language, by=BY)
            found.append((f"{what} {kind} {verdict} {favours} {remedy}", written))
    return found


def _decided(
    answer: Answer, kind: str, verdict: Verdict | None, favours: Favours | None, remedy: str
) -> Answer:
    """What a person may make of it: any verdict on the first claim, and any remedy."""
    first = answer.claims[0]
    told = ClaimAnswer(kind, verdict, first.reasons, first.missing, favours)  # type: ignore[arg-type]  # a kind of the list
    usual = tuple(ProposedRemedy(0, each) for each in usual_remedies(told.kind))
    remedies = {"none": (), "usual": usual, "promised": (ProposedRemedy(0, PROMISED),)}[remedy]
    return replace(answer, claims=(told, *answer.claims[1:]), remedies=remedies, needs_person=verdict is None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_draft_keeps_the_form(language: Language) -> None:
    words = WORDS[language]

    for name, written in drafts(language):
        said = " ".join(written.text.casefold().split())
        assert [part.title for part in written.parts] == list(words.titles), name
        assert all(part.lines and all(line.strip() for line in part.lines) for part in written.parts), name
        assert written.length <= 150, name
        assert not any(phrase in said for phrase in FORBIDDEN), name
        assert "!" not in said, name
        assert "{" not in said, name
        assert sum(each.casefold() in said for each in words.alternatives.values()) == 1, name
        assert written.parts[-1].lines[0].count("12") == 1, name  # its day to answer by


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_draft_is_read_with_ease(language: Language) -> None:
    """The sentences alone, since titles and dates are short; and the whole text, as the desk shows it."""
    for name, written in drafts(language):
        assert (reading.read(written.sentences, language).ease or 0) >= EASIEST[language], name
        assert (reading.read(written.text, language).ease or 0) >= EASIEST[language], name


@pytest.mark.parametrize("phrase", FORBIDDEN)
def test_no_letter_leaves_with_a_forbidden_phrase(phrase: str) -> None:
    text = f"Dear Ms Feldman,\n{phrase[:3].upper()}{phrase[3:].replace(' ', chr(10))} it is."

    with pytest.raises(LetterBlames):
        refuse_unsendable(text)
