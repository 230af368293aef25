"""`kept version`: which version this is."""

from __future__ import annotations

import click

from kept import __version__


@click.command()
def version() -> None:
    """Say which version this is.

    Example: kept version
    """
    click.echo(f"kept {__version__}")
