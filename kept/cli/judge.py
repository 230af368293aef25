"""`kept judge FILE`: judge a case from facts alone, without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kept.complaints import casefile


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
def judge(file: str) -> None:
    """Judge the case in FILE (or - for standard input) and print the answer as JSON.

    Example: kept judge case.json
    """
    try:
        reading = casefile.read(_content(file))
    except casefile.CaseFlaw as flaw:
        _say(f"{file}: {flaw}")
        sys.exit(2)
    for path in reading.unknown:
        _say(f"{file}: warning: {path}: unknown field, kept and not judged")
    answer = json.dumps(casefile.judge(reading.case).as_dict(), ensure_ascii=False, indent=2)
    click.echo(answer.encode())


def _content(file: str) -> bytes:
    """The bytes of the file, at most one more than a case may have. Raises CaseFlaw if unreadable."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(casefile.LARGEST + 1)
        with Path(file).open("rb") as opened:
            return opened.read(casefile.LARGEST + 1)
    except OSError as error:
        raise casefile.CaseFlaw("", f"cannot be read: {error.strerror or error}") from None


def _say(words: str) -> None:
    """One line on standard error, whatever the names in the file hold."""
    line = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in words)
    click.echo(f"kept: {line}", err=True)
