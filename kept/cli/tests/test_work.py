"""`kept work --failed`: what failed for good, for a person to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kept.cli import main
from kept.work.tests import errands
from kept.work.worker import Worker


@pytest.mark.django_db
def test_what_failed_for_good_is_listed_with_where_it_failed(tmp_path: Path) -> None:
    errands.give_up.enqueue(str(tmp_path / "out"))
    errands.note.enqueue(str(tmp_path / "out"), "fine")
    Worker().run_waiting()

    listed = CliRunner().invoke(main, ["work", "--failed"])

    assert listed.exit_code == 0
    assert "kept.work.tests.errands.give_up after 1 attempts" in listed.output
    assert "kept.work.tests.errands.GoneAwayError" in listed.output
    assert "errands.note" not in listed.output
