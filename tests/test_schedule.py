"""The one list of timed work."""

from __future__ import annotations

from kept.config.schedule import SCHEDULE


def test_no_two_pieces_of_timed_work_have_the_same_name() -> None:
    names = [timed.name for timed in SCHEDULE]

    assert len(names) == len(set(names))
