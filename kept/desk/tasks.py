"""Timed work that spans contexts: what members are told without anybody asking."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kept.desk import make_good, members, track


@task
def tell_members() -> int:
    """Tell what renews soon, or costs otherwise; answers how many letters were queued."""
    return len(members.tell_due(now=timezone.now()))


@task
def make_good_what_was_missed() -> int:
    """Promise what a missed window gives, where nobody pressed a button, and again if late; how often."""
    now = timezone.now()
    return len(make_good.after_silence(now=now)) + len(make_good.again_if_late(now=now))


@task
def tell_of_today() -> int:
    """Write on the morning of a published day to whoever gets a delivery; answers how many letters."""
    return len(track.tell_today(now=timezone.now()))
