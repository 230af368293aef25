"""The truth table of DOMAIN §6: kind × kept × told × lawful, from a statement of the order written apart."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from kept.complaints import casefile
from kept.complaints.fields import CLAIM_KINDS

Tree = dict[str, Any]
KEPT = ("kept", "broken", "our record is missing", "never ours to record", "nothing in scope")
TOLD = ("no term", "told", "not told")
LAWFUL = ("lawful", "an offer after asking")
INSPECTED = ("inspected", "nobody looked")
GOODS = ("delivery.damaged", "product.not_as_described", "product.defective", "product.worn")


def at(hour: int, minute: int = 0, second: int = 0, day: int = 5) -> str:
    return f"2026-03-{day:02}T{hour:02}:{minute:02}:{second:02}-05:00"


# Per domain: the promise, what keeps it, what breaks it, and K when broken, worked out by hand from §5.
PROMISES: dict[str, tuple[Tree, list[Tree], list[Tree], Fraction]] = {
    "delivery": (
        {"kind": "delivery_window", "from": at(8), "until": at(12)},
        [{"kind": "arrival", "at": at(11)}],
        [{"kind": "arrival", "at": at(13)}],  # an hour after four hours
        Fraction(3, 4),
    ),
    "membership": (
        {"kind": "end_date", "until": at(23, 59)},
        [
            {"kind": "exit_confirmed", "at": at(10, 5), "end_date": "2026-03-05"},
            {"kind": "receipt_sent", "at": at(10, 5, 30), "promise": "receipt"},
        ],
        [
            {"kind": "exit_confirmed", "at": at(10, 5), "end_date": "2026-03-06"},
            {"kind": "receipt_sent", "at": at(10, 5, 30), "promise": "receipt"},
        ],  # a day too late, with a receipt in time: (0 + 1) ÷ 2
        Fraction(1, 2),
    ),
    "billing": (
        {"kind": "refund", "until": at(12), "amount": 4500, "currency": "USD"},
        [{"kind": "refund", "at": at(11), "amount": 4500, "currency": "USD"}],
        [{"kind": "refund", "at": at(12, day=6), "amount": 4500, "currency": "USD"}],  # 24 of 240 hours
        Fraction(9, 10),
    ),
    "conduct": (
        {"kind": "reply", "until": at(12)},
        [{"kind": "reply_sent", "at": at(12)}],
        [{"kind": "reply_sent", "at": at(12, 1)}],
        Fraction(0),
    ),
    "product": (
        {"kind": "remedy", "until": at(12)},
        [{"kind": "remedy_given", "at": at(11)}],
        [{"kind": "remedy_given", "never": True}],
        Fraction(0),
    ),
    "access": (
        {"kind": "call_back", "until": at(12)},
        [{"kind": "contact_attempt", "at": at(11), "reached": True}],
        [{"kind": "contact_attempt", "at": at(12, 30), "reached": True}],
        Fraction(0),
    ),
}


def stated(kind: str, kept: str, told: str, lawful: str, inspected: str) -> tuple[str | None, str | None]:
    """§6 in its own words: the verdict, and whom a missing record favours. The first that holds decides."""
    leaving = kind.startswith("membership.") or kind == "conduct.pressured"
    if lawful != "lawful" and leaving:
        return "rule_breach", None
    if kept == "broken":
        return "service_failure", None
    if kept == "our record is missing":
        return "no_evidence", "customer"
    if kept == "never ours to record":
        return "no_evidence", "nobody"
    if told == "not told":
        return "not_told", None
    something = kept != "nothing in scope" or told != "no term"
    about_a_repair = kind.startswith("product.") and kept == "kept"  # decided by the repair itself
    if kind in GOODS and inspected == "nobody looked" and something and not about_a_repair:
        return "no_evidence", "customer"  # docs/rules/verdict.md: the inspection is the slot that decides
    if kind.startswith("conduct.") or kind == "membership.pressured":
        return None, None
    return ("expectation_gap", None) if something else ("closed_without_finding", None)


def written(kind: str, kept: str, told: str, lawful: str, inspected: str) -> Tree:
    """The case as a file."""
    promise, keeps, breaks, _score = PROMISES[kind.partition(".")[0]]
    ident = {"id": "p1", "made_at": at(9, day=1), **promise}
    facts: list[Tree] = []
    if kept == "kept":
        facts += keeps
    if kept == "broken":
        facts += breaks
    if kept == "never ours to record":
        facts.append({"kind": "record_absent", "record": "x", "promise": "p1", "should_exist": False})
    if lawful != "lawful":
        facts += [
            {"kind": "exit_asked", "at": at(10)},
            {"kind": "offer_shown", "what": "half the price", "at": at(10, 1)},
        ]
    if inspected == "inspected":
        facts.append({"kind": "damage", "never": True})
    return {
        "business": {"timezone": "America/New_York"},
        "terms": [{"id": "t", "kind": "service", "version": 1, "bound_at": at(9, day=2)}],
        "disclosures": _tellings() if told == "told" else [],
        "promises": [] if kept == "nothing in scope" else [ident],
        "facts": facts,
        "complaint": {
            "at": at(9, day=9),
            "stars": 2,
            "claims": [
                {
                    "kind": kind,
                    "about": [] if kept == "nothing in scope" else ["p1"],
                    "relies_on": [] if told == "no term" else ["t"],
                }
            ],
        },
    }


def _tellings() -> list[Tree]:
    written = {"term": "t", "version": 1, "grade": "A2", "medium": "email"}
    return [
        written | {"occasion": "purchase", "at": at(9, day=1)},
        written | {"occasion": "scheduling", "at": at(9, day=2)},
    ]


TABLE = [
    row
    for row in product(CLAIM_KINDS, KEPT, TOLD, LAWFUL, INSPECTED)
    if row[4] == "inspected" or row[0] in GOODS
]


@pytest.mark.parametrize("row", TABLE, ids=[" · ".join(row) for row in TABLE])
def test_the_first_that_holds_decides(row: tuple[str, str, str, str, str]) -> None:
    kind, kept, told, _lawful, _inspected = row
    verdict, favours = stated(*row)

    answer = casefile.judge(casefile.Case.model_validate(written(*row)))

    (claim,) = answer.claims
    assert (claim.verdict, claim.favours) == (verdict, favours)
    assert (answer.verdict, answer.needs_person) == (verdict, verdict is None)
    scores = {"kept": Fraction(1), "our record is missing": Fraction(0)}
    assert answer.kept == (PROMISES[kind.partition(".")[0]][3] if kept == "broken" else scores.get(kept))
    assert answer.told == (0 if told == "not told" else 1)
    if answer.kept is not None and answer.gaps is not None:
        kept_k = answer.kept * answer.told
        assert answer.gaps.service == 1 - answer.kept
        assert answer.gaps.disclosure == answer.kept - kept_k
        assert answer.gaps.expectation == kept_k - Fraction(1, 4)


def test_the_table_is_as_large_as_it_should_be() -> None:
    assert len(TABLE) >= 200
    assert {stated(*row)[0] for row in TABLE} == {
        "rule_breach",
        "service_failure",
        "no_evidence",
        "not_told",
        None,
        "expectation_gap",
        "closed_without_finding",
    }
