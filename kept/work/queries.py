"""Read the queue: one job with its failures, what is waiting, what failed for good."""

from __future__ import annotations

from datetime import datetime, timedelta

from kept.work.models import Job, JobQuerySet


def get_job(number: str) -> Job | None:
    """The job of this number, with its failures; None for a number that is none of ours."""
    if not number.isdecimal():
        return None
    return Job.objects.prefetch_related("failures").filter(pk=int(number)).first()


def failed() -> JobQuerySet:
    """What failed for good, newest first: for a person to look at."""
    return Job.objects.filter(outcome=Job.Outcome.FAILED).order_by("-finished_at")


def waiting(now: datetime) -> JobQuerySet:
    """What could run now, most urgent first."""
    return Job.objects.claimable(now)


def delay(now: datetime) -> timedelta:
    """For how long the oldest due job has been waiting; nothing when none waits."""
    oldest = Job.objects.claimable(now).order_by("run_after").values_list("run_after", flat=True).first()
    return now - oldest if oldest else timedelta(0)
