"""Several people at the same moment, each on a connection of their own, for tests that really commit."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from kept.base.refusals import Refused


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each of them was answered, in their order; a refusal is an answer. Anything else is raised."""
    start = Barrier(len(acts))

    def go(act: Callable[[], object]) -> object:
        try:
            start.wait(timeout=20)
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(go, acts))


def refusals(answers: list[object]) -> list[Refused]:
    """Those who were told why not."""
    return [answer for answer in answers if isinstance(answer, Refused)]
