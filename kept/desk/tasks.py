"""Timed work that spans contexts: what members are told without anybody asking."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kept.desk import members


@task
def tell_members() -> int:
    """Tell what renews soon, or costs otherwise; answers how many letters were queued."""
    return len(members.tell_due(now=timezone.now()))
