"""Which database the tests run on, decided before Django is set up: a pytest plugin.

``KEPT_TEST_DATABASE`` is ``sqlite`` (default) or ``postgres``. For PostgreSQL a real, private server is
started in a temporary folder and stopped at the end; without its programs the run fails, it never skips.
Loaded by ``-p tests.databases`` (pyproject): a conftest would be too late, and the run silently SQLite.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

VENDORS = {"sqlite": "sqlite", "postgres": "postgresql"}
STARTED_BY = "KEPT_TEST_STARTED_BY"  # set by the process that made the environment; its workers inherit it

_server: PostgresServer | None = None
_home: Path | None = None


class PostgresServer:
    """A PostgreSQL of our own, on a Unix socket in a temporary folder, that forgets everything."""

    def __init__(self) -> None:
        self.programs = find_postgres()
        self.folder = Path(
            tempfile.mkdtemp(prefix="kept-pg-", dir="/tmp")
        )  # a socket's path is at most 107 bytes
        self.owner: str | None = None
        if os.geteuid() == 0:  # the server refuses to run as root
            self.owner = "postgres"
            shutil.chown(self.folder, self.owner)
        self.log = self.folder / "log"
        self.running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgres://kept@{quote(str(self.folder), safe='')}/kept"

    def start(self) -> None:
        """Make the cluster and wait until it answers. Raises RuntimeError with the server's own words."""
        self._call(
            "initdb", "-D", "db", "-U", "kept", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"
        )
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "200",
        }
        switches = [part for name, setting in options.items() for part in ("-c", f"{name}={setting}")]
        with self.log.open("wb") as log:
            self.running = subprocess.Popen(
                [self.programs / "postgres", "-D", "db", *switches],
                cwd=self.folder, user=self.owner, group=self.owner, stdout=log, stderr=log,
            )  # fmt: skip
        for _ in range(300):
            if self._answers():
                return
            if self.running.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read_text()}")

    def stop(self) -> None:
        if self.running:
            self.running.terminate()
            try:
                self.running.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.running.send_signal(3)  # SIGQUIT: PostgreSQL's immediate shutdown
                self.running.wait(timeout=20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        asked = [str(self.programs / "pg_isready"), "-q", "-h", str(self.folder), "-U", "kept"]
        return subprocess.run(asked, check=False).returncode == 0

    def _call(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.programs / program, *arguments],
            cwd=self.folder, user=self.owner, group=self.owner, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}")


def find_postgres() -> Path:
    """The folder of the newest PostgreSQL's programs. Raises RuntimeError that says what to install."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: -int(path.parts[-3]))
    on_path = shutil.which("initdb")
    found = [path.parent for path in debian] + ([Path(on_path).resolve().parent] if on_path else [])
    if not found:
        raise RuntimeError(
            "KEPT_TEST_DATABASE=postgres needs PostgreSQL's programs (initdb, postgres): "
            "install your system's PostgreSQL server, on Debian `apt-get install postgresql`."
        )
    return found[0]


def chosen() -> str:
    """The database the tests are to run on. Raises RuntimeError for a word that is none of ours."""
    name = os.environ.get("KEPT_TEST_DATABASE", "sqlite")
    if name not in VENDORS:
        raise RuntimeError(f"KEPT_TEST_DATABASE is {name!r}; it may be {' or '.join(VENDORS)}")
    return name


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Runs around everybody else's, so the environment stands before pytest-django reads the settings."""
    if STARTED_BY not in os.environ:
        _prepare_environment()
    try:
        yield
    except BaseException:
        _clear_away()
        raise


def pytest_unconfigure() -> None:
    _clear_away()


def pytest_report_header() -> str:
    return f"database: {chosen()}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What touches no database, or has an SQLite file of its own, is the same on both: it runs on SQLite."""
    if chosen() == "sqlite":
        return
    same = [item for item in items if not _touches_a_database(item)]
    config.hook.pytest_deselected(items=same)
    items[:] = [item for item in items if _touches_a_database(item)]


def _touches_a_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "fresh_database"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session", autouse=True)
def _the_chosen_database() -> None:
    """The run is on the database that was asked for: checked, not believed."""
    from django.db import connection

    assert connection.vendor == VENDORS[chosen()]


@pytest.fixture(autouse=True)
def _a_witness_of_its_own(settings: Any) -> None:
    """Each test begins with an empty ledger, so it knows of no other test's witness file."""
    settings.WITNESS = settings.HOME / f"witness-{secrets.token_hex(8)}.txt"


@pytest.fixture
def process_environment(fresh_database: None, settings: Any) -> Mapping[str, str]:
    """The environment for a process of its own (a worker, a command) that is to see this test's database."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        url = os.environ["KEPT_DATABASE_URL"].rpartition("/")[0] + f"/{quote(name)}"
    return {**os.environ, "KEPT_DATABASE_URL": url, "KEPT_WITNESS": str(settings.WITNESS)}


def _prepare_environment() -> None:
    global _server, _home
    name = chosen()
    _home = Path(tempfile.mkdtemp(prefix="kept-tests-"))
    settings = {
        STARTED_BY: str(os.getpid()),
        "KEPT_HOME": str(_home),
        "KEPT_SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only-for-tests",
        "KEPT_MAIL": f"folder:{_home / 'mail'}",
        "KEPT_BASE_URL": "http://127.0.0.1:8040",
        "KEPT_ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
    }
    for key in [key for key in os.environ if key.startswith("KEPT_") and not key.startswith("KEPT_TEST_")]:
        del os.environ[key]  # what the developer has set for the desk is not meant for the tests
    if name == "postgres":
        _server = PostgresServer()
        try:
            _server.start()
        except BaseException:
            _server.stop()
            raise
        settings["KEPT_DATABASE_URL"] = _server.url
    else:
        settings["KEPT_DATABASE_URL"] = f"sqlite:///{_home / 'kept.sqlite3'}"
    os.environ.update(settings)


def _clear_away() -> None:
    global _server, _home
    if _server:
        _server.stop()
    if _home:
        shutil.rmtree(_home, ignore_errors=True)
    _server = _home = None
