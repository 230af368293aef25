"""Leaving, its house code, its fees: the verdicts of DOMAIN §6 and §10, case by case."""

from __future__ import annotations

import pytest

from kept.complaints.tests.sofa import OFFER, Tree, gym, judged, on, only, sofa

FEE = {"id": "fee", "kind": "money", "version": 1, "bound_at": on(1, 9)}
FEE_SIGNED = {
    "term": "fee",
    "version": 1,
    "at": on(1, 8),
    "medium": "contract",
    "grade": "A4",
    "occasion": "signing",
}
FEE_MAILED = FEE_SIGNED | {"medium": "email", "grade": "A2", "occasion": "purchase"}
FEE_CLAIM = {"kind": "membership.fee_disputed", "relies_on": ["fee"]}
FEE_CHARGED = {"kind": "charge", "at": on(5, 12), "amount": 9900, "currency": "USD", "term": "fee"}


def fee(*told: Tree, **changes: object) -> Tree:
    claims = {"complaint__claims": [FEE_CLAIM], "terms": [FEE], "disclosures": list(told), "customer": {}}
    return gym(**(claims | changes))


def with_a_copy(**changes: object) -> Tree:
    """An exit after which the receipt was promised once more, for the day after, and came."""
    promised = gym(complaint__at=on(8, 9), **changes)
    promised["promises"].append({"id": "copy", "kind": "receipt", "made_at": on(6, 9), "until": on(7, 9)})
    promised["facts"].append({"kind": "receipt_sent", "promise": "copy", "at": on(6, 15)})
    promised["complaint"]["claims"] = only("membership.cancellation_refused", about=["end", "copy"])
    return promised


def fee_by_charge_only() -> Tree:
    return fee(FEE_MAILED, complaint__claims=[{"kind": "membership.fee_disputed"}], facts__3=FEE_CHARGED)


