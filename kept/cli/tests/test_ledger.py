"""`kept ledger`, run as the command that it is, on a database that is really restored from a copy."""

from __future__ import annotations

import io
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kept.cli.tests.conftest import environment
from kept.ledger.rules import notes, proofs, reading

WRITE = """
from kept.cli import setup; setup()
from kept.ledger.tests.writing import entries
entries({count})
"""


class Desk:
    """A desk in a folder: its database, its witness file, its secret key."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.database = home / "own.sqlite3"
        self.environment = environment(home)

    def kept(self, *words: str, **changed: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "kept.cli", "ledger", *words]
        environment = self.environment | changed
        return subprocess.run(command, capture_output=True, env=environment, timeout=120, check=False)

    def said(self, *words: str) -> str:
        ran = self.kept(*words)
        assert ran.returncode == 0, ran.stderr.decode()
        return ran.stdout.decode()

    def write(self, count: int) -> None:
        script = WRITE.format(count=count)
        subprocess.run([sys.executable, "-c", script], env=self.environment, check=True, timeout=120)

    def execute(self, statement: str) -> None:
        connection = sqlite3.connect(self.database)
        with connection:
            connection.execute(statement)
        connection.close()


@pytest.fixture(scope="module")
def sealed(unfounded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with three entries under the second of two checkpoints."""
    desk = Desk(shutil.copytree(unfounded, tmp_path_factory.mktemp("home"), dirs_exist_ok=True))
    desk.said("checkpoint")
    desk.write(3)
    desk.said("checkpoint")
    return desk.home


@pytest.fixture
def desk(sealed: Path, tmp_path: Path) -> Desk:
    shutil.copytree(sealed, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path)


def test_a_restored_backup_is_noticed_owned_up_to_and_gone_on_from(desk: Desk, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    shutil.copy(desk.database, backup)
    desk.write(2)
    lost = notes.Checkpoint.parse(notes.text_of(desk.said("checkpoint")))
    shutil.copy(backup, desk.database)
    for left in tmp_path.glob("own.sqlite3-*"):
        left.unlink()
    desk.write(1)

    refused = desk.kept("checkpoint")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert b"Was a backup restored?" in refused.stderr
    assert desk.kept("check").returncode == 1

    fork = notes.Fork.parse(notes.text_of(desk.said("restored", "--because", "The disk failed.")))

    assert (fork.lost.size, fork.lost.root, fork.kept.size) == (5, lost.root, 3)
    assert "5 entries sealed" in desk.said("check")
    assert len(reading.witnessed((tmp_path / "witness.txt").read_bytes())) == 5
    again = desk.kept("restored", "--because", "Once more.")
    assert (again.returncode, b"agrees with this database" in again.stderr) == (2, True)


def test_the_export_is_a_whole_ledger(desk: Desk, tmp_path: Path) -> None:
    desk.write(2)

    desk.said("export", str(tmp_path / "ledger.jsonl"))

    raw = (tmp_path / "ledger.jsonl").read_bytes()
    assert desk.kept("export").stdout == raw
    read = reading.opened(io.BytesIO(raw))
    assert isinstance(read, proofs.Ledger)
    assert [entry.number for entry in read.entries] == [0, 1, 2, 3, 4]
    assert not (tmp_path / "ledger.jsonl.part").exists()


def test_an_export_that_cannot_be_written_says_so_and_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    ran = desk.kept("export", str(tmp_path / "nowhere" / "ledger.jsonl"))

    assert (ran.returncode, b"cannot be written" in ran.stderr) == (2, True)


def test_an_auditor_gets_what_is_signed_although_sealing_is_stopped(desk: Desk) -> None:
    desk.write(1)

    ran = desk.kept("export", KEPT_SECRET_KEY="another " * 8)

    assert ran.returncode == 0
    assert b"warning: The ledger's signing key does not open" in ran.stderr
    assert ran.stdout.count(b"\n") == 1 + 3


def test_a_key_is_handed_over_and_a_lost_one_replaced(desk: Desk) -> None:
    first = desk.said("keys").split()
    second = desk.said("rotate").split()
    refused = desk.kept("rotate", "--lost")
    replaced = desk.kept("rotate", "--lost", KEPT_SECRET_KEY="another " * 8)

    assert refused.returncode == 2
    assert replaced.returncode == 0
    assert desk.kept("keys", KEPT_SECRET_KEY="another " * 8).stdout.decode().split() == [
        *first, *second, *replaced.stdout.decode().split(),
    ]  # fmt: skip


def test_a_changed_entry_is_found_and_the_command_fails(desk: Desk) -> None:
    assert desk.said("check").endswith("no faults\n")
    desk.execute("DROP TRIGGER ledger_entry_refuses_update")
    desk.execute("UPDATE ledger_entry SET kind = 'other' WHERE id = 2")

    ran = desk.kept("check")

    assert ran.returncode == 1
    assert b"Entry 1 (other) is not the one whose hash was taken" in ran.stderr
