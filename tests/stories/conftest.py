"""What every story may have: the desk and the browser of the pages' own tests, and her mailbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from kept.web.tests.conftest import chromium, served, visitor
from tests.stories.hers import Mailbox

__all__ = ["chromium", "served", "visitor"]


@pytest.fixture
def hers(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path)