# (what the case is, the case, verdict, K, k)
TABLE: list[tuple[str, Tree, str | None, float | None, int]] = [
    (
        "pressed to stay, nothing on record",
        gym(complaint__claims=only("membership.pressured")),
        None,
        None,
        1,
    ),
    ("an exit as it should be", gym(), "expectation_gap", 1.0, 1),
    ("an offer before the confirmation", gym(facts__3=OFFER), "rule_breach", 1.0, 1),
    (
        "an offer before the confirmation, pressure complained of",
        gym(facts__3=OFFER, complaint__claims=only("conduct.pressured")),
        "rule_breach",
        None,
        1,
    ),
    (
        "an offer before the confirmation, a fee complained of",
        fee(FEE_SIGNED, FEE_MAILED, facts__3=OFFER),
        "rule_breach",
        None,
        1,
    ),
    (
        "an offer before the confirmation, no house pack",
        gym(facts__3=OFFER, business__rule_packs=[]),
        "expectation_gap",
        1.0,
        1,
    ),
    (
        "an offer before anybody asked to leave",
        gym(facts__3=OFFER | {"at": on(5, 9)}),
        "expectation_gap",
        1.0,
        1,
    ),
    (
        "an offer after the confirmation",
        gym(facts__3=OFFER | {"at": on(5, 10, 5)}),
        "expectation_gap",
        1.0,
        1,
    ),
    (
        "an offer in an exit, a delivery complained of",
        sofa(facts=[*gym()["facts"], OFFER, {"kind": "arrival", "promise": "p1", "at": on(5, 9)}]),
        "expectation_gap",
        1.0,
        1,
    ),
    ("an exit asked and not confirmed", gym(facts__2=..., facts__1=...), "rule_breach", None, 1),
    ("an exit confirmed only after the complaint", gym(facts__1__at=on(6, 10)), "rule_breach", None, 1),
    (
        "asked a second time after the confirmation",
        gym(facts__3={"kind": "exit_asked", "at": on(5, 11)}),
        "rule_breach",
        1.0,
        1,
    ),
    ("a receipt at 60 seconds sharp", gym(facts__2__at=on(5, 10, 3)), "expectation_gap", 1.0, 1),
    ("a receipt at 61 seconds", gym(facts__2__at=on(5, 10, 3, 1)), "rule_breach", 0.5, 1),
    (
        "a receipt at 61 seconds, no house pack",
        gym(facts__2__at=on(5, 10, 3, 1), business__rule_packs=[]),
        "service_failure",
        0.5,
        1,
    ),
    ("no receipt at all", gym(facts__2=...), "rule_breach", 0.5, 1),
    ("a copy of the receipt, promised and sent a day later", with_a_copy(), "expectation_gap", 1.0, 1),
    (
        "a receipt of its own, promised a day later, for one that never left",
        with_a_copy(facts__2=...),
        "rule_breach",
        2 / 3,
        1,
    ),
    ("no receipt at all, no house pack", gym(facts__2=..., business__rule_packs=[]), "no_evidence", 0.5, 1),
    (
        "an exit with hand-overs only",
        gym(facts__3={"kind": "handover", "from": "a", "to": "b", "reason": "shift", "at": on(5, 10, 1)}),
        "expectation_gap",
        1.0,
        1,
    ),
    ("an end date later than promised", gym(facts__1__end_date="2026-04-01"), "service_failure", 0.5, 1),
    (
        "an end date given as an instant of the promised local day",
        gym(facts__1__end_date="2026-04-01T03:00:00+00:00"),
        "expectation_gap",
        1.0,
        1,
    ),
    (
        "an exit whose refund was due and came",
        gym(
            complaint__at=on(20, 9),
            facts__3={
                "kind": "refund",
                "promise": "money",
                "amount": 4500,
                "currency": "USD",
                "at": on(12, 9),
            },
        ),
        "expectation_gap",
        1.0,
        1,
    ),
    (
        "an exit whose refund was due and came in part",
        gym(
            complaint__at=on(20, 9),
            facts__3={
                "kind": "refund",
                "promise": "money",
                "amount": 4499,
                "currency": "USD",
                "at": on(12, 9),
            },
        ),
        "service_failure",
        2 / 3,
        1,
    ),
    ("an exit whose refund is on no record", gym(complaint__at=on(20, 9)), "no_evidence", 2 / 3, 1),
    (
        "a late refund, a billing claim, where the receipt is no matter",
        gym(
            complaint__at=on(20, 9),
            facts__2=...,
            complaint__claims=only("billing.refund_late", about=["money"]),
        ),
        "no_evidence",
        0.0,
        1,
    ),
    ("a fee signed for and mailed", fee(FEE_SIGNED, FEE_MAILED), "expectation_gap", None, 1),
    ("a fee told once", fee(FEE_SIGNED), "not_told", None, 0),
    ("a fee mailed twice and never seen", fee(FEE_MAILED, FEE_MAILED), "not_told", None, 0),
    ("a fee told after the signing", fee(FEE_MAILED, FEE_SIGNED | {"at": on(1, 10)}), "not_told", None, 0),
    ("a fee told in an old version", fee(FEE_MAILED, FEE_SIGNED | {"version": 0}), "not_told", None, 0),
    (
        "a fee whose page was opened only after the signing",
        fee(FEE_MAILED, FEE_MAILED | {"grade": "A3", "grade_at": on(1, 10)}),
        "not_told",
        None,
        0,
    ),
    (
        "a fee signed for in time, and a mail opened only later, which was a writing before",
        fee(FEE_SIGNED, FEE_MAILED | {"grade": "A3", "grade_at": on(1, 10)}),
        "expectation_gap",
        None,
        1,
    ),
    ("an untold fee known by its charge alone", fee_by_charge_only(), "not_told", None, 0),
    (
        "the same amount charged twice",
        fee(complaint__claims=only("billing.charged_twice"), facts__3=FEE_CHARGED, facts__4=FEE_CHARGED),
        "service_failure",
        None,
        1,
    ),
    (
        "the same amount charged in two weeks",
        fee(
            complaint__claims=only("billing.charged_twice"),
            facts__3=FEE_CHARGED | {"at": on(2, 9)},
            facts__4=FEE_CHARGED | {"at": on(9, 9)},
        ),
        "closed_without_finding",
        None,
        1,
    ),
    (
        "charged once, said to be twice",
        fee(complaint__claims=only("billing.charged_twice"), facts__3=FEE_CHARGED),
        "closed_without_finding",
        None,
        1,
    ),
]


