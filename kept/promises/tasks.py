"""What the clock does about promises: end those that nobody kept."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kept.promises import actions


@task
def break_overdue() -> None:
    actions.break_overdue(now=timezone.now())
