"""What follows from a verdict: whom the doubt favours, whether a person must look, remedies, evidence."""

from __future__ import annotations

import pytest

from kept.complaints.tests.sofa import OFFER, Tree, gym, judged, on, only, sofa

LATE = {"kind": "arrival", "promise": "p1", "at": on(5, 13)}
ABSENT_OURS = {"kind": "record_absent", "record": "arrival", "promise": "p1", "should_exist": True}
ABSENT_NOT_OURS = {"kind": "record_absent", "record": "arrival", "promise": "p1", "should_exist": False}
RUDE = {"kind": "conduct.rude"}

FAVOURS = [
    ("our record", sofa(facts=[]), "customer", ["arrival of promises[p1]"]),
    ("nobody's record", sofa(facts=[ABSENT_NOT_OURS]), "nobody", ["arrival of promises[p1]"]),
    ("both", sofa(facts=[ABSENT_NOT_OURS, ABSENT_OURS]), "customer", ["arrival of promises[p1]"]),
]


@pytest.mark.parametrize(
    ("tree", "favours", "missing"), [row[1:] for row in FAVOURS], ids=[row[0] for row in FAVOURS]
)
def test_doubt_goes_to_the_customer_where_the_record_was_ours(
    tree: Tree, favours: str, missing: list[str]
) -> None:
    claim = judged(tree).as_dict()["claims"][0]

    assert (claim["verdict"], claim["favours"], claim["missing"]) == ("no_evidence", favours, missing)


PERSONS = [
    ("a dear verdict against the customer", sofa(complaint__at_stake=10_001), True),
    ("exactly the limit", sofa(complaint__at_stake=10_000), False),
    ("a dear verdict for the customer", sofa(facts=[LATE], complaint__at_stake=50_000), False),
    ("a claim of conduct", sofa(complaint__claims=[RUDE]), True),
    (
        "a conduct claim that a broken promise decides",
        sofa(facts=[LATE], complaint__claims=only("conduct.rude", about=["p1"])),
        False,
    ),
    ("a rating", sofa(complaint__claims=[], complaint__about=["p1"], complaint__at_stake=50_000), False),
]


@pytest.mark.parametrize(("tree", "needed"), [row[1:] for row in PERSONS], ids=[row[0] for row in PERSONS])
def test_a_person_must_look_where_the_rules_say_so(tree: Tree, needed: bool) -> None:
    assert judged(tree).needs_person is needed


def test_remedies_are_proposed_only_where_we_owe_something() -> None:
    assert judged(sofa()).remedies == ()
    assert judged(sofa(facts=[ABSENT_NOT_OURS])).remedies == ()
    assert judged(sofa(facts=[LATE])).as_dict()["remedies"][0] == {
        "claim": 0,
        "kind": "automatic_credit",
        "words": "a credit on your account",
    }
    assert judged(sofa(facts=[])).remedies


@pytest.mark.parametrize("tree", [sofa(), sofa(facts=[LATE]), sofa(facts=[]), gym(facts__3=OFFER)])
def test_every_reason_is_a_sentence_and_names_evidence_that_is_in_the_case(tree: Tree) -> None:
    shelves = {"facts": tree["facts"], "disclosures": tree.get("disclosures", [])}
    for claim in judged(tree).claims:
        assert claim.reasons
        for reason in claim.reasons:
            assert reason.words.endswith(".")
            for ref in reason.refs:
                shelf, _, key = ref.removesuffix("]").partition("[")
                assert shelf in ("promises", "terms") or int(key) < len(shelves[shelf])


@pytest.mark.parametrize(
    "kind",
    ["membership.fee_disputed", "membership.wrong_freeze", "billing.charged_twice", "billing.not_agreed"],
)
def test_a_consent_that_we_should_have_kept_decides_what_no_promise_decides(kind: str) -> None:
    absent = {"kind": "record_absent", "record": "consent", "should_exist": True}

    (claim,) = judged(gym(facts__3=absent, complaint__claims=only(kind, about=["end"]))).claims

    assert (claim.verdict, claim.favours, claim.missing) == ("no_evidence", "customer", ("consent",))


def test_a_record_that_no_promise_needs_does_not_decide_a_late_delivery() -> None:
    absent = {"kind": "record_absent", "record": "photo", "should_exist": True}

    assert judged(sofa(facts__1=absent)).verdict == "expectation_gap"


def test_the_first_receipt_counts_wherever_it_stands_in_the_file() -> None:
    again = {"kind": "receipt_sent", "at": on(5, 10, 9)}

    tree = gym()
    tree["facts"].insert(0, again)

    assert judged(tree).verdict == "expectation_gap"


def test_the_name_of_a_missing_record_may_be_written_in_capitals() -> None:
    absent = {"kind": "record_absent", "record": "ARRIVAL", "should_exist": False}

    (claim,) = judged(sofa(facts=[absent])).claims

    assert (claim.verdict, claim.favours) == ("no_evidence", "nobody")
