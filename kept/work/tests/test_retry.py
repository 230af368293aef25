"""When failed work is tried again, and when it is given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kept.work import actions, queries, rules
from kept.work.actions import Call, Mishap
from kept.work.models import Failure, Job
from kept.work.tests import errands
from kept.work.tests.errands import lines
from kept.work.worker import Worker

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("attempt", "pause"),
    [
        pytest.param(1, timedelta(seconds=5), id="soon after the first"),
        pytest.param(2, timedelta(seconds=15), id="three times as long after the second"),
        pytest.param(7, timedelta(hours=1), id="never more than an hour"),
        pytest.param(11, timedelta(hours=1), id="still once more"),
        pytest.param(12, None, id="the twelfth was the last"),
    ],
)
def test_the_pause_grows_up_to_an_hour_and_ends(attempt: int, pause: timedelta | None) -> None:
    assert rules.again_at(attempt, permanent=False, now=NOON) == (NOON + pause if pause else None)


def test_what_can_never_succeed_is_not_tried_again() -> None:
    assert rules.again_at(1, permanent=True, now=NOON) is None


@pytest.mark.django_db
def test_work_outlives_an_outage_of_hours_and_then_fails_for_good(tmp_path: Path) -> None:
    now = NOON
    call = Call(path="kept.work.tests.errands.stumble", args=[str(tmp_path / "out")])
    job = actions.enqueue(call, now=now)
    worker = Worker(clock=lambda: now)

    while now < NOON + timedelta(hours=12):
        worker.run_waiting()
        now += MINUTE

    job.refresh_from_db()
    assert len(lines(tmp_path / "out")) == rules.MOST_ATTEMPTS
    assert job.outcome == Job.Outcome.FAILED
    assert job.finished_at is not None and job.finished_at - NOON > timedelta(hours=5)
    assert list(queries.failed()) == [job]


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_does_not_go_round_for_ever() -> None:
    now = NOON
    job = actions.enqueue(Call(path="kept.work.tests.errands.minutely"), now=now)
    leases = 0

    while actions.claim("doomed", length=MINUTE, now=now):
        leases += 1
        now += MINUTE

    job.refresh_from_db()
    assert leases == rules.MOST_ATTEMPTS
    assert job.outcome == Job.Outcome.FAILED
    assert set(Failure.objects.values_list("error", flat=True)) == {"kept.work.actions.LeaseLostError"}


@pytest.mark.django_db
def test_a_stale_worker_may_not_report_a_failure_either() -> None:
    actions.enqueue(Call(path="kept.work.tests.errands.minutely"), now=NOON)
    stale = actions.claim("stale", length=MINUTE, now=NOON)
    successor = actions.claim("successor", length=MINUTE, now=NOON + MINUTE)
    assert stale and successor

    with pytest.raises(actions.LeaseLostError):
        actions.fail(stale, Mishap(error="builtins.OSError"), now=NOON + MINUTE)
    with pytest.raises(actions.LeaseLostError):
        actions.extend(stale, until=NOON + 2 * MINUTE)

    actions.extend(successor, until=NOON + 9 * MINUTE)
    assert actions.claim("third", length=MINUTE, now=NOON + 5 * MINUTE) is None


@pytest.mark.django_db
def test_a_task_that_is_no_longer_in_the_code_fails_like_any_other() -> None:
    job = actions.enqueue(Call(path="kept.work.tests.errands.long_gone"), now=NOON)

    Worker(clock=lambda: NOON).run_waiting()

    job.refresh_from_db()
    assert job.outcome == Job.Outcome.OPEN
    assert [failure.error for failure in job.failures.all()] == ["builtins.ImportError"]


@pytest.mark.django_db
def test_logs_name_the_job_and_the_kind_of_error_but_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    errands.stumble.enqueue(str(tmp_path / "out"))
    errands.give_up.enqueue(str(tmp_path / "out"))

    Worker().run_waiting()

    assert "kept.work.tests.errands.stumble failed with builtins.ConnectionError" in caplog.text
    assert "failed for good with kept.work.tests.errands.GoneAwayError" in caplog.text
    assert errands.SOMEBODY not in caplog.text
