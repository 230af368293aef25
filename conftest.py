"""The test database is made for every test that asks for one, whichever way it asks.

pytest-django would make it only for tests marked ``django_db``: a run of tests that all use
``fresh_database`` would find none. What else the tests need stands in tests/databases.py and tests/fresh.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


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
