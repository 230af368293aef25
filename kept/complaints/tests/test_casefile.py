"""A case as a file: what it answers, what it refuses and where, what it keeps without knowing it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kept.complaints import casefile
from kept.complaints.casefile import CaseFlaw
from kept.complaints.tests.sofa import GYM, SOFA, Tree, case, gym, on, sofa


def content(tree: Tree) -> bytes:
    return json.dumps(tree).encode()


def test_the_example_of_the_domain_gets_the_answer_of_the_domain() -> None:
    found = casefile.judge(casefile.read(content(SOFA)).case).as_dict()

    expected = {
        "verdict": "expectation_gap",
        "K": 1.0,
        "k": 1,
        "r": 0.0,
        "service_gap": 0.0,
        "disclosure_gap": 0.0,
        "expectation_gap": 1.0,
        "outcome_against_expectation": "missed",
        "needs_person": False,
        "remedies": [],
    }
    assert {name: found[name] for name in expected} == expected
    claim = found["claims"][0]
    assert (claim["kind"], claim["verdict"], claim["missing"]) == ("delivery.late", "expectation_gap", [])
    assert claim["reasons"]
    assert "facts[0]" in claim["evidence"]
    assert json.loads(json.dumps(found)) == found


WINDOW = SOFA["promises"][0]
FLAWS = [
    (
        "two promises that replace each other",
        gym(promises__0__replaces="money", promises__0__end={"how": "replaced", "by": "money"}),
        "promises[0].replaces: the promise replaces itself in a circle",
    ),
    (
        "a window without its beginning",
        sofa(promises__0__from=...),
        "promises[0].from: is missing, so nobody can say how wide",
    ),
    (
        "a refund of an unknown sum",
        sofa(facts__0={"kind": "refund", "at": WINDOW["until"]}),
        "facts[0].amount: is missing, so nobody can say how much",
    ),
    ("a list without end", sofa(complaint__about=["p1"] * 2001), "complaint.about: holds more than 2000"),
    ("no complaint", sofa(complaint=...), "complaint: is missing"),
    ("no instant of the complaint", sofa(complaint__at=...), "complaint.at: is missing"),
    (
        "a claim kind of no table",
        sofa(complaint__claims__0__kind="delivery.slow"),
        "complaint.claims[0].kind: 'delivery.slow' is none of",
    ),
    ("a claim without a kind", sofa(complaint__claims__0__kind=...), "complaint.claims[0].kind: is missing"),
    ("a fact kind of no table", sofa(facts__0__kind="arival"), "facts[0].kind: 'arival' is none of"),
    ("a promise kind of no table", sofa(promises__0__kind="hope"), "promises[0].kind: 'hope' is none of"),
    ("a term kind of no table", sofa(terms__0__kind="moral"), "terms[0].kind: 'moral' is none of"),
    ("a grade of no table", sofa(disclosures__1__grade="A6"), "disclosures[1].grade: 'A6' is none of"),
    ("a naive instant", sofa(facts__0__at="2026-03-05T11:40:00"), "facts[0].at: an instant needs its offset"),
    ("a day for an instant", sofa(complaint__at="2026-03-05"), "complaint.at: an instant needs its offset"),
    (
        "an instant that is none",
        sofa(promises__0__made_at="yesterday"),
        "promises[0].made_at: 'yesterday' is no ISO 8601",
    ),
    ("a number for an instant", sofa(facts__0__at=1772728800), "facts[0].at: 1772728800 is no ISO 8601"),
    ("a 30 February", sofa(facts__0__at="2026-02-30T09:00:00Z"), "facts[0].at:"),
    ("a year out of reach", sofa(facts__0__at="0001-01-01T00:00:00+14:00"), "facts[0].at: the year 1"),
    (
        "a zone that is none",
        sofa(business__timezone="Mars/Olympus"),
        "business.timezone: 'Mars/Olympus' is no time zone",
    ),
    ("a zone that is a way out", sofa(business__timezone="../../etc/passwd"), "business.timezone:"),
    (
        "a pack nobody has",
        sofa(business__rule_packs=["de-312k"]),
        "business.rule_packs[0]: 'de-312k' is none of",
    ),
    (
        "a promise nobody made",
        sofa(complaint__claims__0__about=["p9"]),
        "complaint.claims[0].about[0]: there is no promise 'p9'",
    ),
    (
        "a term nobody has",
        sofa(complaint__claims__0__relies_on=["x"]),
        "complaint.claims[0].relies_on[0]: there is no term 'x'",
    ),
    (
        "a telling of a term nobody has",
        sofa(disclosures__0__term="x"),
        "disclosures[0].term: there is no term 'x'",
    ),
    (
        "a fact about a promise nobody made",
        sofa(facts__0__promise="p9"),
        "facts[0].promise: there is no promise 'p9'",
    ),
    (
        "a promise that replaces nothing",
        sofa(promises__0__replaces="p9"),
        "promises[0].replaces: there is no promise 'p9'",
    ),
    (
        "a promise that replaces itself",
        sofa(promises__0__replaces="p1"),
        "promises[0].replaces: the promise replaces itself",
    ),
    ("a rating about nothing", sofa(complaint__about=["p9"]), "complaint.about[0]: there is no promise 'p9'"),
    ("a promise that stands twice", sofa(promises=[WINDOW, WINDOW]), "promises[1].id: 'p1' stands twice"),
    ("a term that stands twice", sofa(terms=[SOFA["terms"][0]] * 2), "terms[1].id: 'window' stands twice"),
    ("a promise never due", sofa(promises__0__until=...), "promises[0].until: is missing"),
    (
        "a window that ends before it begins",
        sofa(promises__0__until=on(5, 7)),
        "promises[0].until: lies before from",
    ),
    ("a fact without a time", sofa(facts__0__at=...), "facts[0].at: is missing"),
    ("a fact that happened and did not", sofa(facts__0__never=True), "facts[0].never:"),
    ("no star", sofa(complaint__stars=0), "complaint.stars: stars go from 1 to 5"),
    ("six stars", sofa(complaint__stars=6), "complaint.stars: stars go from 1 to 5"),
    ("stars in words", sofa(complaint__stars="one"), "complaint.stars: 'one' is no number"),
    ("money in broken units", gym(promises__1__amount=45.5), "promises[1].amount:"),
    ("money below nothing", gym(promises__1__amount=-1), "promises[1].amount: -1 is less than 0"),
    ("a currency in words", gym(promises__1__currency="dollars"), "promises[1].currency: is no currency"),
    (
        "yes for true",
        sofa(disclosures__1__handed_over="yes"),
        "disclosures[1].handed_over: is neither true nor false",
    ),
    ("a list for an object", sofa(complaint=[]), "complaint: is no object"),
    ("an object for a list", sofa(facts={}), "facts: is no list"),
    ("a list for a case", [1], "a case is a JSON object"),
    (
        "half a surrogate pair",
        sofa(complaint__text="\ud83d"),
        "complaint.text: holds half of a surrogate pair",
    ),
]


@pytest.mark.parametrize(("tree", "words"), [row[1:] for row in FLAWS], ids=[row[0] for row in FLAWS])
def test_a_flaw_is_named_by_its_path(tree: Tree, words: str) -> None:
    with pytest.raises(CaseFlaw) as refused:
        casefile.read(content(tree))

    assert str(refused.value).startswith(words)
    assert "\n" not in str(refused.value)


BYTES = [
    ("nothing", b"", "the file is empty"),
    ("half a file", content(SOFA)[:200], "the file is not JSON, or not all of it"),
    ("another encoding", json.dumps(SOFA).encode("utf-16"), "the file is not UTF-8 text"),
    ("a letter of Latin-1", '{"á": 1}'.encode("latin-1"), "the file is not UTF-8 text (at byte 2)"),
    ("not a number", b'{"complaint": {"stars": NaN}}', "complaint.stars: nan is no number"),
    ("endless", b'{"complaint": {"x": [1, 1e999]}}', "complaint.x[1]: inf is no number"),
    ("a name twice", b'{"complaint": {"at": 1, "at": 2}}', "complaint.at: stands twice"),
    ("a bottomless list", b"[" * 200_000, "the file is nested deeper"),
    ("a deep field", b'{"a": ' + b"[" * 60 + b"]" * 60 + b"}", "a[0]"),
    (
        "a number without end",
        b'{"a": ' + b"9" * 10_000 + b"}",
        "the file holds a number with thousands of digits",
    ),
    ("a huge file", b" " * (casefile.LARGEST + 1), "the file is larger than 16 MiB"),
]


@pytest.mark.parametrize(("raw", "words"), [row[1:] for row in BYTES], ids=[row[0] for row in BYTES])
def test_bytes_that_are_no_case_get_one_clear_sentence(raw: bytes, words: str) -> None:
    with pytest.raises(CaseFlaw) as refused:
        casefile.read(raw)

    assert str(refused.value).startswith(words)


def test_unknown_fields_are_kept_and_named() -> None:
    tree = sofa(colour="blue", complaint__claims__0__mood="angry", facts__0__gps=[1, 2])

    reading = casefile.read(content(tree))

    assert reading.unknown == ("colour", "facts[0].gps", "complaint.claims[0].mood")
    kept = json.loads(casefile.write(reading.case))
    assert (kept["colour"], kept["facts"][0]["gps"]) == ("blue", [1, 2])


@pytest.mark.parametrize("tree", [SOFA, GYM], ids=["sofa", "gym"])
def test_a_case_written_and_read_again_is_the_same(tree: Tree) -> None:
    first = case(tree)

    assert casefile.read(casefile.write(first)).case == first


def test_null_says_the_same_as_leaving_out() -> None:
    assert casefile.read(content(sofa(complaint__stars=None))).case == case(sofa(complaint__stars=...))


def test_a_byte_order_mark_does_no_harm() -> None:
    assert casefile.read(b"\xef\xbb\xbf" + content(SOFA)).case == case(SOFA)


def test_the_receipt_of_an_exit_can_be_named_though_nobody_wrote_it_down() -> None:
    found = casefile.judge(case(gym(complaint__claims__0__about=["receipt"]))).as_dict()

    assert (found["K"], found["scope"][0]["promise"]) == (1.0, "receipt")


def test_judging_needs_no_django() -> None:
    code = "import sys, kept.complaints.casefile, kept.complaints.letter; print('django' in sys.modules)"

    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )
