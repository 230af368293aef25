"""The cases in ``tests/cases``: complaints as files, each with the answer that it must get."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kept.complaints import casefile

CASES = Path(__file__).parent / "cases"
MALFORMED = CASES / "malformed.json"
TOLERANCE = 1e-12  # the answers are exact until they are written as floating-point numbers


def _cases() -> list[Any]:
    return [
        pytest.param(each, id=f"{path.stem}: {each['name']}")
        for path in sorted(CASES.glob("*.json"))
        if path != MALFORMED
        for each in json.loads(path.read_text())
    ]


def _malformed() -> list[Any]:
    return [pytest.param(each, id=each["name"]) for each in json.loads(MALFORMED.read_text())]


@pytest.mark.parametrize("each", _cases())
def test_a_case_gets_the_answer_that_the_domain_gives_it(each: dict[str, Any]) -> None:
    reading = casefile.read(json.dumps(each["case"]).encode())

    answer = casefile.judge(reading.case).as_dict()

    assert reading.unknown == ()
    assert _parts(answer, like=each["expect"]) == _about(each["expect"])


@pytest.mark.parametrize("each", _cases())
def test_the_gaps_of_a_case_add_up_to_what_its_rating_lacks(each: dict[str, Any]) -> None:
    answer = casefile.judge(casefile.read(json.dumps(each["case"]).encode()).case).as_dict()

    gaps = [answer[f"{name}_gap"] for name in ("service", "disclosure", "expectation")]
    if answer["K"] is None:
        assert [*gaps, answer["r"]] == [None] * 4
    else:
        assert sum(gaps) == pytest.approx(1 - answer["r"], abs=TOLERANCE)


@pytest.mark.parametrize("each", _malformed())
def test_a_malformed_file_is_refused_with_the_path_of_its_flaw(each: dict[str, str]) -> None:
    with pytest.raises(casefile.CaseFlaw) as refused:
        casefile.read(each["text"].encode())

    assert refused.value.path == each["path"]


def test_the_command_answers_a_case_and_names_the_flaw_of_a_malformed_one(tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole.json", tmp_path / "broken.json"
    case = json.loads((CASES / "delivery.json").read_text())[0]["case"]
    whole.write_text(json.dumps(case | {"mood": "furious"}))
    broken.write_text(json.dumps(case | {"complaint": {}}))

    answered, refused = _judge(whole), _judge(broken)

    assert (answered.returncode, json.loads(answered.stdout)["verdict"]) == (0, "expectation_gap")
    assert "mood" in answered.stderr
    assert refused.returncode != 0
    assert "complaint.at" in refused.stderr


def _judge(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kept.cli", "judge", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_no_two_cases_have_one_name() -> None:
    names = [each.id for each in [*_cases(), *_malformed()]]

    assert len(names) == len(set(names))


def _parts(answer: Any, *, like: Any) -> Any:
    """The parts of the answer that the expectation names."""
    if isinstance(like, dict):
        return {name: _parts(answer[name], like=part) for name, part in like.items()}
    if isinstance(like, list):
        assert len(answer) == len(like)
        return [_parts(found, like=part) for found, part in zip(answer, like, strict=True)]
    return answer


def _about(expected: Any) -> Any:
    """The same, with room for the last digits of a floating-point number."""
    if isinstance(expected, dict):
        return {name: _about(part) for name, part in expected.items()}
    if isinstance(expected, list):
        return [_about(part) for part in expected]
    if isinstance(expected, float):
        return pytest.approx(expected, abs=TOLERANCE)
    return expected
