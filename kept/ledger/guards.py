"""Database triggers that refuse a write, the same on SQLite and PostgreSQL; used in migrations."""

from __future__ import annotations

from typing import Literal

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Guard(Operation):
    """A change of the database alone. RunPython would draw every model anew for it: 0.05 s for each guard."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_forwards(
        self,
        _app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        _from_state: ProjectState,
        _to_state: ProjectState,
    ) -> None:
        self.put_up(schema_editor)

    def database_backwards(
        self,
        _app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        _from_state: ProjectState,
        _to_state: ProjectState,
    ) -> None:
        self.take_down(schema_editor)

    def put_up(self, editor: BaseDatabaseSchemaEditor) -> None:
        raise NotImplementedError

    def take_down(self, editor: BaseDatabaseSchemaEditor) -> None:
        raise NotImplementedError


class Refuse(Guard):
    """Refuse a verb on a table, always or only ``when`` (SQL over OLD and NEW, subqueries allowed) holds.

    ``Refuse("ledger_entry", "UPDATE", "the ledger only grows")``. The database raises an error whose
    text is the message; Django shows it as IntegrityError. A later one for the same verb of the same table
    takes the place of the earlier. SQLite forgets the triggers of a table that Django makes anew (a column
    added with a value, a constraint): a migration that does so sets them again.
    """

    def __init__(
        self, table: str, verb: Literal["INSERT", "UPDATE", "DELETE"], message: str, when: str = ""
    ) -> None:
        self.table, self.verb, self.message, self.when = table, verb, message, when
        self.name = f"{table}_refuses_{verb.lower()}"

    def put_up(self, editor: BaseDatabaseSchemaEditor) -> None:
        vendor = editor.connection.vendor
        for statement in _statements(vendor, self.name, self.table, self.verb, self.message, self.when):
            editor.execute(statement)

    def take_down(self, editor: BaseDatabaseSchemaEditor) -> None:
        postgres = editor.connection.vendor == "postgresql"
        editor.execute(f"DROP TRIGGER IF EXISTS {self.name}" + (f" ON {self.table}" if postgres else ""))
        if postgres:
            editor.execute(f"DROP FUNCTION IF EXISTS {self.name}()")

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        return (self.__class__.__name__, [self.table, self.verb, self.message, self.when], {})


def _statements(vendor: str, name: str, table: str, verb: str, message: str, when: str) -> list[str]:
    if vendor == "sqlite":
        condition = f"WHEN ({when})" if when else ""
        return [
            f"DROP TRIGGER IF EXISTS {name}",
            (
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            ),
        ]
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF ({when or 'TRUE'}) THEN RAISE EXCEPTION '{message}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {'OLD' if verb == 'DELETE' else 'NEW'}; END $$"
        ),
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


class RefuseGoingRound(Guard):
    """Refuse what removes rows past the triggers above: TRUNCATE on PostgreSQL, REPLACE on SQLite.

    ``RefuseGoingRound("ledger_tile", "the ledger only grows", ["id"], ["level", "index"])``: the table, the
    message, and each key by which one row could take the place of another (SQLite then deletes the other
    without asking its triggers).
    """

    def __init__(self, table: str, message: str, *keys: list[str]) -> None:
        self.table, self.message, self.keys = table, message, keys

    def put_up(self, editor: BaseDatabaseSchemaEditor) -> None:
        self.take_down(editor)
        postgres = editor.connection.vendor == "postgresql"
        for statement in _going_round(self.table, self.message, self.keys)[postgres]:
            editor.execute(statement)

    def take_down(self, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_refuses_truncate ON {self.table}")
            editor.execute(f"DROP FUNCTION IF EXISTS {self.table}_refuses_truncate()")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_refuses_replacing")
            editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_refuses_taking_place")

    def deconstruct(self) -> tuple[str, list[object], dict[str, str]]:
        return (self.__class__.__name__, [self.table, self.message, *self.keys], {})


def _going_round(table: str, message: str, keys: tuple[list[str], ...]) -> tuple[list[str], list[str]]:
    """The statements for SQLite, and those for PostgreSQL."""
    taken, moved = [], []
    for key in keys:
        same = " AND ".join(f'"{column}" = NEW."{column}"' for column in key)
        other = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in key)
        taken.append(f"EXISTS (SELECT 1 FROM {table} WHERE {same})")  # noqa: S608  # names from migrations
        moved.append(f"(({other}) AND {taken[-1]})")
    body, name = f"BEGIN SELECT RAISE(ABORT, '{message}'); END", f"{table}_refuses_truncate"
    is_taken, is_moved = " OR ".join(taken), " OR ".join(moved)
    sqlite = [
        f"CREATE TRIGGER {table}_refuses_replacing BEFORE INSERT ON {table} WHEN {is_taken} {body}",
        f"CREATE TRIGGER {table}_refuses_taking_place BEFORE UPDATE ON {table} WHEN {is_moved} {body}",
    ]
    refusing = f"BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END"
    postgres = [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {refusing} $$",
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]
    return sqlite, postgres
