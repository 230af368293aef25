"""``kept orders import``, run as the command that it is, on a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from kept.orders.examples import SOFA_CSV


def kept(*words: str, home: Path, content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    mine = {"KEPT_HOME": str(home), "KEPT_DATABASE_URL": f"sqlite:///{home / 'own.sqlite3'}"}
    command = [sys.executable, "-m", "kept.cli", *words]
    return subprocess.run(command, input=content, capture_output=True, env=os.environ | mine, timeout=120)


def test_an_unfounded_desk_says_what_to_do_first(tmp_path: Path) -> None:
    ran = kept("orders", "import", "-", home=tmp_path, content=SOFA_CSV.encode())

    assert ran.returncode == 2
    assert ran.stderr.decode().strip().count("\n") == 0
    assert b"location" in ran.stderr


def test_what_the_desk_writes_is_for_its_own_user_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    kept("orders", "import", "-", home=home, content=SOFA_CSV.encode())

    written = [home, *home.iterdir()]
    assert home / "own.sqlite3" in written
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_every_bad_line_is_named_on_standard_error(tmp_path: Path) -> None:
    founded = kept("--help", home=tmp_path)
    assert b"orders" in founded.stdout
    bad = tmp_path / "bad.csv"
    bad.write_bytes(SOFA_CSV.encode() + b"H-2,never,Sam,,,,Main St,,,Sofa,1,1,,\nH-3,,,,,,,,,,,,,\n")
    found_a_desk(tmp_path)

    ran = kept("orders", "import", str(bad), home=tmp_path)

    assert ran.returncode == 2
    assert [b"line 3" in ran.stderr, b"line 4" in ran.stderr, b"nothing of" in ran.stderr] == [True] * 3
    good = kept("orders", "import", "-", home=tmp_path, content=SOFA_CSV.encode())
    assert (good.returncode, good.stdout) == (0, b"H-1001\n")


def found_a_desk(home: Path) -> None:
    script = (
        "from kept.cli import setup; setup()\n"
        "from datetime import datetime, UTC\n"
        "from kept.business.examples import house\n"
        "house(now=datetime(2026, 1, 1, tzinfo=UTC))\n"
    )
    mine = {"KEPT_HOME": str(home), "KEPT_DATABASE_URL": f"sqlite:///{home / 'own.sqlite3'}"}
    kept("orders", "import", "-", home=home)  # brings the tables up to date
    subprocess.run([sys.executable, "-c", script], env=os.environ | mine, check=True, timeout=120)
