"""The decisions in ``tests/decisions``: what a tribunal found, as a reader took it, and Kept's answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kept.complaints import casefile

DECISIONS = json.loads((Path(__file__).parent / "decisions" / "decisions.json").read_text())


def _kept(decision: dict[str, Any]) -> dict[str, str]:
    """The verdict, and whom it favours where the evidence is missing, as a reader writes them."""
    answer = casefile.judge(casefile.read(json.dumps(decision["case"]).encode()).case).as_dict()
    if answer["verdict"] != "no_evidence":
        return {"verdict": answer["verdict"]}
    return {"verdict": "no_evidence", "favours": answer["claims"][0]["favours"]}


def _read(decision: dict[str, Any]) -> dict[str, str]:
    return {part: word for part, word in decision["reader_1"].items() if part != "why"}


@pytest.mark.parametrize("decision", [pytest.param(each, id=each["name"]) for each in DECISIONS])
def test_a_decision_is_a_case_file_without_an_unknown_field(decision: dict[str, Any]) -> None:
    reading = casefile.read(json.dumps(decision["case"]).encode())

    assert reading.unknown == ()


def test_kept_agrees_with_the_reader_but_for_the_differences_that_are_listed() -> None:
    differ = {each["name"]: each["kept_differs"] for each in DECISIONS if "kept_differs" in each}

    found = [each["name"] for each in DECISIONS if _kept(each) != _read(each)]

    assert found == list(differ)
    assert all(differ.values())


def test_every_decision_says_where_it_stands_and_what_is_assumed() -> None:
    for each in DECISIONS:
        assert each["source"]["address"].startswith("https://")
        assert each["note"]
        assert each["reader_1"]["why"]
        assert each["tribunal"]["for"] in {"customer", "business", "part", "nobody"}


def test_no_two_decisions_have_one_name() -> None:
    names = [each["name"] for each in DECISIONS]

    assert len(names) == len(set(names))
