"""``kept take [FILE…|-]``: mail comes in from files, mbox or standard input; one JSON line a message."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

FROM_LINE = re.compile(rb"(?m)^From \S{1,320} [^\r\n]{0,40}\d{1,2}:\d\d[^\r\n]{0,40}\d{4}[^\r\n]{0,80}\r?$")
KNOWN_HEADERS = frozenset(
    b"from sender to cc reply-to return-path delivered-to received message-id date subject "
    b"mime-version content-type".split()
)
HEADER_LINE = re.compile(rb"(?m)^[!-9;-~]+[ \t]*:")


@dataclass(frozen=True)
class Piece:
    """One message of a file: its bytes, and the line on which it begins."""

    raw: bytes
    line: int

    @property
    def fault(self) -> str:
        """Why this is no mail; empty when it is one."""
        if not self.raw.strip():
            return "is empty"
        head = re.split(rb"\r?\n\r?\n", self.raw.lstrip(b"\r\n"), maxsplit=1)[0]
        names = {found.rstrip(b" \t:").lower() for found in HEADER_LINE.findall(head)}
        return "" if names & KNOWN_HEADERS else "has no mail header"


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
def take(files: tuple[str, ...]) -> None:
    """Take in mail: RFC 822 files, mbox files, or standard input (-, or no FILE).

    Prints one JSON line per message that says what became of it. A file is taken whole or not at all: with
    one bad message in it nothing of it is taken, and every bad one is named on standard error. The same
    message twice is taken once.

    Example: kept take letter.eml Archive.mbox
    """
    from kept.cli import setup

    setup()
    from kept.cli.database import migrate

    migrate()
    good = [_take_file(name) for name in files or ("-",)]
    sys.exit(0 if all(good) else 2)


def _take_file(name: str) -> bool:
    """Take one file; answers whether it was taken."""
    shown = "standard input" if name == "-" else name
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        click.echo(f"kept: {shown}: {error.strerror or error}", err=True)
        return False
    pieces = split(content)
    faults = [f"line {piece.line}: {piece.fault}" for piece in pieces if piece.fault]
    if faults:
        for fault in faults:
            click.echo(f"kept: {shown}: {fault}", err=True)
        click.echo(f"kept: nothing of {shown} was taken", err=True)
        return False
    for line in _take_all(pieces, shown):
        click.echo(json.dumps(line, ensure_ascii=False))
    return True


def split(content: bytes) -> list[Piece]:
    """The messages of a file: one, or those of an mbox (RFC 4155; ``>From`` unquoted as mboxrd has it)."""
    if not content.startswith(b"From "):
        return [Piece(content, 1)]
    starts = [0] + [
        found.start()
        for found in FROM_LINE.finditer(content)
        if found.start() and re.search(rb"\n\r?\n\Z", content[max(0, found.start() - 3) : found.start()])
    ]
    pieces, line, counted = [], 1, 0
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        line, counted = line + content.count(b"\n", counted, start), start
        message = content[start:end].partition(b"\n")[2]
        pieces.append(Piece(re.sub(rb"(?m)^>(>*From )", rb"\1", message), line))
    return pieces


def _take_all(pieces: Sequence[Piece], name: str) -> list[dict[str, Any]]:
    """Take the messages of one file in one transaction, in their order."""
    from django.db import transaction
    from django.utils import timezone

    from kept.channels.email import take as email

    with transaction.atomic():
        taken = [email.take(piece.raw, came_by="kept take", now=timezone.now()) for piece in pieces]
    return [
        {
            "file": name,
            "line": piece.line,
            "outcome": one.outcome.value,
            "conversation": one.conversation.pk if one.conversation else None,
            "customer": one.customer.pk if one.customer else None,
            "message": one.message.pk if one.message else None,
        }
        for piece, one in zip(pieces, taken, strict=True)
    ]
