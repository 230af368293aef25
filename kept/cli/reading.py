"""A file given to a command is taken whole or not at all, and every line in the way is named."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import click

from kept.text.tables import BadTable


@contextmanager
def whole_or_nothing(file: BinaryIO) -> Iterator[None]:
    """Say what is wrong with which line of a bad table, and exit with 2."""
    try:
        yield
    except BadTable as refused:
        for line in refused.lines:
            click.echo(f"kept: {file.name}: {line}", err=True)
        click.echo(f"kept: nothing of {file.name} was taken", err=True)
        sys.exit(2)
