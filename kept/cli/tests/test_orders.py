"""``kept orders import``, run as the command that it is, on a database of its own."""

from __future__ import annotations

from pathlib import Path

from kept.cli.tests.conftest import kept
from kept.orders.examples import SOFA_CSV


def test_an_unfounded_desk_says_what_to_do_first(empty_home: Path) -> None:
    ran = kept("orders", "import", "-", home=empty_home, content=SOFA_CSV.encode())

    assert ran.returncode == 2
    assert ran.stderr.decode().strip().count("\n") == 0
    assert b"location" in ran.stderr


def test_what_the_desk_writes_is_for_its_own_user_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    kept("orders", "import", "-", home=home, content=SOFA_CSV.encode())

    written = [home, *home.iterdir()]
    assert home / "own.sqlite3" in written
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_every_bad_line_is_named_on_standard_error(home: Path) -> None:
    bad = home / "bad.csv"
    bad.write_bytes(SOFA_CSV.encode() + b"H-2,never,Sam,,,,Main St,,,Sofa,1,1,,\nH-3,,,,,,,,,,,,,\n")

    ran = kept("orders", "import", str(bad), home=home)

    assert ran.returncode == 2
    assert [b"line 3" in ran.stderr, b"line 4" in ran.stderr, b"nothing of" in ran.stderr] == [True] * 3
    good = kept("orders", "import", "-", home=home, content=SOFA_CSV.encode())
    assert (good.returncode, good.stdout) == (0, b"H-1001\n")
