"""The same values give the same bytes: in another process, in another thread, whatever was set before."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from kept.paper import examples, ical, press
from kept.paper.kinds import Invoice

ONE = """
import hashlib
from kept.paper import examples, press
print(hashlib.sha256(press.invoice(examples.sofa())).hexdigest())
"""


def fingerprint(paper: Invoice) -> str:
    return hashlib.sha256(press.invoice(paper)).hexdigest()


def test_another_process_in_another_place_prints_the_same_bytes() -> None:
    elsewhere = {**os.environ, "TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "7"}

    said = subprocess.run(
        [sys.executable, "-c", ONE], env=elsewhere, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == fingerprint(examples.sofa())


def test_many_threads_print_what_one_prints() -> None:
    papers = [examples.sofa(more=number) for number in range(12)]
    alone = [fingerprint(paper) for paper in papers]

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(fingerprint, papers * 4))

    assert together == alone * 4


def test_another_minute_is_another_paper() -> None:
    later = replace(examples.nora_sheet(), made_at=examples.MADE_AT.replace(minute=41))

    assert fingerprint(examples.sofa(later)) != fingerprint(examples.sofa())


def test_a_calendar_entry_is_the_same_each_time() -> None:
    assert ical.calendar(examples.entry()) == ical.calendar(examples.entry())
