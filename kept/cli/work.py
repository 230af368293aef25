"""`kept work`: background work until it is told to stop."""

from __future__ import annotations

import os
import signal
import threading
from datetime import timedelta
from textwrap import indent
from types import FrameType

import click

from kept.cli import mail
from kept.config.schedule import SCHEDULE
from kept.work import queries
from kept.work.worker import Worker


@click.command()
@click.option("--lease", type=click.FloatRange(min=0.5), default=60.0, show_default=True,
              help="Seconds after which the work of a worker that fell silent is taken over.")  # fmt: skip
@click.option("--poll", type=click.FloatRange(min=0.01), default=1.0, show_default=True,
              help="Seconds between two looks at an empty queue.")  # fmt: skip
@click.option("--stop-with", type=int, hidden=True, help="The parent process, to stop when it ends.")
@click.option("--failed", is_flag=True, help="Only list what failed for good, and where.")
def work(lease: float, poll: float, stop_with: int | None, failed: bool) -> None:
    """Run background work: send what is in the outbox, and what is due by the clock.

    The first Ctrl-C (or SIGTERM) lets the job in hand be finished; a second one ends at once, and the job is
    taken over by another worker. Start several for more at a time.

    Example: kept work
    """
    if failed:
        _list_failed()
        return
    mail.check()
    worker = Worker(SCHEDULE, lease=timedelta(seconds=lease), poll=timedelta(seconds=poll))
    _stop_on_signals(worker)
    if stop_with:
        _stop_with_parent(worker, stop_with)
    worker.run()


def _list_failed() -> None:
    for job in queries.failed():
        click.echo(f"{job.finished_at:%Y-%m-%d %H:%M} {job} after {job.attempts} attempts")
        for failure in job.failures.all():
            click.echo(
                f"  {failure.at:%Y-%m-%d %H:%M} {failure.error}\n{indent(failure.frames, '    ')}", nl=False
            )


def _stop_on_signals(worker: Worker) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        worker.stop()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


def _stop_with_parent(worker: Worker, parent: int) -> None:
    stopped = threading.Event()

    def watch() -> None:
        while os.getppid() == parent:
            stopped.wait(1)
        worker.stop()

    threading.Thread(target=watch, name="parent", daemon=True).start()
