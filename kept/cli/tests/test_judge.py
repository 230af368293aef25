"""`kept judge`: the answer on standard output, one clear line on standard error, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kept.cli.judge import judge

CASE = {
    "promises": [
        {
            "id": "p1",
            "kind": "reply",
            "made_at": "2026-03-02T09:00:00+01:00",
            "until": "2026-03-02T17:00:00+01:00",
        }
    ],
    "facts": [{"kind": "reply_sent", "promise": "p1", "at": "2026-03-02T16:00:00+01:00"}],
    "complaint": {
        "at": "2026-03-03T09:00:00+01:00",
        "claims": [{"kind": "access.unreachable", "about": ["p1"]}],
    },
}


def run(*arguments: str, content: bytes = b"") -> Result:
    return CliRunner().invoke(judge, arguments, input=content)


def test_a_case_is_judged_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE))

    done = run(str(file))

    assert done.exit_code == 0
    assert done.stderr == ""
    assert json.loads(done.stdout)["verdict"] == "expectation_gap"


def test_a_case_is_judged_from_standard_input() -> None:
    done = run("-", content=json.dumps(CASE).encode())

    assert json.loads(done.stdout)["K"] == 1.0


def test_unknown_fields_are_named_on_standard_error_and_do_not_stop_us() -> None:
    done = run("-", content=json.dumps(CASE | {"mood": "bad\nnews"}).encode())

    assert done.exit_code == 0
    assert done.stderr == "kept: -: warning: mood: unknown field, kept and not judged\n"
    assert json.loads(done.stdout)["verdict"] == "expectation_gap"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"{", "the file is not JSON"),
        (b"\xff\xfe", "the file is not UTF-8 text"),
        (b"{}", "complaint: is missing"),
        (json.dumps(CASE).replace("reply_sent", "sent\\n").encode(), "facts[0].kind: 'sent\\n' is none of"),
        (
            b'{"complaint": {"at": "2026-03-03T09:00:00+01:00", "at_stake": -1}}',
            "complaint.at_stake: -1 is less than 0",
        ),
    ],
    ids=["empty", "truncated", "wrong encoding", "no complaint", "no such fact", "less than nothing"],
)
def test_a_file_that_is_no_case_gets_one_line_and_exit_code_2(content: bytes, words: str) -> None:
    done = run("-", content=content)

    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"kept: -: {words}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["missing.json", "."], ids=["no such file", "a folder"])
def test_a_file_that_cannot_be_read_is_said_to_be_so(tmp_path: Path, name: str) -> None:
    done = run(str(tmp_path / name))

    assert done.exit_code == 2
    assert "cannot be read" in done.stderr
    assert done.stderr.count("\n") == 1
