"""What the clock does about scorecards: it follows the record, so that a new fact shows within a minute."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kept.base.actors import CLOCK
from kept.scorecards import actions, report_words, reports


@task
def follow() -> None:
    actions.follow(now=timezone.now())


@task
def look_at_policies() -> None:
    actions.look_at_policies(now=timezone.now())


@task
def report_the_month() -> int:
    """Make last month's reports where they are due; answers how many."""
    now = timezone.now()
    due = reports.due(now)
    for location, month in due:
        content, notice = report_words.printed(location, month, now=now)
        actions.keep_report(location, month, content, notice, by=CLOCK, now=now)
    return len(due)
