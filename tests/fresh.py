"""A database of its own for tests that commit: put back from a pristine copy afterwards, never flushed.

The ledger, promises and tellings refuse DELETE by triggers, so Django's flush cannot empty them, and must
not. ``fresh_database`` gives real commits, seen by other threads and processes, on both databases. What takes
long to make, like the demo business, is made once and then copied: ``scene``.
"""

from __future__ import annotations

import gc
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction

Scene = Callable[[Callable[[], Any]], Any]

_pristine_copies: set[str] = set()
_scenes: dict[Callable[[], Any], tuple[str, bytes, Any]] = {}  # who makes it → its copy, witness, and answer


@pytest.fixture
def fresh_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Real commits on a database that is put back afterwards."""
    with django_db_blocker.unblock():
        pristine = _name("pristine")
        if pristine not in _pristine_copies:
            _keep(pristine)
            _pristine_copies.add(pristine)
        try:
            yield
        finally:
            _put_back(pristine)


@pytest.fixture
def scene(fresh_database: None, settings: Any) -> Scene:
    """``scene(make)``: the database as ``make`` leaves it, and what it gave back; made once a process."""

    def set_up(make: Callable[[], Any]) -> Any:
        if make in _scenes:
            copy, witness, given = _scenes[make]
            _put_back(copy)
            settings.WITNESS.write_bytes(witness)
        else:
            copy, given = _name(f"scene_{len(_scenes)}"), make()
            settings.WITNESS.touch()
            _keep(copy)
            _scenes[make] = copy, settings.WITNESS.read_bytes(), given
        return deepcopy(given)

    return set_up


@contextmanager
def undone() -> Iterator[None]:
    """What happens within is undone: many things tried on one scene, each as if it were the first."""
    within = transaction.atomic()
    within._from_testcase = True  # type: ignore[attr-defined]  # as in Django: a durable block may begin in it
    with within:
        yield
        transaction.set_rollback(True)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays: ``_put_back`` has only the rest to look through."""
    gc.collect()
    gc.freeze()


def _name(copy: str) -> str:
    return f"{connection.settings_dict['NAME']}_{copy}"


def _keep(copy: str) -> None:
    """Make a copy of the database as it stands."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        connections.close_all()
        # sqlite3's own "with" does not close: an open connection would lose its files when we put them back
        with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    else:
        _on_the_server(f'DROP DATABASE IF EXISTS "{copy}"', f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')


def _put_back(copy: str) -> None:
    name = str(connection.settings_dict["NAME"])
    connections.close_all()
    _forget()
    gc.collect()  # a statement that failed and hangs on in a traceback keeps SQLite's connection open
    if connection.vendor == "sqlite":
        for left in (f"{name}-wal", f"{name}-shm"):
            Path(left).unlink(missing_ok=True)
        shutil.copyfile(copy, name)
    else:
        _on_the_server(f'DROP DATABASE "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{copy}"')


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
