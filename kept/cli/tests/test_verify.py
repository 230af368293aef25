"""`kept verify`: plain words, an exit code, no database and no settings; nothing is believed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from kept.cli.verify import verify
from kept.ledger.examples import HOUR, MONDAY, Book, signer, sofa_shop, wording
from kept.ledger.rules.proofs import File
from kept.ledger.tests.test_stamps import ROOT, stamped
from kept.web.proofs import page

NOW = MONDAY + 100 * HOUR
OURS = signer().vkey


@pytest.fixture(autouse=True)
def _time_stands_still() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def book() -> Book:
    return sofa_shop()


@pytest.fixture
def receipt(book: Book, tmp_path: Path) -> Path:
    path = tmp_path / "receipt-1.kept.json"
    path.write_bytes(book.receipt(1, at=MONDAY + 74 * HOUR, words=[wording()]).write())
    return path


def run(*arguments: str | Path, content: bytes = b"") -> Result:
    return CliRunner().invoke(verify, [str(each) for each in arguments], input=content)


def test_a_receipt_is_verified_in_plain_words(receipt: Path) -> None:
    done = run(receipt, "--key", OURS)

    assert done.exit_code == 0
    assert done.stdout.startswith("receipt-1.kept.json: verified.\n\nWhat is proven:\n")
    assert "  ✓ The text “When we come” is word for word the one that entry 1 names" in done.stdout
    assert "What this never proves:\n  – That an entry was true when it was written" in done.stdout
    assert "The text “When we come”:\n  | We come within a 4-hour window.\n" in done.stdout
    assert "What is wrong" not in done.stdout


def test_without_a_key_it_says_that_the_key_is_on_trust(receipt: Path) -> None:
    done = run(receipt)

    assert done.exit_code == 0
    assert "  ? Whether this is really the key of sofas.example/ledger" in done.stdout
    assert f"paper of theirs: {OURS}\n" in done.stdout


def test_a_changed_receipt_is_wrong_and_the_exit_code_says_so(receipt: Path) -> None:
    receipt.write_text(receipt.read_text().replace("4-hour window", "2-hour window"))

    done = run(receipt, "--key", OURS)

    assert done.exit_code == 1
    assert done.stdout.startswith("receipt-1.kept.json: something is wrong.\n\nWhat is wrong:\n")
    assert "  ✗ The text “When we come” is not the one whose hash stands beside it." in done.stdout


def test_a_receipt_under_another_key_than_mine_is_wrong(receipt: Path) -> None:
    assert run(receipt, "--key", signer(9).vkey).exit_code == 1


def test_a_receipt_can_come_on_standard_input(receipt: Path) -> None:
    assert run("-", content=receipt.read_bytes()).stdout.startswith("-: verified.")


def test_the_findings_can_be_had_as_json(receipt: Path) -> None:
    done = run(receipt, "--json")

    said = json.loads(done.stdout)
    assert said["ok"] is True
    assert {"code": "entry_stands", "outcome": "proven"}.items() <= said["findings"][1].items()
    assert len(said["does_not_prove"]) == 5


def test_a_whole_ledger_is_verified_against_a_witness_file(book: Book, receipt: Path, tmp_path: Path) -> None:
    ledger, witness = tmp_path / "ledger.jsonl", tmp_path / "witness.txt"
    ledger.write_bytes(b"".join(book.ledger().write()))
    witness.write_text("\n".join(book.checkpoints))

    done = run(ledger, receipt, "--witness", witness, "--key", OURS)

    assert done.exit_code == 0, done.output
    assert "✓ Every entry (7) fits every checkpoint that was published about them (3)" in done.stdout
    assert "[ledger.jsonl]" in done.stdout


def test_a_rewritten_ledger_does_not_fit_the_witness_file(book: Book, tmp_path: Path) -> None:
    ledger, witness = tmp_path / "ledger.jsonl", tmp_path / "witness.txt"
    witness.write_text("".join(book.checkpoints))
    del book.entries[1:]
    book.checkpoints.clear()
    book.record("policy.told", at=MONDAY + HOUR, by="staff:9")
    book.record("promise.made", at=MONDAY + 2 * HOUR, by="staff:2")
    ledger.write_bytes(b"".join(book.ledger().write()))

    done = run(ledger, "--witness", witness)

    assert done.exit_code == 1
    assert "The first 3 entries are not those of the checkpoint" in done.stdout


def test_files_of_a_bundle_are_compared_with_those_in_a_folder(book: Book, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "invoice.pdf").write_bytes(b"%PDF")
    (folder / "photo.jpg").write_bytes(b"another photo")
    (tmp_path / "secret").write_bytes(b"secret")
    listed = [
        File(name, hashlib.sha256(content).hexdigest())
        for name, content in {"invoice.pdf": b"%PDF", "photo.jpg": b"photo", "../secret": b"secret"}.items()
    ]
    bundle = tmp_path / "bundle.kept.json"
    bundle.write_bytes(book.receipt(1, at=MONDAY + 74 * HOUR, words=[wording()], files=listed).write())

    done = run(bundle, "--files", folder)

    assert done.exit_code == 1
    assert "? Whether the file invoice.pdf is genuine" in done.stdout
    assert "✗ The file photo.jpg is not the one that this bundle lists." in done.stdout
    assert "? Whether the file ../secret is the one" in done.stdout


def test_a_hostile_name_cannot_write_over_the_screen(book: Book, tmp_path: Path) -> None:
    hostile = replace(wording(), title="\x1b[2J\nverified.")
    path = tmp_path / "receipt.kept.json"
    path.write_bytes(book.receipt(1, at=MONDAY + 74 * HOUR, words=[hostile]).write())

    done = run(path)

    assert done.exit_code == 1
    assert "\x1b" not in done.stdout
    assert "\nverified." not in done.stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is not JSON, or not all of it"),
        (b'{"kept": "receipt/1"', "it is not JSON, or not all of it"),
        (b"\xff\xfe{}", "it is not UTF-8 text"),
        (b"[]", "should be an object"),
        (b'{"kept": "receipt/9"}', "kept: should be receipt/1 or bundle/1"),
    ],
    ids=["empty", "truncated", "wrong encoding", "a list", "another kind"],
)
def test_what_cannot_be_read_gets_one_line_and_exit_code_2(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "receipt.kept.json"
    path.write_bytes(content)

    done = run(path)

    assert done.exit_code == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_broken_line_of_a_ledger_is_named(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    lines = list(book.ledger().write())
    lines[3] = lines[3].replace(b'"number":2', b'"number":-2')
    path.write_bytes(b"".join(lines))

    done = run(path)

    assert done.exit_code == 2
    assert "ledger.jsonl: line 4, number: should be a whole number, not below 0" in done.stderr


@pytest.mark.parametrize(
    "arguments", [[], ["--key", "nonsense"], ["--witness", "/nowhere"], ["--tsa", "/nowhere"], ["/nowhere"]]
)
def test_what_was_asked_wrongly_is_said(receipt: Path, arguments: list[str]) -> None:
    asked = [str(receipt), *arguments] if arguments else []

    done = run(*asked)

    assert done.exit_code == 2
    assert done.stdout == ""


@pytest.mark.parametrize(("raw", "code"), [(ROOT, 0), (b"-----BEGIN", 2)], ids=["DER", "broken PEM"])
def test_a_time_stamp_is_checked_by_the_certificate_of_its_authority(
    tmp_path: Path, raw: bytes, code: int
) -> None:
    path, root = tmp_path / "receipt.kept.json", tmp_path / "root.crt"
    path.write_bytes(stamped().write())
    root.write_bytes(raw)

    done = run(path, "--tsa", root)

    assert done.exit_code == code
    assert ("✓ A time-stamping authority" in done.stdout) is (code == 0)


def test_it_prints_the_page_to_keep() -> None:
    done = run("--page")

    assert done.exit_code == 0
    assert done.stdout == page.whole()


def test_it_needs_no_settings_no_database_and_no_home(receipt: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "KEPT"))}
    code = (
        "import sys; from kept.cli import main\n"
        f"try: main(['verify', {str(receipt)!r}, '--json'])\n"
        "except SystemExit as end: sys.exit(9 if 'django' in sys.modules else end.code)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=False, env=bare | {"KEPT_HOME": "/dev/null/nowhere"},
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ok"] is True


def test_it_speaks_on_a_computer_that_writes_otherwise(receipt: Path) -> None:
    command = [sys.executable, "-m", "kept.cli", "verify", str(receipt)]

    done = subprocess.run(
        command, env={**os.environ, "PYTHONIOENCODING": "cp1252"}, capture_output=True, check=False
    )

    assert done.returncode == 0
    assert "✓ The checkpoint is signed" in done.stdout.decode()
