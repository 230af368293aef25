"""What is queued, who holds its lease, how it ended; its failures; which timed work was set off."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> JobQuerySet:
        return self.filter(outcome=Job.Outcome.OPEN)

    def claimable(self, now: datetime) -> JobQuerySet:
        """Due and in nobody's hands, or held by a worker whose lease has run out; most urgent first."""
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        return self.open().filter(free, run_after__lte=now).order_by(F("priority").desc(), "run_after", "id")


class Job(models.Model):
    """One call of a task's function. ``attempts`` is the fencing token: it grows with every lease."""

    class Outcome(models.TextChoices):
        OPEN = "", "Open"
        DONE = "done", "Done"
        FAILED = "failed", "Failed for good"

    path = models.CharField(max_length=200)  # "kept.outbox.tasks.send": the task, by its dotted name
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    priority = models.SmallIntegerField(default=0)  # -100 … 100, the higher the sooner (Tasks API)
    run_after = models.DateTimeField()
    enqueued_at = models.DateTimeField()

    attempts = models.PositiveSmallIntegerField(default=0)
    leased_by = models.CharField(max_length=100, default="", blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)  # the first attempt
    attempted_at = models.DateTimeField(null=True, blank=True)  # the latest attempt

    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    returned = models.JSONField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="job_finished_exactly_when_it_has_an_outcome",
                condition=Q(outcome="", finished_at=None) | (~Q(outcome="") & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="job_finished_is_leased_to_nobody", condition=Q(outcome="") | Q(leased_until=None)
            ),
        ]
        indexes = [
            models.Index(
                F("priority").desc(), "run_after", "id", name="job_claimable", condition=Q(outcome="")
            ),
            models.Index(fields=["finished_at"], name="job_finished_at"),
        ]

    def __str__(self) -> str:
        return f"job {self.pk} {self.path}"


class Failure(models.Model):
    """One attempt that did not end well: the error's class and where it was raised.

    The error's own words are left out on purpose: they may quote a customer's address.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="failures")
    attempt = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    worker = models.CharField(max_length=100)
    error = models.CharField(max_length=200)  # "smtplib.SMTPServerDisconnected"
    frames = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "attempt"], name="an_attempt_fails_once"),
        ]
        ordering = ["attempt"]

    def __str__(self) -> str:
        return f"attempt {self.attempt} of job {self.job_id}: {self.error}"


class TimedRun(models.Model):
    """Timed work that was set off: the row that keeps several workers from setting it off twice."""

    name = models.CharField(max_length=100)
    due_at = models.DateTimeField()
    set_off_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "due_at"], name="timed_work_is_set_off_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} due {self.due_at:%Y-%m-%d %H:%M:%S}"
