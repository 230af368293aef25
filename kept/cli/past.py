"""``kept past FOLDER``: customers, contracts, tellings and their papers from before come in, whole or not."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

MOST_IN_ALL = 300 * 1024 * 1024  # bytes of all files: more is imported in parts
MOST_FILES = 20_000


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would come; nothing is taken.")
@click.option("--as", "email", metavar="EMAIL", help="Who imports: a manager's or the owner's log-in.")
def past(folder: Path, dry_run: bool, email: str | None) -> None:
    """Import the past from a FOLDER: customers.csv, memberships.csv, tellings.csv, orders.csv and papers/.

    All of it is marked as imported: before that instant nothing of it is sealed. With one mistake in it
    nothing is taken, and every mistake is named with its file, line and column. The same folder twice is
    taken once. No mail leaves.

    Example: kept past books-2025 --dry-run
    """
    from kept.cli import setup

    setup()
    from django.utils import timezone

    from kept.base.actors import SOFTWARE
    from kept.business.queries import by_email
    from kept.cli.database import migrate
    from kept.desk import past as desk
    from kept.memberships.past import BadPast

    migrate()
    by = desk.may_import(by_email(email)) if email else SOFTWARE
    tables, papers = read(folder)
    try:
        taken = desk.take(tables, papers, dry_run=dry_run, by=by, now=timezone.now())
    except BadPast as refused:
        for line in refused.lines[:50]:
            click.echo(f"kept: {line}", err=True)
        if len(refused.lines) > 50:
            click.echo(f"kept: and {len(refused.lines) - 50} more", err=True)
        click.echo(f"kept: nothing of {folder} was taken; what stood here before is as it was", err=True)
        sys.exit(2)
    for name, number in asdict(taken).items():
        click.echo(f"{name}: {number}")
    if dry_run:
        click.echo("nothing was taken: this was a dry run", err=True)


def read(folder: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The tables of a folder and its papers, by name. No link is followed, and no other folder opened."""
    tables = [each for each in sorted(folder.iterdir()) if each.name.lower().endswith(".csv")]
    inside = folder / "papers"
    papers = [
        each
        for each in (sorted(inside.iterdir()) if inside.is_dir() and not inside.is_symlink() else [])
        if not each.name.startswith(".")
    ]
    files = [*tables, *papers]
    if strange := [each for each in files if each.is_symlink() or not each.is_file()]:
        raise click.ClickException(f"{strange[0].relative_to(folder)}: is no plain file; nothing was taken")
    if len(files) > MOST_FILES or sum(each.stat().st_size for each in files) > MOST_IN_ALL:
        raise click.ClickException(f"{folder}: more than 20,000 files or 300 MB; import it in parts")
    return (
        {each.name: each.read_bytes() for each in tables},
        {each.name: each.read_bytes() for each in papers},
    )
