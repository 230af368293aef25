"""That a test which really commits leaves nothing behind for the next one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kept.base.actors import CLOCK
from kept.ledger import actions
from kept.ledger.models import Entry

pytestmark = pytest.mark.usefixtures("fresh_database")


@pytest.mark.parametrize("time", ["the first time", "the second time"])
def test_a_fresh_database_holds_only_what_this_test_committed(time: str) -> None:
    actions.record("note", f"fresh:{time}", by=CLOCK, at=datetime(2026, 3, 5, tzinfo=UTC))

    assert [entry.subject for entry in Entry.objects.all()] == [f"fresh:{time}"]
