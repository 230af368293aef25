"""What any backend for background work must hold to: a second one subclasses it with its own bench."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from kept.work.tests import errands
from kept.work.tests.errands import lines

PATIENCE = 30.0  # seconds that a busy machine may take


class Bench(Protocol):
    """A backend under test: how its work is run, and how its leases are handled from outside."""

    alias: str

    def run_waiting(self) -> int:
        """Run what is due in this thread until nothing is left; how many calls there were."""

    def claim(self) -> Any:
        """Take the next due call as a worker would, without running it. None when there is none."""

    def number(self, claimed: Any) -> str:
        """The result id of what was claimed."""

    def let_lease_run_out(self, claimed: Any) -> None:
        """As if the worker had been silent for longer than its lease."""

    def finish(self, claimed: Any) -> bool:
        """Finish what was claimed. False when that was refused, since somebody else has it by now."""

    def start_worker(self, environment: Mapping[str, str], *, lease: float) -> subprocess.Popen[bytes]:
        """A real worker process, on this test's database."""


def wait_until(holds: Any, *, what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.02)


class Contract:
    """Subclass it as ``Test…`` with a ``bench``."""

    bench: Bench

    def result(self, queued: TaskResult[Any]) -> TaskResult[Any]:
        queued.refresh()
        return queued

    # Queueing

    @pytest.mark.django_db
    def test_what_is_queued_runs_once_and_its_answer_can_be_read(self, tmp_path: Path) -> None:
        queued = errands.note.using(backend=self.bench.alias).enqueue(str(tmp_path / "out"), line="hello")

        ran = self.bench.run_waiting()

        assert ran == 1
        assert lines(tmp_path / "out") == ["hello"]
        assert self.result(queued).status == TaskResultStatus.SUCCESSFUL
        assert queued.return_value == "hello"
        assert self.bench.run_waiting() == 0

    @pytest.mark.usefixtures("fresh_database")
    def test_what_is_queued_in_a_transaction_that_is_rolled_back_never_was(self, tmp_path: Path) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            errands.note.using(backend=self.bench.alias).enqueue(str(tmp_path / "out"), "never")
            raise RuntimeError("the desk changed its mind")

        assert self.bench.run_waiting() == 0
        assert lines(tmp_path / "out") == []

    @pytest.mark.usefixtures("fresh_database")
    def test_what_is_queued_is_not_seen_before_its_transaction_ends(self, tmp_path: Path) -> None:
        seen = []

        def look() -> None:
            seen.append(self.bench.claim())
            connection.close()

        with transaction.atomic():
            errands.note.using(backend=self.bench.alias).enqueue(str(tmp_path / "out"), "early")
            onlooker = threading.Thread(target=look)
            onlooker.start()
            onlooker.join()

        assert seen == [None]

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("args", "kwargs"),
        [
            pytest.param((), {}, id="too few"),
            pytest.param(("a", "b", "c"), {}, id="too many"),
            pytest.param(("a",), {"colour": "red"}, id="an unknown name"),
            pytest.param(("a", timezone.now()), {}, id="what JSON cannot hold"),
        ],
    )
    def test_arguments_that_do_not_fit_are_refused_when_queueing(self, args: Any, kwargs: Any) -> None:
        with pytest.raises(TypeError):
            errands.note.using(backend=self.bench.alias).enqueue(*args, **kwargs)

        assert self.bench.claim() is None

    @pytest.mark.django_db
    def test_a_result_that_was_never_queued_does_not_exist(self) -> None:
        for number in ("4711", "not a number"):
            with pytest.raises(TaskResultDoesNotExist):
                errands.note.using(backend=self.bench.alias).get_result(number)

    # Order and time

    @pytest.mark.django_db
    def test_the_more_urgent_call_runs_first_and_equals_in_the_order_of_queueing(
        self, tmp_path: Path
    ) -> None:
        note, out = errands.note.using(backend=self.bench.alias), str(tmp_path / "out")
        note.enqueue(out, "first")
        note.using(priority=-5).enqueue(out, "whenever")
        note.using(priority=50).enqueue(out, "urgent")
        note.enqueue(out, "second")

        self.bench.run_waiting()

        assert lines(tmp_path / "out") == ["urgent", "first", "second", "whenever"]

    @pytest.mark.django_db
    def test_a_call_for_later_does_not_run_now(self, tmp_path: Path) -> None:
        note, out = errands.note.using(backend=self.bench.alias), str(tmp_path / "out")
        now = timezone.now()
        later = note.using(run_after=now + timedelta(hours=1)).enqueue(out, "later")
        note.using(run_after=now - timedelta(seconds=1)).enqueue(out, "now")

        self.bench.run_waiting()

        assert lines(tmp_path / "out") == ["now"]
        assert self.result(later).status == TaskResultStatus.READY

    # Failing

    @pytest.mark.django_db
    def test_a_failed_attempt_is_tried_again_later_and_kept_without_the_words_of_the_error(
        self, tmp_path: Path
    ) -> None:
        queued = errands.stumble.using(backend=self.bench.alias).enqueue(str(tmp_path / "out"))

        self.bench.run_waiting()

        assert lines(tmp_path / "out") == ["tried"]
        assert self.result(queued).status == TaskResultStatus.READY
        (error,) = queued.errors
        assert error.exception_class is ConnectionError
        assert "stumble" in error.traceback
        assert errands.SOMEBODY not in error.traceback

    @pytest.mark.django_db
    def test_what_can_never_succeed_fails_at_once(self, tmp_path: Path) -> None:
        queued = errands.give_up.using(backend=self.bench.alias).enqueue(str(tmp_path / "out"))

        self.bench.run_waiting()

        assert lines(tmp_path / "out") == ["tried"]
        assert self.result(queued).status == TaskResultStatus.FAILED

    @pytest.mark.django_db
    def test_a_task_can_ask_which_attempt_it_is(self) -> None:
        queued = errands.count_attempts.using(backend=self.bench.alias).enqueue()

        self.bench.run_waiting()

        assert self.result(queued).return_value == 1

    # Leases

    @pytest.mark.django_db
    def test_a_worker_that_fell_silent_is_replaced_and_its_late_finish_refused(self, tmp_path: Path) -> None:
        queued = errands.note.using(backend=self.bench.alias).enqueue(str(tmp_path / "out"), "done")
        silent = self.bench.claim()
        assert self.bench.claim() is None
        self.bench.let_lease_run_out(silent)

        successor = self.bench.claim()

        assert self.bench.number(successor) == self.bench.number(silent) == queued.id
        assert not self.bench.finish(silent)
        assert self.result(queued).status == TaskResultStatus.RUNNING
        assert self.bench.finish(successor)
        assert not self.bench.finish(successor)
        assert self.result(queued).status == TaskResultStatus.SUCCESSFUL
        assert queued.attempts == 2

    @pytest.mark.usefixtures("fresh_database")
    def test_workers_who_reach_for_the_same_calls_at_once_never_hold_the_same(self, tmp_path: Path) -> None:
        queued = [
            errands.note.using(backend=self.bench.alias).enqueue(str(tmp_path / "out"), str(number)).id
            for number in range(24)
        ]
        taken: list[str] = []
        start = threading.Barrier(4)

        def reach() -> None:
            start.wait()
            deadline = time.monotonic() + PATIENCE
            while len(taken) < len(queued) and time.monotonic() < deadline:
                claimed = self.bench.claim()
                if claimed is not None:
                    taken.append(self.bench.number(claimed))
            connection.close()

        workers = [threading.Thread(target=reach) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

        assert sorted(taken) == sorted(queued)

    # Real processes

    @pytest.mark.usefixtures("fresh_database")
    def test_a_call_whose_worker_was_killed_is_taken_over_and_run_to_its_end(
        self, tmp_path: Path, process_environment: Mapping[str, str]
    ) -> None:
        out = tmp_path / "out"
        queued = errands.linger_the_first_time.using(backend=self.bench.alias).enqueue(str(out))
        killed = self.bench.start_worker(process_environment, lease=1.0)
        wait_until(lambda: lines(out) == ["began"], what="the first worker begins")
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
        assert self.result(queued).status == TaskResultStatus.RUNNING

        successor = self.bench.start_worker(process_environment, lease=1.0)
        try:
            wait_until(lambda: self.result(queued).is_finished, what="the second worker finishes")
        finally:
            successor.terminate()
            successor.wait(timeout=PATIENCE)

        assert queued.status == TaskResultStatus.SUCCESSFUL
        assert lines(out) == ["began", "began", "ended"]
        assert queued.attempts == 2

    @pytest.mark.usefixtures("fresh_database")
    def test_a_long_call_keeps_its_lease_while_two_workers_look_for_work(
        self, tmp_path: Path, process_environment: Mapping[str, str]
    ) -> None:
        out = tmp_path / "out"
        queued = errands.linger.using(backend=self.bench.alias).enqueue(str(out), 2.5)
        workers = [self.bench.start_worker(process_environment, lease=0.8) for _ in range(2)]
        try:
            wait_until(lambda: self.result(queued).is_finished, what="the long call ends")
        finally:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.wait(timeout=PATIENCE)

        assert lines(out) == ["began", "ended"]
        assert queued.attempts == 1

    @pytest.mark.usefixtures("fresh_database")
    def test_a_worker_told_to_stop_finishes_the_call_in_hand_and_begins_no_other(
        self, tmp_path: Path, process_environment: Mapping[str, str]
    ) -> None:
        linger, out = errands.linger.using(backend=self.bench.alias), tmp_path / "out"
        first = linger.enqueue(str(out), 1.0)
        second = linger.enqueue(str(out), 1.0)
        worker = self.bench.start_worker(process_environment, lease=30.0)
        wait_until(lambda: lines(out) == ["began"], what="the worker begins")

        worker.terminate()

        assert worker.wait(timeout=PATIENCE) == 0
        assert lines(out) == ["began", "ended"]
        assert self.result(first).status == TaskResultStatus.SUCCESSFUL
        assert self.result(second).status == TaskResultStatus.READY
