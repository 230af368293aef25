"""A setting that cannot be right is one line that names it, and nothing is begun."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def kept(*words: str, home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    mine = {"KEPT_HOME": str(home), "KEPT_DATABASE_URL": f"sqlite:///{home / 'own.sqlite3'}"} | settings
    own = {name: value for name, value in os.environ.items() if not name.startswith("KEPT_")} | mine
    command = [sys.executable, "-m", "kept.cli", *words]
    return subprocess.run(command, capture_output=True, env=own, text=True, timeout=120, check=False)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"KEPT_DATABASE_URL": "mysql://store"}, "KEPT_DATABASE_URL"),
        ({"KEPT_DATABASE_URL": "postgres://store:secret@db:port/kept"}, "KEPT_DATABASE_URL"),
        ({"KEPT_DATABASE_URL": "sqlite:////proc/nobody/kept.sqlite3"}, "cannot be used"),
        ({"KEPT_BASE_URL": "desk.example.com"}, "KEPT_BASE_URL"),
        ({"KEPT_DEBUG": "perhaps"}, "KEPT_DEBUG"),
        ({"KEPT_HOME": "/proc/nobody"}, "KEPT_HOME"),
        ({"KEPT_TRAVEL": "osrm:ftp://roads"}, "KEPT_TRAVEL"),
        ({"KEPT_TRAVEL": "google:https://maps.example"}, "KEPT_TRAVEL"),
        ({"KEPT_TRAVEL": "osrm:http://me:secret@roads:port"}, "KEPT_TRAVEL"),
        ({"KEPT_ADDRESSES": "nominatim:localhost"}, "KEPT_ADDRESSES"),
        ({"KEPT_PACE": "rush hour"}, "KEPT_PACE"),
        ({"KEPT_MAP_TILES": "https://tiles.example/land.png"}, "KEPT_MAP_TILES"),
        ({"KEPT_MAP_TILES": "https://x;script-src/{z}/{x}/{y}.png"}, "KEPT_MAP_TILES"),
        ({"KEPT_MAP_TILES": "https://{s}.tiles.example/{z}/{x}/{y}.png"}, "KEPT_MAP_TILES"),
        ({"KEPT_MAIL": "pigeon://loft"}, "KEPT_MAIL"),
        ({"KEPT_MAIL": "smtp://127.0.0.1:1"}, "KEPT_MAIL_FROM"),
        ({"KEPT_MAIL_FROM": "the desk"}, "KEPT_MAIL_FROM"),
    ],
)
def test_a_bad_setting_is_one_line_that_names_it(wrong: dict[str, str], named: str, tmp_path: Path) -> None:
    ran = kept("serve", "--port", "0", home=tmp_path, **wrong)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.count("\n") == 1, ran.stderr
    assert ran.stderr.startswith("kept: ")
    assert named in ran.stderr
    assert "secret" not in ran.stderr


def test_mail_that_no_database_takes_is_to_be_brought_again(tmp_path: Path) -> None:
    (tmp_path / "own.sqlite3").write_bytes(b"no database" * 1000)

    ran = kept("orders", "import", "-", home=tmp_path)

    assert ran.returncode == 75, ran.stderr
    assert ran.stderr.count("\n") == 1


def test_the_desk_answers_under_the_address_that_it_was_given(tmp_path: Path) -> None:
    asked = (
        "from kept.cli import setup; setup()\n"
        "from django.conf import settings\n"
        "print(settings.ALLOWED_HOSTS[0], *settings.CSRF_TRUSTED_ORIGINS, settings.SESSION_COOKIE_SECURE)"
    )
    address = {"KEPT_HOME": str(tmp_path), "KEPT_BASE_URL": "https://desk.example.com:8443/"}
    own = {name: value for name, value in os.environ.items() if not name.startswith("KEPT_")} | address

    said = subprocess.run(
        [sys.executable, "-c", asked], env=own, capture_output=True, text=True, timeout=60, check=True
    )

    assert said.stdout.split() == ["desk.example.com", "https://desk.example.com:8443", "True"]
