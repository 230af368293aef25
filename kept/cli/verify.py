"""`kept verify FILE…`: what receipts, bundles and ledgers prove, without a database, on nobody's word."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kept.ledger.rules import notes, reading, stamps
from kept.ledger.rules.proofs import Ledger, Receipt
from kept.ledger.rules.verify import LIMITS, Finding, Outcome, Verdict
from kept.ledger.rules.verify import verify as verified

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

WRONG, UNREADABLE = 1, 2
SIGNS = {Outcome.PROVEN: "✓", Outcome.WRONG: "✗", Outcome.UNKNOWN: "?"}
HEADS = {
    Outcome.WRONG: "What is wrong",
    Outcome.PROVEN: "What is proven",
    Outcome.UNKNOWN: "What stays unknown",
}


class Trouble(click.ClickException):
    """A file that cannot be read: one line, exit code 2."""

    exit_code = UNREADABLE


@click.command()
@click.argument("files", nargs=-1, metavar="FILE…", type=click.Path(allow_dash=True))
@click.option("--key", "keys", multiple=True, metavar="VKEY", help="A key that you hold, from paper or page.")
@click.option("--witness", "witness", multiple=True, metavar="FILE", help="Checkpoints that somebody kept.")
@click.option("--tsa", "authorities", multiple=True, metavar="CERT", help="A time-stamping authority.")
@click.option("--files", "folder", metavar="DIR", help="Where the files lie that a bundle lists.")
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
@click.option("--page", is_flag=True, help="Print the page that verifies in a browser, to keep.")
def verify(
    files: Sequence[str],
    keys: Sequence[str],
    witness: Sequence[str],
    authorities: Sequence[str],
    folder: str | None,
    *,
    as_json: bool,
    page: bool,
) -> None:
    """Say what FILE… prove: receipts, bundles, a whole ledger; together, they are held against each other.

    Exit code 0: verified. 1: something is wrong. 2: a file cannot be read.

    \b
    Examples:
      kept verify receipt-17.kept.json
      kept verify *.kept.json --key sofas.example/ledger+2c4fdba5+AbaW… --witness witness.txt
      kept verify --page > verify.html
    """
    for stream in (sys.stdout, sys.stderr):  # whatever the computer writes by itself: ✓ must not stop us
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    if page:
        click.echo(_page(), nl=False)
        return
    if not files:
        raise click.UsageError("which file? Give a receipt, a bundle or a ledger, or --page")
    with ExitStack() as opened:
        given = [_open(file, opened) for file in files]
        verdict = _verdict(given, keys, witness, authorities, folder)
    click.echo(_as_json(verdict) if as_json else _in_words(verdict, given))
    sys.exit(0 if verdict.ok else WRONG)


def _verdict(
    given: Sequence[Receipt | Ledger],
    keys: Sequence[str],
    witness: Sequence[str],
    authorities: Sequence[str],
    folder: str | None,
) -> Verdict:
    kept = [note for file in witness for note in _noted(file)]
    certificates = [_certificate(file) for file in authorities]
    listed = {file.name for each in given if isinstance(each, Receipt) for file in each.files}
    try:
        return verified(
            *given,
            now=datetime.now(UTC),
            pinned=[_key(key) for key in keys],
            witness=kept,
            authorities=certificates,
            hashes=_hashes(Path(folder), listed) if folder else None,
        )
    except reading.Unreadable as flaw:  # a line of a ledger, read only now
        raise Trouble(_one_line(f"{_ledgers(given)}: {flaw}")) from None


def _open(file: str, opened: ExitStack) -> Receipt | Ledger:
    try:
        stream = opened.enter_context(click.open_file(file, "rb"))
        return reading.opened(stream, _one_line(Path(file).name))
    except reading.Unreadable as flaw:
        raise Trouble(_one_line(f"{file}: {flaw}")) from None
    except OSError as error:
        raise Trouble(f"{file}: cannot be read: {error.strerror or error}") from None


def _bytes(file: str) -> bytes:
    try:
        with Path(file).open("rb") as opened:
            return opened.read(reading.LARGEST_LIST + 1)
    except OSError as error:
        raise Trouble(f"{file}: cannot be read: {error.strerror or error}") from None


def _noted(file: str) -> list[str]:
    try:
        return reading.witnessed(_bytes(file))
    except reading.Unreadable as flaw:
        raise Trouble(_one_line(f"{file}: {flaw}")) from None


def _certificate(file: str) -> Certificate:
    try:
        return stamps.certificate(_bytes(file))
    except ValueError:
        raise Trouble(f"{file}: is no certificate (PEM or DER)") from None


def _key(text: str) -> str:
    try:
        return str(notes.Vkey.parse(text.strip()))
    except notes.Malformed as flaw:
        raise Trouble(_one_line(f"--key {text}: {flaw}")) from None


def _hashes(folder: Path, names: set[str]) -> dict[str, str]:
    """The hashes of those files that lie in this folder itself, whatever path a bundle may name."""
    found = {}
    for name in names:
        path = folder / name
        if name == path.name and path.is_file():
            with path.open("rb") as opened:
                found[name] = hashlib.file_digest(opened, "sha256").hexdigest()
    return found


def _as_json(verdict: Verdict) -> str:
    tree = {
        "ok": verdict.ok,
        "findings": [each.as_json() for each in verdict.findings],
        "does_not_prove": list(LIMITS),
    }
    return json.dumps(tree, ensure_ascii=False, indent=2)


def _in_words(verdict: Verdict, given: Sequence[Receipt | Ledger]) -> str:
    names = [each.name for each in given]
    together = ", ".join(names)
    lines = [f"{together}: verified." if verdict.ok else f"{together}: something is wrong.", ""]
    for outcome, head in HEADS.items():
        if found := verdict.of(outcome):
            lines += [f"{head}:", *(_line(each, named=len(names) > 1) for each in found), ""]
    lines += _texts([each for each in given if isinstance(each, Receipt)], verdict)
    lines += ["What this never proves:", *(f"  – {words}" for words in LIMITS)]
    return "\n".join(lines)


def _texts(receipts: Sequence[Receipt], verdict: Verdict) -> list[str]:
    """The words that the receipts hold, to be read beside what was found about them."""
    lines, kept = [], {each.facts["sha256"] for each in verdict.findings if each.code == "words_kept"}
    for words in dict.fromkeys(each for receipt in receipts for each in receipt.words):
        unproven = "" if words.hashed() in kept else ", which no entry here is shown to name"
        lines += [f"The text “{_one_line(words.title)}”{unproven}:"]
        lines += [f"  | {_one_line(line)}" for line in words.words.splitlines()] + [""]
    return lines


def _line(found: Finding, *, named: bool) -> str:
    where = f" [{found.where}]" if named and found.where else ""
    return _one_line(f"  {SIGNS[found.outcome]} {found.words}{where}")


def _one_line(words: str) -> str:
    """As it is shown, whatever a hostile file holds: no line ends, no control characters."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in words)


def _ledgers(given: Sequence[Receipt | Ledger]) -> str:
    return ", ".join(each.name for each in given if isinstance(each, Ledger))


def _page() -> str:
    from kept.cli import setup

    setup()
    from kept.web.proofs.page import whole

    return whole()
