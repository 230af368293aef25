"""Django's Tasks API over the lease table: ``@task``, ``.enqueue()`` in the caller's transaction, results."""

from __future__ import annotations

import inspect
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json
from typing_extensions import ParamSpec

from kept.work import actions, queries
from kept.work.models import Job

T = TypeVar("T")
P = ParamSpec("P")


class LeaseBackend(BaseTaskBackend):
    """The default backend. Its workers are ``kept work`` (kept/work/worker.py)."""

    supports_defer = True
    supports_priority = True
    supports_get_result = True

    def enqueue(self, task: Task[P, T], args: Any, kwargs: Any) -> TaskResult[T]:
        """Queue the call. Raises TypeError for arguments the function does not take or JSON cannot hold."""
        self.validate_task(task)
        context = (None,) if task.takes_context else ()
        inspect.signature(task.func).bind(*context, *args, **kwargs)
        call = actions.Call(
            path=task.module_path,
            args=normalize_json(list(args)),
            kwargs=normalize_json(dict(kwargs)),
            priority=task.priority,
            run_after=task.run_after,
        )
        return result(actions.enqueue(call, now=timezone.now()), task, alias=self.alias)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        job = queries.get_job(result_id)
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result(job, import_string(job.path), alias=self.alias)


def result(job: Job, task: Task[P, T], *, alias: str) -> TaskResult[T]:
    """What the Tasks API calls the state of one call."""
    failures = list(job.failures.all())
    seen: TaskResult[T] = TaskResult(
        task=task,
        id=str(job.pk),
        status=_status(job),
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.attempted_at,
        args=job.args,
        kwargs=job.kwargs,
        backend=alias,
        errors=[TaskError(exception_class_path=each.error, traceback=each.frames) for each in failures],
        worker_ids=[each.worker for each in failures if each.attempt < job.attempts]
        + ([job.leased_by] if job.attempts else []),
    )
    object.__setattr__(seen, "_return_value", job.returned)  # as the package's own backends do: it is frozen
    return seen


def _status(job: Job) -> TaskResultStatus:
    if job.outcome == Job.Outcome.DONE:
        return TaskResultStatus.SUCCESSFUL
    if job.outcome == Job.Outcome.FAILED:
        return TaskResultStatus.FAILED
    return TaskResultStatus.RUNNING if job.leased_until else TaskResultStatus.READY
