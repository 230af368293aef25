"""What the clock does about scorecards: it follows the record, so that a new fact shows within a minute."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kept.scorecards import actions


@task
def follow() -> None:
    actions.follow(now=timezone.now())
