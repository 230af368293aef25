"""Timed work is set off once per due time, however many workers look at the clock."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from kept.work import actions, rules
from kept.work.actions import Call
from kept.work.models import Job, TimedRun
from kept.work.schedule import Timed, set_off_due
from kept.work.tests import errands
from kept.work.worker import Worker

MINUTE = timedelta(minutes=1)
MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
MINUTELY = Timed("every minute", MINUTE, errands.minutely)


@pytest.mark.parametrize(
    ("every", "now", "due"),
    [
        pytest.param(MINUTE, MIDNIGHT + timedelta(seconds=59), MIDNIGHT, id="within the minute"),
        pytest.param(MINUTE, MIDNIGHT, MIDNIGHT, id="on the stroke"),
        pytest.param(
            MINUTE, MIDNIGHT - timedelta(microseconds=1), MIDNIGHT - MINUTE, id="a moment before the stroke"
        ),
        pytest.param(
            timedelta(days=1), MIDNIGHT + timedelta(hours=23), MIDNIGHT, id="daily, late in the day"
        ),
        pytest.param(
            timedelta(hours=1),
            datetime.fromisoformat("2026-03-29T03:30:00+02:00"),
            datetime.fromisoformat("2026-03-29T01:00:00+00:00"),
            id="hourly, after the clocks went forward",
        ),
        pytest.param(
            timedelta(hours=1),
            datetime.fromisoformat("2026-10-25T02:30:00+01:00"),
            datetime.fromisoformat("2026-10-25T01:00:00+00:00"),
            id="hourly, in the hour that comes twice",
        ),
    ],
)
def test_all_workers_come_to_the_same_due_time(every: timedelta, now: datetime, due: datetime) -> None:
    assert rules.due_at(every, now=now) == due


def test_a_rhythm_without_length_is_refused() -> None:
    with pytest.raises(ValueError, match="rhythm"):
        rules.due_at(timedelta(0), now=MIDNIGHT)


@pytest.mark.django_db
def test_timed_work_runs_once_for_each_due_time_and_does_not_make_up_for_a_night_off() -> None:
    moments = [MIDNIGHT, MIDNIGHT + MINUTE / 2, MIDNIGHT + MINUTE, MIDNIGHT + timedelta(hours=8)]
    now = MIDNIGHT
    workers = [Worker([MINUTELY], clock=lambda: now) for _ in range(2)]

    def ran_at(moment: datetime) -> int:
        nonlocal now
        now = moment
        return sum(worker.run_waiting() for worker in workers)

    ran = [ran_at(moment) for moment in moments]

    assert ran == [1, 0, 1, 1]


@pytest.mark.usefixtures("fresh_database")
def test_workers_who_look_at_the_clock_at_once_set_it_off_once() -> None:
    start = threading.Barrier(4)
    set_off: list[str] = []

    def look() -> None:
        start.wait()
        set_off.extend(set_off_due([MINUTELY], now=MIDNIGHT))
        connection.close()

    lookers = [threading.Thread(target=look) for _ in range(4)]
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join()

    assert set_off == ["every minute"]
    assert Job.objects.count() == TimedRun.objects.count() == 1


@pytest.mark.django_db
def test_finished_work_is_forgotten_and_failed_work_is_not() -> None:
    done = actions.enqueue(Call(path="kept.work.tests.errands.minutely"), now=MIDNIGHT)
    Worker(clock=lambda: MIDNIGHT).run_waiting()
    failed = actions.enqueue(Call(path="kept.work.tests.errands.give_up", args=["/dev/null"]), now=MIDNIGHT)
    Worker(clock=lambda: MIDNIGHT).run_waiting()

    actions.forget(finished_before=MIDNIGHT + timedelta(days=14))

    assert not Job.objects.filter(pk=done.pk).exists()
    assert Job.objects.filter(pk=failed.pk).exists()
