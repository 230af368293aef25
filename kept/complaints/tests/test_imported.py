"""A case in which something of the past was told: the file says so, and so do the reasons."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kept.complaints import casefile

MARK = "It was imported on Tue 10 Mar 2026, 12:00, before which nothing here is sealed."


def case(**second: str) -> bytes:
    """A disputed fee, told by two writings of the past; ``second`` changes the second."""
    paper: dict[str, Any] = {
        "term": "fee",
        "version": 1,
        "occasion": "signing",
        "at": "2025-11-01T09:50:00-04:00",
        "medium": "contract",
        "grade": "A4",
        "language": "en",
        "imported_at": "2026-03-10T12:00:00-04:00",
    }
    return json.dumps(
        {
            "business": {"timezone": "America/New_York"},
            "terms": [
                {
                    "id": "fee",
                    "kind": "money",
                    "version": 1,
                    "text": "Ending costs 49.00 USD.",
                    "bound_at": "2025-11-01T10:00:00-04:00",
                }
            ],
            "disclosures": [paper, paper | second],
            "customer": {"language": "en"},
            "complaint": {
                "at": "2026-04-01T10:00:00-04:00",
                "text": "You took a fee.",
                "claims": [{"kind": "membership.fee_disputed", "relies_on": ["fee"]}],
            },
        }
    ).encode()


@pytest.mark.parametrize(
    ("second", "k"),
    [
        pytest.param({"paper": "b" * 64}, 1, id="two signed papers"),
        pytest.param(
            {"medium": "spoken", "logged_at": "2025-11-01T09:51:00-04:00"}, 0, id="the second was spoken"
        ),
        pytest.param({"grade": "A0", "medium": "letter"}, 0, id="no paper shows the second"),
    ],
)
def test_what_was_imported_counts_as_its_paper_does_and_is_named(second: dict[str, str], k: int) -> None:
    reading = casefile.read(case(**second))

    answer = casefile.judge(reading.case).as_dict()

    assert answer["k"] == k
    assert answer["claims"][0]["verdict"] == ("expectation_gap" if k else "not_told")
    assert sum(reason.count(MARK) for reason in answer["claims"][0]["reasons"]) == 2
    assert reading.unknown == ()
