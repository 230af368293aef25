"""One sealer: no gap, no number twice, whoever else seals, fails or is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from kept.base.actors import CLOCK
from kept.ledger import actions
from kept.ledger.models import Entry, Leaf, Tile, Tree
from kept.ledger.rules import leaf, merkle
from kept.ledger.tests.writing import NOW, entries, root_of_leaves, sealed_hashes
from kept.ledger.tree import Tiles

PATIENCE = 60  # seconds that a busy machine may take

ONE_THAT_SEALS = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")
import django
django.setup()
from kept.ledger import actions
from kept.ledger.actions import sealing
from kept.ledger.tests.writing import NOW, entries
sealing.BATCH = 7
while True:
    entries(20)
    actions.seal(now=NOW)
    print("sealed", flush=True)
"""


@pytest.mark.django_db
def test_what_is_sealed_hashes_to_the_entry() -> None:
    [entry] = entries(1)

    assert actions.seal(now=NOW) == 1

    row = Leaf.objects.get(entry=entry)
    said = leaf(kind=entry.kind, at=entry.at, hashed=entry.payload_hash)
    assert (row.number, bytes(row.hash)) == (0, merkle.leaf_hash(said))


@pytest.mark.django_db
@pytest.mark.parametrize("batches", [(1,), (255, 1), (256, 1), (3, 250, 300), (1, 1, 1, 1, 700)])
def test_tiles_give_the_root_over_all_leaves_at_every_size(batches: tuple[int, ...]) -> None:
    for count in batches:
        entries(count)
        actions.seal(now=NOW)

    hashes = sealed_hashes()
    assert len(hashes) == sum(batches)
    for size in {0, 1, 2, 3, 255, 256, 257, 511, 512, len(hashes)} & set(range(len(hashes) + 1)):
        assert Tiles().root(size) == merkle.root(hashes[:size])


@pytest.mark.django_db
def test_with_nothing_waiting_nothing_is_sealed() -> None:
    entries(2)
    actions.seal(now=NOW)

    assert actions.seal(now=NOW) == 0
    assert Tree.objects.get().size == 2


