"""``kept past``, run as the command that it is, on the folder of the guide and on hostile ones."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import kept
from kept.cli.tests.conftest import environment
from kept.memberships.past import COLUMNS

GUIDE = (Path(kept.__file__).parents[1] / "docs" / "guide" / "past.md").read_text()


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """The folder of the guide, as the guide has it."""
    folder = tmp_path / "books"
    (folder / "papers").mkdir(parents=True)
    for name, table in re.findall(
        r"^`books/(\w+\.csv)`\n\n```csv\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE
    ):
        (folder / name).write_text(table)
    (folder / "papers" / "contract 1.pdf").write_bytes(b"%PDF-1.7 signed")
    return folder


def past(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kept.cli", "past", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment(home), timeout=120)


def test_the_folder_of_the_guide_is_taken_once(home: Path, books: Path) -> None:
    tried = past(home, str(books), "--dry-run")
    taken = past(home, str(books), "--as", "maya@hollis.example")
    again = past(home, str(books))

    assert [tried.returncode, taken.returncode, again.returncode] == [0, 0, 0], taken.stderr
    assert tried.stdout == taken.stdout
    assert taken.stdout.splitlines() == [
        "customers: 2",
        "memberships: 1",
        "tellings: 2",
        "papers: 1",
        "orders: 0",
        "known: 0",
    ]
    assert again.stdout.splitlines()[-1] == "known: 6"


def test_a_mistake_is_named_and_nothing_is_taken(home: Path, books: Path) -> None:
    table = books / "memberships.csv"
    table.write_text(table.read_text().replace("39.00", "cheap"))

    ran = past(home, str(books))

    assert ran.returncode == 2
    assert "memberships.csv, line 2, column price: 'cheap' is no amount in USD such as 45.00" in ran.stderr
    assert "nothing of" in ran.stderr
    assert past(home, str(books), "--dry-run").returncode == 2


def test_a_paper_that_is_a_link_is_not_followed(home: Path, books: Path) -> None:
    secret = home / "secret.pdf"
    secret.write_bytes(b"%PDF-1.7 secret")
    (books / "papers" / "other.pdf").symlink_to(secret)

    ran = past(home, str(books))

    assert (ran.returncode, "papers/other.pdf: is no plain file" in ran.stderr) == (2, True)


def test_who_may_not_write_policies_imports_nothing(home: Path, books: Path) -> None:
    for email in ("ruth@hollis.example", "nobody@hollis.example"):
        assert past(home, str(books), "--as", email).returncode == 2


def test_the_guide_names_every_column(books: Path) -> None:
    for name, columns in COLUMNS.items():
        assert (books / name).read_text().splitlines()[0] == ",".join(columns)
