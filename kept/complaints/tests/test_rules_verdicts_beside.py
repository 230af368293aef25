"""The verdicts of DOMAIN §6 on what no window decides, case by case: goods, people, calls, several claims."""

from __future__ import annotations

import pytest

from kept.complaints.tests.sofa import Tree, judged, on, only, sofa

LATE = {"kind": "arrival", "promise": "p1", "at": on(5, 13)}
RUDE = {"kind": "conduct.rude"}


def about_damage(*facts: Tree) -> Tree:
    arrived = {"kind": "arrival", "promise": "p1", "at": on(5, 9)}
    return sofa(facts=[arrived, *facts], complaint__claims=[{"kind": "delivery.damaged", "about": ["p1"]}])


# (what the case is, the case, verdict, K, k)
TABLE: list[tuple[str, Tree, str | None, float | None, int]] = [
    (
        "damage on record",
        about_damage({"kind": "damage", "promise": "p1", "at": on(5, 9)}),
        "service_failure",
        1.0,
        1,
    ),
    (
        "the record shows that nothing was damaged",
        about_damage({"kind": "damage", "promise": "p1", "never": True}),
        "expectation_gap",
        1.0,
        1,
    ),
    ("nobody looked at the goods", about_damage(), "no_evidence", 1.0, 1),
    (
        "the photo is missing",
        about_damage({"kind": "record_absent", "record": "photo", "promise": "p1"}),
        "no_evidence",
        1.0,
        1,
    ),
    ("rude words wait for a person", sofa(complaint__claims=[RUDE]), None, None, 1),
    (
        "rude words, though the window was kept",
        sofa(complaint__claims=only("conduct.rude", about=["p1"])),
        None,
        1.0,
        1,
    ),
    (
        "rude words and a broken window",
        sofa(facts=[LATE], complaint__claims=only("conduct.rude", about=["p1"])),
        "service_failure",
        0.75,
        1,
    ),
    (
        "rude words, and the transcript we should have is missing",
        sofa(facts__1={"kind": "record_absent", "record": "transcript"}, complaint__claims=[RUDE]),
        "no_evidence",
        None,
        1,
    ),
    (
        "a defect nobody inspected, nothing in scope",
        sofa(complaint__claims=only("product.defective")),
        "closed_without_finding",
        None,
        1,
    ),
    (
        "worn goods, a record that was never ours",
        sofa(
            complaint__claims=only("product.worn"),
            facts__1={"kind": "record_absent", "record": "inspection", "should_exist": False},
        ),
        "no_evidence",
        None,
        1,
    ),
    (
        "a call back that reached",
        sofa(
            promises__1={"id": "c", "kind": "call_back", "until": on(4, 17), "made_at": on(4, 9)},
            facts__1={"kind": "contact_attempt", "promise": "c", "reached": True, "at": on(4, 16)},
            complaint__claims=only("access.no_call_back", about=["c"]),
        ),
        "expectation_gap",
        1.0,
        1,
    ),
    (
        "a call back of which one try is on record",
        sofa(
            promises__1={"id": "c", "kind": "call_back", "until": on(4, 17), "made_at": on(4, 9)},
            facts__1={"kind": "contact_attempt", "promise": "c", "at": on(4, 16)},
            complaint__claims=only("access.no_call_back", about=["c"]),
        ),
        "service_failure",
        0.0,
        1,
    ),
    (
        "wrong information made good as a promise, and broken",
        sofa(
            promises__1={
                "id": "s",
                "kind": "remedy",
                "until": on(4, 17),
                "made_at": on(3, 9),
                "source": "statement",
            },
            facts__1={"kind": "remedy_given", "promise": "s", "never": True},
            facts__2={"kind": "statement", "by": "Ann", "text": "You get the legs for free.", "promise": "s"},
            complaint__claims=only("conduct.wrong_information", about=["s"]),
        ),
        "service_failure",
        0.0,
        1,
    ),
    (
        "two claims that agree",
        sofa(
            complaint__claims=[
                {"kind": "delivery.late", "about": ["p1"]},
                {"kind": "delivery.missed", "about": ["p1"]},
            ]
        ),
        "expectation_gap",
        1.0,
        1,
    ),
    (
        "two claims that differ",
        sofa(complaint__claims=[{"kind": "delivery.late", "about": ["p1"]}, {"kind": "product.defective"}]),
        "split",
        1.0,
        1,
    ),
    (
        "two claims, one waits for a person",
        sofa(complaint__claims=[{"kind": "delivery.late", "about": ["p1"]}, RUDE]),
        None,
        1.0,
        1,
    ),
    ("a rating without any claim", sofa(complaint__claims=..., complaint__about=["p1"]), None, 1.0, 1),
    ("a rating about nothing", sofa(complaint__claims=[]), None, None, 1),
]


@pytest.mark.parametrize(
    ("tree", "verdict", "kept", "told"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_what_decides_is_the_record_of_its_own_kind(
    tree: Tree, verdict: str | None, kept: float | None, told: int
) -> None:
    found = judged(tree).as_dict()

    assert (found["verdict"], found["K"], found["k"]) == (verdict, kept, told)
