"""A database of its own for tests that commit: put back from a pristine copy afterwards, never flushed.

The ledger, promises and tellings refuse DELETE by triggers, so Django's flush cannot empty them, and must
not. ``fresh_database`` gives real commits, seen by other threads and processes, on both databases.
"""

from __future__ import annotations

import gc
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

_pristine_copies: set[str] = set()


@pytest.fixture
def fresh_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Real commits on a database that is put back afterwards."""
    with django_db_blocker.unblock():
        _keep_pristine()
        try:
            yield
        finally:
            _put_back()


def _keep_pristine() -> None:
    name = str(connection.settings_dict["NAME"])
    if name in _pristine_copies:
        return
    if connection.vendor == "sqlite":
        connections.close_all()
        # sqlite3's own "with" does not close: an open connection would lose its files when we put them back
        with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(f"{name}.pristine")) as copy:
            source.backup(copy)
    else:
        _on_the_server(
            f'DROP DATABASE IF EXISTS "{name}_pristine"',
            f'CREATE DATABASE "{name}_pristine" TEMPLATE "{name}"',
        )
    _pristine_copies.add(name)


def _put_back() -> None:
    name = str(connection.settings_dict["NAME"])
    connections.close_all()
    _forget()
    gc.collect()  # a statement that failed and hangs on in a traceback keeps SQLite's connection open
    if connection.vendor == "sqlite":
        for left in (f"{name}-wal", f"{name}-shm"):
            Path(left).unlink(missing_ok=True)
        shutil.copyfile(f"{name}.pristine", name)
    else:
        _on_the_server(
            f'DROP DATABASE "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{name}_pristine"'
        )


def _forget() -> None:
    """What this process remembers of the rows goes with them."""
    from kept.deliveries import shelf  # Django is not set up when this plugin is loaded

    shelf.forget()


def _on_the_server(*statements: str) -> None:
    connections.close_all()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    with connection._nodb_cursor() as cursor:  # Django's own way to the server
        for statement in statements:
            cursor.execute(statement)
