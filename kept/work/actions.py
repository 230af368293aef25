"""Queue work, lease it, finish it: the only writers of the lease table.

There is no ``by`` here: the worker's name stands in the lease, and who wanted the work stands in the row it
is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kept.work import rules
from kept.work.models import Failure, Job, JobQuerySet, TimedRun


class LeaseLostError(Exception):
    """The lease has run out and somebody else has taken the work over, or ended it."""


@dataclass(frozen=True)
class Call:
    """What is to be run: a task by its dotted name, with arguments that are JSON."""

    path: str
    args: Sequence[Any] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    priority: int = 0
    run_after: datetime | None = None


@dataclass(frozen=True)
class Lease:
    """The right to run one job until it runs out. ``attempt`` fences: only the latest lease may finish."""

    job: Job
    worker: str
    attempt: int


@dataclass(frozen=True)
class Mishap:
    """What went wrong in an attempt, without the error's own words (they may quote a customer)."""

    error: str
    frames: str = ""
    permanent: bool = False


def enqueue(call: Call, *, now: datetime) -> Job:
    """Queue a call in the caller's transaction: rolled back with it, it never was."""
    return Job.objects.create(
        path=call.path,
        args=list(call.args),
        kwargs=dict(call.kwargs),
        priority=call.priority,
        run_after=call.run_after or now,
        enqueued_at=now,
    )


def claim(worker: str, *, length: timedelta, now: datetime) -> Lease | None:
    """Lease the most urgent job that is due to this worker, or None when there is none.

    Work whose worker fell silent counts a failed attempt first; after the last attempt it fails for good,
    so that a job which kills its worker does not go round for ever.
    """
    while Job.objects.claimable(now).exists():  # reading takes no lock: an idle SQLite is left alone
        with transaction.atomic():
            job = Job.objects.claimable(now).select_for_update(skip_locked=True).first()
            if job is None:  # other workers were quicker
                return None
            if job.leased_until:
                silence = Mishap(error="kept.work.actions.LeaseLostError")
                _note_failure(job, silence, attempt=job.attempts, worker=job.leased_by, at=now)
            if job.attempts < rules.MOST_ATTEMPTS:
                return _lease(job, worker, until=now + length, now=now)
            _give_up(job, now=now)
    return None


def extend(lease: Lease, *, until: datetime) -> None:
    """The heartbeat: the worker still lives. Raises LeaseLostError when it came too late."""
    if not _held(lease).update(leased_until=until):
        raise LeaseLostError(str(lease.job))


def finish(lease: Lease, *, returned: Any, now: datetime) -> None:
    """End the job as done. Raises LeaseLostError when it is somebody else's by now, or ended."""
    ended = _held(lease).update(
        outcome=Job.Outcome.DONE, finished_at=now, leased_until=None, returned=returned
    )
    if not ended:
        raise LeaseLostError(str(lease.job))


@transaction.atomic
def fail(lease: Lease, mishap: Mishap, *, now: datetime) -> datetime | None:
    """Note a failed attempt; the instant of the next one, or None when it has failed for good.

    Raises LeaseLostError when the job is somebody else's by now, or ended.
    """
    again_at = rules.again_at(lease.attempt, permanent=mishap.permanent, now=now)
    if again_at:
        left = _held(lease).update(leased_until=None, run_after=again_at)
    else:
        left = _held(lease).update(outcome=Job.Outcome.FAILED, finished_at=now, leased_until=None)
    if not left:
        raise LeaseLostError(str(lease.job))
    _note_failure(lease.job, mishap, attempt=lease.attempt, worker=lease.worker, at=now)
    return again_at


@transaction.atomic
def set_off(name: str, call: Call, *, due_at: datetime, now: datetime) -> bool:
    """Queue timed work for this due time, once among all workers. False when it was set off already."""
    _, is_ours = TimedRun.objects.get_or_create(name=name, due_at=due_at, defaults={"set_off_at": now})
    if is_ours:
        enqueue(call, now=now)
    return is_ours


@transaction.atomic
def forget(*, finished_before: datetime) -> int:
    """Drop what was done, and what was set off, before this instant; failed work stays for people to see."""
    forgotten, _ = Job.objects.filter(outcome=Job.Outcome.DONE, finished_at__lt=finished_before).delete()
    TimedRun.objects.filter(due_at__lt=finished_before).delete()
    return forgotten


def _held(lease: Lease) -> JobQuerySet:
    """The job, if this lease is still its latest and it has not ended."""
    return Job.objects.open().filter(pk=lease.job.pk, attempts=lease.attempt, leased_by=lease.worker)


def _lease(job: Job, worker: str, *, until: datetime, now: datetime) -> Lease:
    job.attempts += 1
    job.leased_by, job.leased_until, job.attempted_at = worker, until, now
    job.started_at = job.started_at or now
    job.save(update_fields=["attempts", "leased_by", "leased_until", "attempted_at", "started_at"])
    return Lease(job=job, worker=worker, attempt=job.attempts)


def _give_up(job: Job, *, now: datetime) -> None:
    job.outcome, job.finished_at, job.leased_until = Job.Outcome.FAILED, now, None
    job.save(update_fields=["outcome", "finished_at", "leased_until"])


def _note_failure(job: Job, mishap: Mishap, *, attempt: int, worker: str, at: datetime) -> None:
    Failure.objects.create(
        job=job, attempt=attempt, at=at, worker=worker, error=mishap.error[:200], frames=mishap.frames
    )
