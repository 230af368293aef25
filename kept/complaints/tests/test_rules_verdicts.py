"""The verdicts of DOMAIN §6 on a window, case by case, and the order of the rules for every kind of claim."""

from __future__ import annotations

import pytest

from kept.complaints.fields import CLAIM_KINDS, ClaimKind
from kept.complaints.rules.kinds import AWAITS_PERSON, DECIDED_BY_INSPECTION
from kept.complaints.tests.sofa import OFFER, Tree, gym, judged, on, only, sofa

LATE = {"kind": "arrival", "promise": "p1", "at": on(5, 13)}
NEVER = {"kind": "arrival", "promise": "p1", "never": True}
NOT_DELIVERED = only("delivery.not_delivered", about=["p1"])
ABSENT_OURS = {"kind": "record_absent", "record": "arrival", "promise": "p1", "should_exist": True}
ABSENT_NOT_OURS = {"kind": "record_absent", "record": "arrival", "promise": "p1", "should_exist": False}


REPLACED = {"how": "replaced", "wish": "ours", "at": on(5, 11, 59)}
SECOND = {
    "id": "p2",
    "kind": "delivery_window",
    "from": on(5, 14),
    "until": on(5, 18),
    "made_at": on(5, 11, 59),
    "replaces": "p1",
}


def moved(wish: str, arrived: str | None, about: str = "p2") -> Tree:
    facts = [] if arrived is None else [{"kind": "arrival", "promise": "p2", "at": arrived}]
    return sofa(
        promises__0__end=REPLACED | {"wish": wish},
        promises__1=SECOND,
        facts=facts,
        complaint__at=on(6, 9),
        complaint__claims=[{"kind": "delivery.late", "about": [about]}],
    )


MOVED_AND_WAITING = moved("ours", None) | {
    "complaint": {"at": on(5, 12, 30), "claims": [{"kind": "delivery.late", "about": ["p2"]}]}
}


