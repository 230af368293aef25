"""`kept ledger`: sign, export and check the ledger; look after its keys; own up to a restored backup."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import BinaryIO

import click
from django.utils import timezone

from kept.base.actors import SOFTWARE
from kept.cli.database import migrate
from kept.ledger import actions, queries, witness
from kept.ledger.audit import MOST_FAULTS, audit


@click.group()
def ledger() -> None:
    """The ledger: what was promised, told and done, sealed so that nobody can change it unseen.

    Example: kept ledger check
    """


@ledger.command()
def checkpoint() -> None:
    """Seal what waits, sign the whole, and print the note. Keep a copy where we cannot reach it.

    Example: kept ledger checkpoint
    """
    migrate()
    click.echo(actions.checkpoint(now=timezone.now()).note, nl=False)


@ledger.command()
@click.argument("file", type=click.Path(path_type=Path), default="-")
def export(file: Path) -> None:
    """Write the whole ledger to FILE (or standard output), for `kept verify` on any machine.

    What was erased is not in it; everything else that was ever written is. Keep it as you keep letters.

    Example: kept ledger export ledger.jsonl
    """
    migrate()
    try:
        actions.checkpoint(now=timezone.now())
    except actions.CannotSeal as no:
        click.echo(f"kept: warning: {no}", err=True)
        if queries.latest_checkpoint() is None:
            sys.exit(2)
    with _written_whole(file) as opened:
        for line in queries.export():
            opened.write(line)


@ledger.command()
def keys() -> None:
    """Print the public keys, oldest first: publish them, so that a receipt can be checked against them.

    Example: kept ledger keys
    """
    migrate()
    if not queries.signing_keys():
        actions.checkpoint(now=timezone.now())  # with the first checkpoint the first key is made
    for key in queries.signing_keys():
        click.echo(key.vkey)
        ended = f", until {key.retired_at.astimezone(UTC):%Y-%m-%d %H:%M}" if key.retired_at else ""
        click.echo(f"  since {key.made_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC{ended}", err=True)


@ledger.command()
@click.option("--lost", is_flag=True, help="The old key cannot be opened any more: go on without a handover.")
def rotate(lost: bool) -> None:
    """Sign with a new key from now on. The old key hands over to it, and both sign that.

    Example: kept ledger rotate
    """
    migrate()
    change = actions.replace_lost_key if lost else actions.rotate
    key = change(by=SOFTWARE, now=timezone.now())
    actions.checkpoint(now=timezone.now())
    click.echo(key.vkey)


@ledger.command()
@click.option("--because", required=True, help="Why, in a few words that every holder of a receipt may read.")
@click.option(
    "--witness",
    "copy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A copy of the witness file that you keep elsewhere, where ours was restored as well.",
)
def restored(because: str, copy: Path | None) -> None:
    """Own up that a backup was restored: a signed notice names what is lost, and sealing goes on.

    Example: kept ledger restored --because "The disk failed; we went back to Monday's backup."
    """
    migrate()
    seen = witness.newest(queries.origin(), copy) if copy else None
    actions.acknowledge_restore(because=because, by=SOFTWARE, now=timezone.now(), seen=seen)
    click.echo(queries.forks()[-1], nl=False)


@ledger.command()
def check() -> None:
    """Compare the whole database with itself: entries, payloads, tree, checkpoints, the witness file.

    Ends with 0 when everything agrees, with 1 when something does not.

    Example: kept ledger check
    """
    migrate()
    found = audit()
    for words in found.faults:
        click.echo(f"kept: {words}", err=True)
    if found.count > MOST_FAULTS:
        click.echo(f"kept: and {found.count - MOST_FAULTS} more", err=True)
    click.echo(
        f"{found.sealed} entries sealed, {found.waiting} waiting, {found.erased} erased; "
        f"{found.checkpoints} checkpoints; {found.count or 'no'} faults"
    )
    sys.exit(1 if found.count else 0)


@contextmanager
def _written_whole(file: Path) -> Iterator[BinaryIO]:
    """Standard output for "-", else a file that appears when it is whole."""
    if str(file) == "-":
        yield sys.stdout.buffer
        return
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as opened:
            yield opened
        part.replace(file)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
