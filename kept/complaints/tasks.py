"""What the clock does about complaints: verdicts that waited long enough on a one-person desk count."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kept.complaints import actions


@task
def settle_waited() -> None:
    actions.settle_waited(now=timezone.now())
