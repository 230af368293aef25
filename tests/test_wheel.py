"""The built wheel is the whole desk: installed without a checkout it serves the same pages."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import kept

ROOT = Path(__file__).resolve().parent.parent
UV = str(Path(sys.executable).with_name("uv"))
pytestmark = pytest.mark.xdist_group("wheel")  # it is built once
PATIENCE = 120  # seconds that a busy machine may take


def call(*command: str | Path, cwd: Path = ROOT) -> str:
    trusting = {"UV_SYSTEM_CERTS": "1", **os.environ}  # as in the Makefile
    done = subprocess.run(command, cwd=cwd, env=trusting, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    call(UV, "build", "--quiet", "--wheel", "--out-dir", folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment with the wheel and what it needs, and nothing of this checkout."""
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    call(UV, "venv", "--quiet", "--python", sys.executable, folder)
    into = (UV, "pip", "install", "--quiet", "--python", folder / "bin" / "python")
    call(*into, "--require-hashes", "-r", "requirements.lock")
    call(*into, "--no-deps", wheel)
    return folder / "bin"


@pytest.fixture
def at_home(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of somebody who has set nothing."""
    yield {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}


def test_every_file_of_the_package_but_its_tests_is_in_the_wheel(wheel: Path) -> None:
    tracked = call("git", "ls-files", "kept").splitlines()
    wanted = {name for name in tracked if "/tests/" not in name and (ROOT / name).exists()}

    inside = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("kept/")}

    assert wanted - inside == set()
    assert [name for name in inside if "/tests/" in name] == []


def test_the_installed_command_says_its_version(
    installed: Path, at_home: dict[str, str], tmp_path: Path
) -> None:
    said = subprocess.run(
        [installed / "kept", "version"], cwd=tmp_path, env=at_home, capture_output=True, text=True, check=True
    )

    assert said.stdout == f"kept {kept.__version__}\n"


def test_the_installed_desk_serves_its_pages_and_their_looks(
    installed: Path, at_home: dict[str, str], tmp_path: Path
) -> None:
    command = [str(installed / "kept"), "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, env=at_home, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout
        address = desk.stdout.readline().split()[-1]
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            page = answer.read().decode()
        looks = re.findall(r'href="(/static/[^"]+\.css[^"]*)"', page)
        sizes = [len(urllib.request.urlopen(address + sheet, timeout=PATIENCE).read()) for sheet in looks]
        desk.send_signal(signal.SIGINT)
        desk.communicate(timeout=PATIENCE)

    assert desk.returncode == 0
    assert sizes and all(sizes)