@pytest.mark.django_db
def test_an_entry_taken_back_leaves_no_gap() -> None:
    entries(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        entries(1)
        actions.seal(now=NOW)
        raise RuntimeError("the desk changed its mind")
    entries(1)

    actions.seal(now=NOW)

    assert len(sealed_hashes()) == 2
    assert Tiles().root(2) == root_of_leaves()


@pytest.mark.django_db
def test_an_entry_that_was_committed_late_is_sealed_although_its_id_is_lower() -> None:
    late, _ = 1_000_000, entries(1)
    Entry.objects.create(pk=late + 5, kind="note", subject="x:1", by="clock", at=NOW, payload_hash="a" * 64)
    Leaf.objects.create(entry_id=late + 5, hash=b"5" * 32)
    actions.seal(now=NOW)
    Entry.objects.create(pk=late, kind="note", subject="x:1", by="clock", at=NOW, payload_hash="b" * 64)
    Leaf.objects.create(entry_id=late, hash=b"0" * 32)

    assert actions.seal(now=NOW) == 1

    assert Leaf.objects.get(entry_id=late).number == 2


@pytest.mark.usefixtures("fresh_database")
def test_many_who_write_and_seal_at_once_give_each_entry_one_number() -> None:
    failed: list[Exception] = []

    def at_once(work: Callable[[], object]) -> threading.Thread:
        def run() -> None:
            try:
                for _ in range(8):
                    work()
            except Exception as error:
                failed.append(error)
                raise
            finally:
                connection.close()

        return threading.Thread(target=run)

    threads = [at_once(lambda: entries(9)) for _ in range(3)]
    threads += [at_once(lambda: actions.seal(now=NOW)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    actions.seal(now=NOW)
    assert failed == []
    assert len(sealed_hashes()) == 3 * 8 * 9
    assert Tiles().root(216) == root_of_leaves()


@pytest.mark.usefixtures("fresh_database")
def test_a_sealer_that_is_killed_leaves_whole_batches(process_environment: Mapping[str, str]) -> None:
    for pause in (0.0, 0.013, 0.029):
        sealer = subprocess.Popen(
            [sys.executable, "-c", ONE_THAT_SEALS],
            env=dict(process_environment), stdout=subprocess.PIPE, cwd=Path(__file__).parents[3],
        )  # fmt: skip
        assert sealer.stdout is not None
        assert sealer.stdout.readline() == b"sealed\n"
        time.sleep(pause)  # somewhere in the middle of the next
        os.kill(sealer.pid, signal.SIGKILL)
        sealer.communicate(timeout=PATIENCE)

    actions.seal(now=NOW)

    hashes = sealed_hashes()
    assert len(hashes) == Entry.objects.count() >= 60
    assert Tiles().root(len(hashes)) == merkle.root(hashes)


@pytest.mark.usefixtures("fresh_database")
def test_a_tree_that_somebody_holds_locked_is_sealed_later() -> None:
    entries(3)
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Tree.objects.select_for_update().get()
            held.set()
            let_go.wait(PATIENCE)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(PATIENCE)
    wait = "PRAGMA busy_timeout = 50" if connection.vendor == "sqlite" else "SET lock_timeout = 50"
    with connection.cursor() as cursor:
        cursor.execute(wait)

    with pytest.raises(OperationalError, match="lock"):
        actions.seal(now=NOW)

    let_go.set()
    holder.join()
    assert Leaf.objects.exclude(number=None).count() == 0
    assert actions.seal(now=NOW) == 3


@pytest.mark.usefixtures("fresh_database")
def test_a_disk_that_fills_up_half_way_leaves_nothing_half_done() -> None:
    entries(300)
    full = {
        "sqlite": "CREATE TRIGGER full BEFORE INSERT ON ledger_tile WHEN NEW.level = 1 "
        "BEGIN SELECT RAISE(ABORT, 'disk full'); END",
        "postgresql": "ALTER TABLE ledger_tile ADD CONSTRAINT full_disk CHECK (level < 1)",
    }
    free = {
        "sqlite": "DROP TRIGGER full",
        "postgresql": "ALTER TABLE ledger_tile DROP CONSTRAINT full_disk",
    }
    with connection.cursor() as cursor:
        cursor.execute(full[connection.vendor])

    with pytest.raises(DatabaseError, match="full"):
        actions.seal(now=NOW)

    assert (Tree.objects.get().size, Tile.objects.count()) == (0, 0)
    assert Leaf.objects.exclude(number=None).count() == 0
    with connection.cursor() as cursor:
        cursor.execute(free[connection.vendor])
    assert actions.seal(now=NOW) == 300
    assert Tiles().root(300) == root_of_leaves()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_leaf SET number = 7",
        "UPDATE ledger_leaf SET number = NULL",
        "UPDATE ledger_leaf SET hash = ledger_leaf.hash || ledger_leaf.hash",
        "DELETE FROM ledger_leaf",
        "UPDATE ledger_tree SET size = 0",
        "DELETE FROM ledger_tree",
        "UPDATE ledger_tile SET hashes = substr(hashes, 1, 32)",
        "UPDATE ledger_tile SET hashes = substr(hashes, 33) || substr(hashes, 1, 32)",
        "UPDATE ledger_tile SET level = 1",
        "DELETE FROM ledger_tile",
        "UPDATE ledger_checkpoint SET size = 3",
        "UPDATE ledger_checkpoint SET note = 'another'",
        "UPDATE ledger_checkpoint SET at = '2020-01-01 00:00:00+00'",
        "DELETE FROM ledger_checkpoint",
        "UPDATE ledger_key SET secret = 'another'",
        "UPDATE ledger_key SET handover = 'another'",
        "DELETE FROM ledger_key",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_sealed(statement: str) -> None:
    entries(2)
    actions.checkpoint(now=NOW)

    with pytest.raises(IntegrityError, match=r"only grows|never changes"), transaction.atomic():
        connection.cursor().execute(statement)


ROUND_ABOUT = {
    "sqlite": [
        "INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry",
        "INSERT OR REPLACE INTO ledger_payload SELECT * FROM ledger_payload",
        "INSERT OR REPLACE INTO ledger_leaf SELECT * FROM ledger_leaf",
        'INSERT OR REPLACE INTO ledger_tile SELECT id + 9, level, "index", hashes FROM ledger_tile',
        "INSERT OR REPLACE INTO ledger_checkpoint SELECT * FROM ledger_checkpoint",
        "INSERT OR REPLACE INTO ledger_key SELECT * FROM ledger_key",
        "UPDATE OR REPLACE ledger_leaf SET number = 0 WHERE number IS NULL",
    ],
    "postgresql": [
        f"TRUNCATE ledger_{table} CASCADE"
        for table in ("entry", "payload", "leaf", "tree", "tile", "checkpoint", "key", "fork")
    ],
}


@pytest.mark.django_db
def test_the_database_lets_nobody_go_round_what_it_refuses() -> None:
    entries(2)
    actions.checkpoint(now=NOW)
    entries(1)
    connection.check_constraints()  # else PostgreSQL refuses for another reason

    for statement in ROUND_ABOUT[connection.vendor]:
        with pytest.raises(IntegrityError, match=r"only grows|never changes"), transaction.atomic():
            connection.cursor().execute(statement)


@pytest.mark.django_db
def test_an_unsealed_leaf_cannot_be_changed_either() -> None:
    actions.record("note", "x:1", by=CLOCK, at=NOW, words="yes")

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Leaf.objects.update(hash=b"0" * 32)
