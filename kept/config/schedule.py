"""All timed work, one list: its name, its rhythm, its task. Each runs once per due time among all workers."""

from __future__ import annotations

from datetime import timedelta

from kept.work.schedule import Timed
from kept.work.tasks import forget_finished

SCHEDULE = [
    Timed("work: forget what was finished", timedelta(days=1), forget_finished),
]
