"""What every test of the pages needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(autouse=True, scope="session")
def _a_place_for_static_files() -> None:
    """Whitenoise warns where the folder is missing, and a warning fails a test."""
    if settings.STATIC_ROOT:
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
