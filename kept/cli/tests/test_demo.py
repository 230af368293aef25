"""`kept demo`: a business of its own, built once, never mixed with anybody's data."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

PATIENCE = 120  # seconds that a busy machine may take


def visit_demo(home: Path, *arguments: str) -> tuple[str, str]:
    """Start the demo, read its greeting and its first page, and close it again."""
    real = {"KEPT_HOME": str(home), "KEPT_DATABASE_URL": f"sqlite:///{home}/real.sqlite3", "KEPT_MAIL": "-"}
    command = [sys.executable, "-m", "kept.cli", "demo", "--port", "0", *arguments]
    with subprocess.Popen(command, env={**os.environ, **real}, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout
        greeting = ""
        for line in desk.stdout:
            greeting += line
            if "Ctrl-C" in line:
                break
        address = next(word for word in greeting.split() if word.startswith("http://"))
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            page = answer.read().decode()
        desk.send_signal(signal.SIGINT)
        desk.communicate(timeout=PATIENCE)
    assert desk.returncode == 0
    return greeting, page


def test_the_demo_is_built_once_in_a_place_of_its_own_and_says_how_to_log_in(tmp_path: Path) -> None:
    first, page = visit_demo(tmp_path)
    second, _ = visit_demo(tmp_path)

    assert "Building" in first and "Building" not in second
    for role in ("Representative", "Manager", "Dispatcher", "Driver"):
        assert role in second
    assert "bad customer service" in page
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]
