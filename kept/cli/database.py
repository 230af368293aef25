"""Bring the database's tables up to date, once, however many processes start at the same time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_ADVISORY_LOCK = 0x6B657074  # "kept"


def migrate(*, aloud: bool = False) -> bool:
    """Apply what is missing, under a lock; ``aloud`` says so first. False when nothing was."""
    with _alone():
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        if aloud:
            click.echo("Bringing the database up to date …", err=True)
        call_command("migrate", interactive=False, verbosity=0)
        return True


@contextmanager
def _alone() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_ADVISORY_LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY_LOCK])
        return
    file = Path(connection.settings_dict["NAME"])
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        opened = file.with_name(file.name + ".lock").open("w")
    except OSError as error:
        raise click.ClickException(f"the database cannot be used: {error}") from error
    with opened as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
