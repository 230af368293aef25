"""``kept take``: mail from files, mbox files and standard input; all of a file or nothing of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kept.business import examples as business
from kept.channels.email.examples import letter
from kept.cli import main
from kept.cli.take import split
from kept.conversations.models import Conversation, Message, RawMail

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
NORA = letter("Nora <nora@mail.example>", "When do you come?\n\n>From here on, nine.", mail_id="n1@m.example")
SAM = letter("Sam <sam@mail.example>", "Where is it?", mail_id="s1@m.example")


def mbox(*letters: bytes) -> bytes:
    return b"".join(
        b"From MAILER-DAEMON Tue Mar  3 10:00:00 2026\n" + one.replace(b"\r\n", b"\n") + b"\n"
        for one in letters
    )


def run(*arguments: str, given: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["take", *arguments], input=given)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(autouse=True)
def _house(db: None) -> None:
    business.house(now=NOW)


def test_one_letter_is_taken_and_said_in_one_json_line(tmp_path: Path) -> None:
    file = tmp_path / "letter.eml"
    file.write_bytes(NORA)

    result = run(str(file))

    conversation = Conversation.objects.get()
    assert result.exit_code == 0
    assert lines(result) == [
        {
            "file": str(file),
            "line": 1,
            "outcome": "new_conversation",
            "conversation": conversation.pk,
            "customer": conversation.customer_id,
            "message": Message.objects.get().pk,
        }
    ]


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_standard_input_is_taken(arguments: tuple[str, ...]) -> None:
    result = run(*arguments, given=SAM)

    assert [(line["file"], line["outcome"]) for line in lines(result)] == [
        ("standard input", "new_conversation")
    ]


def test_an_mbox_gives_a_line_for_every_message_in_it(tmp_path: Path) -> None:
    file = tmp_path / "Archive.mbox"
    file.write_bytes(mbox(NORA, SAM, NORA))

    result = run(str(file))

    assert [line["outcome"] for line in lines(result)] == [
        "new_conversation",
        "new_conversation",
        "already_taken",
    ]
    assert [line["line"] for line in lines(result)] == [1, 14, 25]
    assert "From here on, nine." in Message.objects.get(mail_id="n1@m.example").text


def test_what_was_taken_before_is_named_and_not_taken_again() -> None:
    run(given=SAM)

    assert [line["outcome"] for line in lines(run(given=SAM))] == ["already_taken"]


def test_a_file_with_one_bad_message_is_not_taken_at_all_and_each_bad_one_is_named(tmp_path: Path) -> None:
    file = tmp_path / "half.mbox"
    file.write_bytes(mbox(NORA, b"no header at all\n", SAM, b""))
    good = tmp_path / "good.eml"
    good.write_bytes(SAM)

    result = run(str(file), str(good))

    assert result.exit_code == 2
    assert [line["file"] for line in lines(result)] == [str(good)]
    assert [line.partition("half.mbox")[2] for line in result.stderr.splitlines()] == [
        ": line 14: has no mail header",
        ": line 28: is empty",
        " was taken",
    ]
    assert RawMail.objects.count() == 1


@pytest.mark.parametrize(
    "given", [b"", b"\n\n", b"order,customer\n12,Nora\n", b"\x00\xff\x00", b"From nothing 2026\n"]
)
def test_what_is_no_mail_gets_one_clear_line_and_a_bad_exit(given: bytes) -> None:
    result = run(given=given)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "kept: standard input: line 1: " in result.stderr
    assert not RawMail.objects.exists()


def test_a_file_that_is_not_there_is_named() -> None:
    result = run("nowhere.eml")

    assert result.exit_code == 2
    assert "nowhere.eml" in result.stderr


def test_a_line_that_only_looks_like_the_start_of_a_message_is_words() -> None:
    body = b"Subject: x\n\nFrom Tuesday 3 March 2026 on\nFrom here\n"

    assert [piece.raw for piece in split(b"From a@b Tue Mar  3 10:00:00 2026\n" + body)] == [body]


def test_a_huge_mbox_is_split_within_seconds() -> None:
    assert len(split(mbox(*[SAM] * 20_000))) == 20_000
