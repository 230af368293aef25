"""Tasks for the tests. They write to files, because workers of other processes run them too."""

from __future__ import annotations

import time
from pathlib import Path

from django_tasks import task
from django_tasks.base import TaskContext

SOMEBODY = "mia@example.com"


class GoneAwayError(Exception):
    """What an outside world that will never answer raises."""

    permanent = True


def write(file: str, line: str) -> None:
    with Path(file).open("a") as out:
        out.write(f"{line}\n")


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


@task
def note(file: str, line: str) -> str:
    write(file, line)
    return line


@task
def linger(file: str, seconds: float) -> None:
    """Say that it began, take its time, say that it ended."""
    write(file, "began")
    time.sleep(seconds)
    write(file, "ended")


@task
def linger_the_first_time(file: str) -> None:
    """Hang at first, as a job does whose machine is about to die; the second attempt goes through."""
    write(file, "began")
    if lines(Path(file)).count("began") == 1:
        time.sleep(600)
    write(file, "ended")


@task
def stumble(file: str) -> None:
    write(file, "tried")
    raise ConnectionError(f"{SOMEBODY} does not answer")


@task
def give_up(file: str) -> None:
    write(file, "tried")
    raise GoneAwayError


@task(takes_context=True)
def count_attempts(context: TaskContext) -> int:
    return context.attempt


@task
def minutely() -> None:
    """Timed work that needs to do nothing but be set off."""
