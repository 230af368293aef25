"""What the queue does for itself: it forgets finished work after two weeks."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from kept.work import actions

KEPT_FOR = timedelta(days=14)


@task
def forget_finished() -> None:
    actions.forget(finished_before=timezone.now() - KEPT_FOR)
