"""What the clock does about joining: who did not confirm in time is forgotten."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kept.memberships import actions


@task
def forget_unconfirmed() -> None:
    actions.forget_unconfirmed(now=timezone.now())
