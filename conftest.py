"""The database and the browser of every test that asks for one.

pytest-django would make it only for tests marked ``django_db``: a run of tests that all use
``fresh_database`` would find none. What else the tests need stands in tests/databases.py and tests/fresh.py.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from django.db import connections
from playwright.sync_api import Browser, expect, sync_playwright

PATIENCE = 20_000  # milliseconds that a page may take on a busy machine; what comes sooner is seen sooner
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_hashed_in_a_moment() -> None:
    """By the same function, with little memory and one pass: every other test hires a store's staff."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.time_cost = 8, 1
    Argon2PasswordHasher.parallelism = 1


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


def _where_only_pages_are_tested(fixture_name: str, config: pytest.Config) -> Literal["session", "module"]:
    return "session" if config.option.markexpr == "browser" else "module"


@pytest.fixture(scope=_where_only_pages_are_tested)
def chromium() -> Iterator[Browser]:
    """The system's Chromium. Missing, the run fails; it never skips.

    Playwright's event loop goes on beside it: it ends with its module where tests of another kind may follow.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "The browser tests need Chromium: apt-get install chromium"
    connections.close_all()  # beside playwright's event loop Django knows only connections made there
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
