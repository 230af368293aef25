"""A desk of its own for a command: in a folder, its tables made once and copied for each test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOUND = """
from kept.cli import setup; setup()
from datetime import UTC, datetime
from kept.business.examples import house
from kept.memberships.examples import gym
now = datetime(2026, 1, 1, tzinfo=UTC)
gym(house(now=now).location, now=now)
"""


def environment(home: Path) -> dict[str, str]:
    return os.environ | {"KEPT_HOME": str(home), "KEPT_DATABASE_URL": f"sqlite:///{home / 'own.sqlite3'}"}


def kept(*words: str, home: Path, content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kept.cli", *words]
    return subprocess.run(command, input=content, capture_output=True, env=environment(home), timeout=120)


def execute(script: str, *, home: Path) -> None:
    subprocess.run([sys.executable, "-c", script], env=environment(home), check=True, timeout=120)


@pytest.fixture(scope="session")
def unfounded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with its tables and nothing in them."""
    home = tmp_path_factory.mktemp("unfounded")
    assert kept("token", "list", home=home).returncode == 0
    return home


@pytest.fixture(scope="session")
def founded(unfounded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with a store and a gym."""
    home = tmp_path_factory.mktemp("founded")
    shutil.copytree(unfounded, home, dirs_exist_ok=True)
    execute(FOUND, home=home)
    return home


@pytest.fixture
def empty_home(unfounded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(unfounded, tmp_path / "home")


@pytest.fixture
def home(founded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(founded, tmp_path / "home")
