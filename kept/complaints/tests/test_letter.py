"""The letter: six parts, at most 150 words, calm, always with one concrete alternative, in two languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from kept.complaints import casefile, letter
from kept.complaints.fields import CLAIM_KINDS
from kept.complaints.letter import Letter
from kept.complaints.letter_words import FORBIDDEN, WORDS, Language
from kept.complaints.rules.kinds import BY_DOMAIN
from kept.complaints.tests.sofa import Tree, case, gym, on, sofa

BY = datetime(2026, 3, 12, 17, tzinfo=UTC)
ABSENT = {"kind": "record_absent", "record": "x " * 500, "promise": "p1", "should_exist": False}
CASES = [
    ("kept and told", sofa()),
    ("late", sofa(facts=[{"kind": "arrival", "promise": "p1", "at": on(5, 13)}])),
    ("not told", sofa(disclosures=[])),
    ("no record", sofa(facts=[])),
    ("nobody's record", sofa(facts=[ABSENT])),
    ("nothing to find", sofa(complaint__claims=[{"kind": "product.worn"}])),
    (
        "a damaged sofa and nothing promised",
        sofa(facts=[{"kind": "damage"}], complaint__claims=[{"kind": "delivery.damaged"}]),
    ),
    ("a rule broken", gym(facts__3={"kind": "offer_shown", "at": on(5, 10, 1)})),
    ("rude words", sofa(complaint__claims=[{"kind": "conduct.rude"}])),
    ("a rating", sofa(complaint__claims=[], complaint__about=["p1"])),
    (
        "everything at once",
        sofa(
            complaint__claims=[
                {"kind": kind, "about": ["p1"], "relies_on": ["window"]} for kind in CLAIM_KINDS
            ]
        ),
    ),
    (
        "everything at once, late",
        sofa(
            facts=[{"kind": "arrival", "promise": "p1", "at": on(5, 13)}],
            complaint__claims=[{"kind": kind, "about": ["p1"]} for kind in CLAIM_KINDS],
        ),
    ),
    *[(kind, sofa(complaint__claims__0__kind=kind, disclosures=[])) for kind in CLAIM_KINDS],
]


def written(tree: Tree, language: Language = "en") -> Letter:
    return letter.write(case(tree), casefile.judge(case(tree)), language=language, by=BY)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("tree", [row[1] for row in CASES], ids=[row[0] for row in CASES])
def test_every_letter_has_six_parts_few_words_and_an_alternative(tree: Tree, language: Language) -> None:
    found = written(tree, language)

    assert [part.title for part in found.parts] == list(WORDS[language].titles)
    assert all(line.strip() for part in found.parts for line in part.lines)
    assert all(part.lines for part in found.parts)
    assert found.length <= 150
    assert any(each in found.text for each in WORDS[language].alternatives.values())
    assert "12 Mar 2026" in found.text or "12.3.2026" in found.text
    assert "{" not in found.text
    assert "!" not in found.text


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_letter_says_a_forbidden_phrase_even_when_the_customer_did(language: Language) -> None:
    angry = "Policy is policy, you failed, as clearly stated, you should have known"

    for _name, tree in CASES:
        tree["complaint"]["text"] = angry
        said = written(tree, language).text.casefold()
        assert not any(phrase in said for phrase in FORBIDDEN)


def test_the_records_are_dated_and_each_can_be_opened() -> None:
    looked = written(sofa()).parts[1]

    assert looked.lines[-1] == "5 Mar 2026, 11:40: arrival"
    assert looked.refs[-1] == "facts[0]"
    assert len(looked.refs) == len(looked.lines)


def test_what_was_said_in_the_store_or_nobody_wrote_down_how_was_spoken() -> None:
    named = written(sofa(disclosures__2__medium="in the store")).parts[1]
    unnamed = written(sofa(disclosures__2__medium=...)).parts[1]

    assert named.lines == unnamed.lines == written(sofa()).parts[1].lines


def test_the_tellings_that_decided_have_room_before_those_that_changed_nothing() -> None:
    looked = written(sofa()).parts[1]

    # Told at the purchase by word of mouth and on the invoice, and again at the scheduling: the first spoken
    # one is not needed for "properly told", the other two are.
    assert looked.refs == ("disclosures[1]", "disclosures[2]", "promises[p1]", "facts[0]")


def test_a_letter_says_what_was_promised_and_when_the_truck_came() -> None:
    late = written(sofa(facts=[{"kind": "arrival", "promise": "p1", "at": on(5, 13)}]))

    assert (
        "We promised the delivery, 5 Mar 2026, 08:00–12:00; it was not kept (5 Mar 2026, 13:00)." in late.text
    )
    assert "By 12 Mar 2026 you receive a credit on your account." in late.text


def test_what_we_do_by_the_midnight_after_a_day_we_do_by_that_day() -> None:
    late = case(sofa(facts=[{"kind": "arrival", "promise": "p1", "at": on(5, 13)}]))

    midnight = datetime.fromisoformat("2026-03-13T00:00:00-04:00")
    found = letter.write(late, casefile.judge(late), by=midnight)

    assert "By 12 Mar 2026 you receive a credit on your account." in found.text
    assert "Answer once by 12 Mar 2026" in found.text


def test_both_languages_have_a_word_for_every_claim_kind() -> None:
    for words in WORDS.values():
        assert set(words.claims) == set(CLAIM_KINDS)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_longest_words_of_a_letter_still_fit(language: Language) -> None:
    words = WORDS[language]

    def longest(texts: Iterable[str], count: int = 1) -> int:
        return sum(sorted((len(text.split()) for text in texts), reverse=True)[:count])

    moments = 2 * 4  # day, month, year and hour, of what was promised and of what came
    parts = [
        longest(words.titles, 6),
        longest([words.told_us]) + longest(words.claims.values()) + 3,
        longest([words.nothing_dated]),
        longest(words.found.values()),
        longest(words.why.values(), 2) + longest(words.promised.values()) + moments,
        longest([words.remedy]) + 3 + longest([r.words[language] for rs in BY_DOMAIN.values() for r in rs]),
        longest([words.alternative, words.offer]) + longest(words.alternatives.values()),
        longest([words.disagree]) + 3,
    ]

    assert sum(parts) <= 150


def test_a_missing_record_is_named_in_the_language_of_the_letter() -> None:
    absent = {"kind": "record_absent", "record": "transcript", "should_exist": True}
    tree = sofa(facts=[absent], promises=[], complaint__claims=[{"kind": "conduct.rude"}])

    assert "Missing: transcript." in written(tree).text
    assert "Es fehlt: Gesprächsprotokoll." in written(tree, "de").text
