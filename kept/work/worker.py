"""The worker: leases what is due, runs it, keeps its lease alive, and stops when it is asked to."""

from __future__ import annotations

import logging
import os
import socket
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import TaskContext
from django_tasks.utils import get_module_path, get_random_id, normalize_json

from kept.work import actions, backend, rules, schedule
from kept.work.actions import Lease, LeaseLostError, Mishap

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
POLL = timedelta(seconds=1)
PAUSE_AFTER_TROUBLE = 5.0  # seconds, while the database cannot be reached


class Worker:
    """Runs one job at a time until it is stopped; start several processes for more."""

    def __init__(
        self,
        timed: Sequence[schedule.Timed] = (),
        *,
        lease: timedelta = LEASE,
        poll: timedelta = POLL,
        clock: Callable[[], datetime] = timezone.now,
    ) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{get_random_id()[:8]}"
        self.timed = timed
        self.lease = lease
        self.poll = poll
        self.clock = clock
        self._stopping = threading.Event()
        self._set_off: dict[str, datetime] = {}

    def run(self) -> None:
        """Work until ``stop`` is called. The job in hand is finished first."""
        while not self._stopping.is_set():
            try:
                pause = 0.0 if self.step() else self.poll.total_seconds()
            except (OperationalError, InterfaceError) as trouble:
                log.warning("the database cannot be reached (%s)", get_module_path(type(trouble)))
                pause = PAUSE_AFTER_TROUBLE
            finally:
                close_old_connections()
            self._stopping.wait(pause)

    def stop(self) -> None:
        self._stopping.set()

    def step(self) -> bool:
        """Set off what the clock asks for, then run one job. False when there was none."""
        self._look_at_the_clock()
        lease = actions.claim(self.name, length=self.lease, now=self.clock())
        if lease is None:
            return False
        with self._heartbeat(lease):
            self._run(lease)
        return True

    def run_waiting(self) -> int:
        """Run what is due, and what that queues, until nothing is left; how many there were. For tests."""
        done = 0
        while self.step():
            done += 1
        return done

    def _look_at_the_clock(self) -> None:
        now = self.clock()
        due = {timed: rules.due_at(timed.every, now=now) for timed in self.timed}
        unseen = [timed for timed, due_at in due.items() if self._set_off.get(timed.name) != due_at]
        if unseen:
            schedule.set_off_due(unseen, now=now)
            self._set_off.update({timed.name: due[timed] for timed in unseen})

    def _run(self, lease: Lease) -> None:
        try:
            returned = _call(lease)
        except Exception as error:  # noqa: BLE001  # one job of many: its failure is noted, the worker goes on
            self._note(lease, error)
            return
        try:
            actions.finish(lease, returned=returned, now=self.clock())
        except LeaseLostError:
            log.warning("%s was taken over before it was finished", lease.job)

    def _note(self, lease: Lease, error: Exception) -> None:
        mishap = Mishap(
            error=get_module_path(type(error)),
            frames="".join(traceback.format_tb(error.__traceback__)),
            permanent=getattr(error, "permanent", False) is True,
        )
        try:
            again_at = actions.fail(lease, mishap, now=self.clock())
        except LeaseLostError:
            log.warning("%s was taken over before it failed", lease.job)
            return
        if again_at:
            log.warning("%s failed with %s, again at %s", lease.job, mishap.error, again_at)
        else:
            log.error("%s failed for good with %s\n%s", lease.job, mishap.error, mishap.frames)

    @contextmanager
    def _heartbeat(self, lease: Lease) -> Iterator[None]:
        ended = threading.Event()

        def beat() -> None:
            while not ended.wait(self.lease.total_seconds() / 3):
                try:
                    actions.extend(lease, until=self.clock() + self.lease)
                except LeaseLostError:
                    break  # finishing will be refused
                except (OperationalError, InterfaceError) as trouble:
                    log.warning("no heartbeat for %s (%s)", lease.job, get_module_path(type(trouble)))
                finally:
                    connection.close()

        heart = threading.Thread(target=beat, name="heartbeat", daemon=True)
        heart.start()
        try:
            yield
        finally:
            ended.set()
            heart.join()


def _call(lease: Lease) -> Any:
    """Call the task's function; what it returned, as JSON. Raises whatever it raises."""
    task = import_string(lease.job.path)
    context: tuple[TaskContext, ...] = ()
    if task.takes_context:
        context = (TaskContext(task_result=backend.result(lease.job, task, alias=task.backend)),)
    return normalize_json(task.call(*context, *lease.job.args, **lease.job.kwargs))
