"""Timed work: a name, a rhythm, a task. The one list of it stands in kept/config/schedule.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django_tasks.base import Task

from kept.work import actions, rules


@dataclass(frozen=True)
class Timed:
    """A task without arguments, queued once for each due time however many workers look at the clock."""

    name: str
    every: timedelta
    function: Task[[], Any]


def set_off_due(schedule: Sequence[Timed], *, now: datetime) -> list[str]:
    """Queue what is due now and was not queued yet; the names of it."""
    return [timed.name for timed in schedule if _set_off(timed, now)]


def _set_off(timed: Timed, now: datetime) -> bool:
    call = actions.Call(path=timed.function.module_path, priority=timed.function.priority)
    return actions.set_off(timed.name, call, due_at=rules.due_at(timed.every, now=now), now=now)