@pytest.mark.parametrize(
    ("tree", "verdict", "kept", "told"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_leaving_is_judged_by_the_house_code_the_promises_and_the_terms(
    tree: Tree, verdict: str | None, kept: float | None, told: int
) -> None:
    found = judged(tree).as_dict()

    assert (found["verdict"], found["K"], found["k"]) == (verdict, kept, told)


def two_exits(*facts: Tree, **changes: object) -> Tree:
    """Of the gym and of the pool; the complaint is about the gym's."""
    gym_end = {"id": "gym", "kind": "end_date", "until": on(31, 23), "made_at": on(5, 10, 2)}
    claims = only("membership.cancellation_refused", about=["gym"])
    ends = [gym_end, gym_end | {"id": "pool"}]
    return gym(**({"promises": ends, "facts": list(facts), "complaint__claims": claims} | changes))


def asked(day: int, **more: str) -> Tree:
    return {"kind": "exit_asked", "at": on(day, 10), **more}


def confirmed(day: int, promise: str) -> list[Tree]:
    """In five minutes, with a receipt in time."""
    named = {"promise": promise, "end_date": "2026-03-31"}
    return [
        {"kind": "exit_confirmed", "at": on(day, 10, 5), **named},
        {"kind": "receipt_sent", "at": on(day, 10, 5, 9), "promise": promise},
    ]


GYM_ASKED, POOL_ASKED = asked(3, promise="gym"), asked(4, promise="pool")
BOTH = [GYM_ASKED, *confirmed(3, "gym"), POOL_ASKED, *confirmed(4, "pool")]
POOLS_OFFER = OFFER | {"at": on(4, 10, 1), "promise": "pool"}
ABOUT_THE_POOL = only("membership.cancellation_refused", about=["pool"])
TWO: list[tuple[str, Tree, str]] = [
    ("both as they should be", two_exits(*BOTH), "expectation_gap"),
    ("an offer on the way out of the other", two_exits(*BOTH, POOLS_OFFER), "expectation_gap"),
    (
        "an offer on the way out of the one complained of",
        two_exits(*BOTH, POOLS_OFFER, complaint__claims=ABOUT_THE_POOL),
        "rule_breach",
    ),
    (
        "an offer in one of them, and a claim that names none",
        two_exits(*BOTH, POOLS_OFFER, complaint__claims=only("membership.pressured")),
        "rule_breach",
    ),
    (
        "an offer that names no exit counts for each",
        two_exits(*BOTH, OFFER | {"at": on(3, 10, 1)}),
        "rule_breach",
    ),
    (
        "asked for both, only the other confirmed",
        two_exits(GYM_ASKED, POOL_ASKED, *confirmed(4, "pool")),
        "rule_breach",
    ),
    (
        "asked for both, only this one confirmed",
        two_exits(POOL_ASKED, GYM_ASKED, *confirmed(4, "gym")),
        "expectation_gap",
    ),
    (
        "two askings that name none, each confirmed",
        two_exits(asked(3), *confirmed(3, "gym"), asked(4), *confirmed(4, "pool")),
        "expectation_gap",
    ),
    (
        "an asking that names none, and one for the other, which was confirmed",
        two_exits(asked(3), POOL_ASKED, *confirmed(4, "pool")),
        "rule_breach",
    ),
    (
        "the other without a receipt, and both receipts spoken of",
        two_exits(
            *BOTH[:-1], complaint__claims=only("membership.cancellation_refused", about=["gym", "receipt"])
        ),
        "expectation_gap",
    ),
]


@pytest.mark.parametrize(("tree", "verdict"), [row[1:] for row in TWO], ids=[row[0] for row in TWO])
def test_of_two_exits_each_is_judged_by_its_own(tree: Tree, verdict: str) -> None:
    assert judged(tree).as_dict()["verdict"] == verdict


@pytest.mark.parametrize("decided_by", ["an offer", "a receipt too late, no house pack"])
def test_a_disputed_fee_says_first_whether_it_was_told_whatever_else_decides(decided_by: str) -> None:
    also: Tree = {"facts__3": OFFER}
    if decided_by != "an offer":
        also = {"facts__2__at": on(5, 10, 3, 1), "business__rule_packs": []}
    about = [FEE_CLAIM | {"about": ["end"]}, {"kind": "membership.cancellation_refused", "about": ["end"]}]

    of_fee, of_exit = judged(fee(FEE_MAILED, complaint__claims=about, **also)).claims

    assert "was not properly told" in of_fee.reasons[0].words
    assert of_fee.verdict == of_exit.verdict
    assert not any("told" in reason.words for reason in of_exit.reasons)
