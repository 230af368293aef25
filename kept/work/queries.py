"""Read the queue: one job with its failures, and what failed for good."""

from __future__ import annotations

from kept.work.models import Job, JobQuerySet


def get_job(number: str) -> Job | None:
    """The job of this number, with its failures; None for a number that is none of ours."""
    if not number.isdecimal():
        return None
    return Job.objects.prefetch_related("failures").filter(pk=int(number)).first()


def failed() -> JobQuerySet:
    """What failed for good, newest first, with its failures: for a person to look at."""
    failed = Job.objects.filter(outcome=Job.Outcome.FAILED)
    return failed.prefetch_related("failures").order_by("-finished_at", "-id")
