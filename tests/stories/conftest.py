"""What every story may have: the desk and the visitor of the pages' own tests, and her mailbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from kept.web.tests.conftest import served, visitor
from tests.stories.hers import Mailbox

__all__ = ["served", "visitor"]


@pytest.fixture
def hers(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path)
