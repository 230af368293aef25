"""Outcome against expectation: exceeded, met, missed or unknown, and never a reason for a verdict."""

from __future__ import annotations

from typing import Any

import pytest

from kept.complaints.tests.sofa import Tree, gym, judged, on, sofa


def expecting(expects: dict[str, Any] | None, **changes: Any) -> Tree:
    expectation = {"what": "as said", "at": on(2, 10)} | ({"expects": expects} if expects else {})
    return sofa(**({"expectations": [expectation]} | changes))


LATE = [{"kind": "arrival", "promise": "p1", "at": on(5, 13)}]
NEVER = [{"kind": "arrival", "promise": "p1", "never": True}]
OLD_AND_NEW = [
    {"at": on(2, 12), "expects": {"level": "as_promised"}},
    {"at": on(2, 10), "expects": {"level": "better"}},
]
TABLE = [
    ("wished for 9, came at 11:40", sofa(), "missed"),
    ("expected by 12, came at 11:40", expecting({"by": on(5, 12)}), "met"),
    ("came at the expected minute", expecting({"by": on(5, 11, 40)}), "met"),
    ("expected between 11 and 12", expecting({"from": on(5, 11), "until": on(5, 12)}), "met"),
    ("expected between 9 and 10", expecting({"from": on(5, 9), "until": on(5, 10)}), "missed"),
    ("came before the expected span", expecting({"from": on(5, 11, 50), "until": on(5, 12)}), "missed"),
    ("never came", expecting({"by": on(5, 12)}, facts=NEVER), "missed"),
    ("no record of it", expecting({"by": on(5, 12)}, facts=[]), "unknown"),
    ("braced for worse, and we kept it", expecting({"level": "worse"}), "exceeded"),
    ("braced for worse, and we did not keep it", expecting({"level": "worse"}, facts=LATE), "unknown"),
    ("expected what we promise, and we kept it", expecting({"level": "as_promised"}), "met"),
    ("expected what we promise, and we did not", expecting({"level": "as_promised"}, facts=LATE), "missed"),
    ("expected better than we promise", expecting({"level": "better"}), "missed"),
    ("expected something that cannot be compared", expecting(None), "unknown"),
    ("expected nothing on record", sofa(expectations=[]), "unknown"),
    ("the latest counts, wherever it stands", sofa(expectations=OLD_AND_NEW), "met"),
    ("a level, with nothing in scope", expecting({"level": "worse"}, complaint__claims=[]), "unknown"),
    (
        "the second gym",
        gym(
            expectations=[{"what": "I braced for a fight", "expects": {"level": "worse"}, "at": on(5, 10)}],
            complaint={"at": on(6, 9), "stars": 5, "about": ["end", "money"]},
        ),
        "exceeded",
    ),
]


@pytest.mark.parametrize(("tree", "outcome"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_outcome_stands_beside_what_was_expected(tree: Tree, outcome: str) -> None:
    assert judged(tree).outcome == outcome
