"""The one list of timed work."""

from __future__ import annotations

from datetime import timedelta

from kept.config.schedule import SCHEDULE
from kept.scorecards import tasks as scorecards


def test_no_two_pieces_of_timed_work_have_the_same_name() -> None:
    names = [timed.name for timed in SCHEDULE]

    assert len(names) == len(set(names))


def test_the_record_is_followed_often_enough_for_a_fact_to_show_within_a_minute() -> None:
    (every,) = (timed.every for timed in SCHEDULE if timed.function is scorecards.follow)

    assert every <= timedelta(seconds=30)