# (what the case is, the case, verdict, K, k)
TABLE: list[tuple[str, Tree, str | None, float | None, int]] = [
    ("moved at our wish, the new window still to come", MOVED_AND_WAITING, "service_failure", 0.0, 1),
    (
        "an absent arrival beside a claim about a fee",
        sofa(
            facts=[{"kind": "record_absent", "record": "arrival"}],
            complaint__claims=only("billing.not_agreed", relies_on=["window"]),
        ),
        "expectation_gap",
        None,
        1,
    ),
    ("the sofa came in its window and was told twice", sofa(), "expectation_gap", 1.0, 1),
    ("the policy stood only on the web site", sofa(disclosures=[]), "not_told", 1.0, 0),
    ("told again in the store", sofa(disclosures__2__medium="in the store"), "expectation_gap", 1.0, 1),
    ("told at purchase only", sofa(disclosures__2=...), "not_told", 1.0, 0),
    (
        "told when scheduling only",
        sofa(disclosures=sofa()["disclosures"][2:]),
        "not_told",
        1.0,
        0,
    ),
    ("told in another language", sofa(customer__language="es"), "not_told", 1.0, 0),
    ("told in an old version", sofa(terms__0__version=4), "not_told", 1.0, 0),
    ("a version written as text is the same version", sofa(terms__0__version="3"), "expectation_gap", 1.0, 1),
    (
        "the scheduling word logged an hour later",
        sofa(disclosures__2__logged_at=on(2, 12)),
        "not_told",
        1.0,
        0,
    ),
    ("the scheduling word never logged", sofa(disclosures__2__logged_at=...), "not_told", 1.0, 0),
    ("told only after booking", sofa(terms__0__bound_at=on(1, 9)), "not_told", 1.0, 0),
    ("60 minutes late, told twice", sofa(facts=[LATE]), "service_failure", 0.75, 1),
    ("60 minutes late, told nowhere", sofa(facts=[LATE], disclosures=[]), "service_failure", 0.75, 0),
    ("the record says the truck never came", sofa(facts=[NEVER]), "service_failure", 0.0, 1),
    ("no record of the arrival", sofa(facts=[]), "no_evidence", 0.0, 1),
    ("no record of the arrival, and not told", sofa(facts=[], disclosures=[]), "no_evidence", 0.0, 0),
    ("the arrival record is missing and was ours", sofa(facts=[ABSENT_OURS]), "no_evidence", 0.0, 1),
    ("the arrival was never ours to record", sofa(facts=[ABSENT_NOT_OURS]), "no_evidence", None, 1),
    (
        "an absent record that names only the fact",
        sofa(facts=[{"kind": "record_absent", "record": "arrival", "should_exist": False}]),
        "no_evidence",
        None,
        1,
    ),
    (
        "an absent photo beside a recorded arrival",
        sofa(facts__1={"kind": "record_absent", "record": "photo", "promise": "p1"}),
        "expectation_gap",
        1.0,
        1,
    ),
    (
        "an absent disclosure is not told, not missing evidence",
        sofa(disclosures=[], facts__1={"kind": "record_absent", "record": "disclosure"}),
        "not_told",
        1.0,
        0,
    ),
    (
        "nor is it by a longer name",
        sofa(
            facts=[{"kind": "record_absent", "record": "acknowledged disclosure"}],
            disclosures=[],
            complaint__claims=only("delivery.late", relies_on=["window"]),
        ),
        "not_told",
        None,
        0,
    ),
    *(
        (
            f"it came in its window, they say it did not, and the {proof} is missing",
            sofa(facts__1={"kind": "record_absent", "record": proof}, complaint__claims=NOT_DELIVERED),
            "no_evidence",
            1.0,
            1,
        )
        for proof in ("signature", "Proof of delivery")
    ),
    (
        "an arrival that names no promise, where there is one",
        sofa(facts__0__promise=...),
        "expectation_gap",
        1.0,
        1,
    ),
    (
        "arrived after the complaint, overdue at it",
        sofa(complaint__at=on(5, 12, 30), facts=[LATE]),
        "service_failure",
        0.75,
        1,
    ),
    ("complained before the window was over", sofa(complaint__at=on(5, 9)), "expectation_gap", None, 1),
    (
        "complained early, no term relied on",
        sofa(complaint__at=on(5, 9), complaint__claims__0__relies_on=[]),
        "closed_without_finding",
        None,
        1,
    ),
    (
        "complained in the window, after the truck had come",
        sofa(complaint__at=on(5, 11, 50)),
        "expectation_gap",
        1.0,
        1,
    ),
    (
        "released by the customer",
        sofa(promises__0__end={"how": "released", "at": on(5, 7)}, complaint__claims__0__relies_on=[]),
        "closed_without_finding",
        None,
        1,
    ),
    ("not accepted, and late", sofa(promises__0__accepted=False, facts=[LATE]), "service_failure", 0.75, 1),
    (
        "an exact hour said by staff, beside the window",
        sofa(
            promises__1={
                "id": "said",
                "kind": "delivery_window",
                "from": on(5, 9),
                "until": on(5, 9),
                "made_at": on(4, 9),
                "source": "statement",
            },
            facts__1={"kind": "arrival", "promise": "said", "at": on(5, 11, 40)},
            complaint__claims__0__about=["p1", "said"],
        ),
        "service_failure",
        0.5,
        1,
    ),
    (
        "nothing in scope, nothing relied on",
        sofa(complaint__claims=only("delivery.late")),
        "closed_without_finding",
        None,
        1,
    ),
    (
        "only a term relied on, and told",
        sofa(complaint__claims=only("delivery.wished_window_refused", relies_on=["window"])),
        "expectation_gap",
        None,
        1,
    ),
    (
        "only a term relied on, and untold",
        sofa(disclosures=[], complaint__claims=only("delivery.wished_window_refused", relies_on=["window"])),
        "not_told",
        None,
        0,
    ),
    ("moved at our wish, kept in the second window", moved("ours", on(5, 15)), "service_failure", 0.625, 1),
    ("moved at our wish, the first one named", moved("ours", on(5, 15), "p1"), "service_failure", 0.625, 1),
    ("moved at our wish, still inside the first", moved("ours", on(5, 12)), "service_failure", 0.75, 1),
    ("moved at the customer's wish, kept", moved("customer", on(5, 15)), "expectation_gap", 1.0, 1),
    (
        "moved at the customer's wish, the first one named",
        moved("customer", on(5, 15), "p1"),
        "expectation_gap",
        1.0,
        1,
    ),
    ("moved at the customer's wish, late", moved("customer", on(5, 19)), "service_failure", 0.75, 1),
    ("moved at our wish, no record of any arrival", moved("ours", None), "no_evidence", 0.0, 1),
]


@pytest.mark.parametrize(
    ("tree", "verdict", "kept", "told"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_complaint_is_judged_on_what_was_told_and_what_was_kept(
    tree: Tree, verdict: str | None, kept: float | None, told: int
) -> None:
    found = judged(tree).as_dict()

    assert (found["verdict"], found["K"], found["k"]) == (verdict, kept, told)


@pytest.mark.parametrize("kind", CLAIM_KINDS)
@pytest.mark.parametrize("kept", ["kept", "broken", "unrecorded"])
@pytest.mark.parametrize("told", [True, False], ids=["told", "untold"])
@pytest.mark.parametrize("breach", [True, False], ids=["breach", "no breach"])
def test_the_first_rule_that_holds_decides(kind: ClaimKind, kept: str, told: bool, breach: bool) -> None:
    arrivals = {"kept": [sofa()["facts"][0]], "broken": [LATE], "unrecorded": []}[kept]
    exit_facts = [*gym()["facts"], OFFER] if breach else []
    inspected = {"kind": "damage", "promise": "p1", "never": True}
    tree = sofa(facts=[*arrivals, *exit_facts, inspected], complaint__claims__0__kind=kind)
    if not told:
        tree["disclosures"] = []

    if breach and (kind.startswith("membership.") or kind == "conduct.pressured"):
        expected: str | None = "rule_breach"
    elif kept != "kept":
        expected = {"broken": "service_failure", "unrecorded": "no_evidence"}[kept]
    elif not told:
        expected = "not_told"
    else:
        expected = None if kind in AWAITS_PERSON else "expectation_gap"
    assert judged(tree).as_dict()["verdict"] == expected
    assert kind in DECIDED_BY_INSPECTION or judged(sofa(complaint__claims__0__kind=kind)).verdict in (
        None,
        "expectation_gap",
    )
