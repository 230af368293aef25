"""How long a paper takes to set, how large it is, and whether memory grows over many.

    python bench/paper/run.py [PAPERS]        500 unless told

Times are CPU of this process. Every paper differs from the one before, so that nothing is remembered.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(make: Callable[[int], bytes], times: int) -> tuple[float, int]:
    """Milliseconds of CPU per paper, and the bytes of the last."""
    before = time.process_time()
    for number in range(times):
        made = make(number)
    return (time.process_time() - before) / times * 1000, len(made)


def main() -> None:
    papers = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    before = time.process_time()
    from kept.paper import examples, ical, press

    loaded = time.process_time()
    german = examples.jonas_sheet()

    def invoice(number: int, more: int = 0) -> bytes:
        return press.invoice(examples.sofa(replace(german, number=f"RE-{number}"), more=more, tax=19_000))

    def policy(number: int) -> bytes:
        words = "\n\n".join(f"{number}. " + "Wir kommen, wann wir es gesagt haben. " * 14 for _ in range(200))
        told = examples.policy(words=words)
        return press.invoice(examples.sofa(replace(german, policies=(told,))))

    invoice(-1)
    first = time.process_time()
    print(f"loading the code  {(loaded - before) * 1000:7.0f} ms CPU")
    print(f"the first paper   {(first - loaded) * 1000:7.0f} ms CPU (typefaces read once)")
    timed(invoice, 50)
    held = megabytes()
    timed(invoice, papers)
    print(f"memory at most {held:.0f} MB after 50 invoices, {megabytes():.0f} MB after {papers} more")
    print(f"{'':24}{'ms CPU':>8}{'kB':>8}")
    rows: list[tuple[str, Callable[[int], bytes], int]] = [
        ("invoice", invoice, papers),
        ("invoice, 60 lines", lambda number: invoice(number, 58), papers // 10),
        ("invoice, 2,000 lines", lambda number: invoice(number, 1_998), 3),
        ("policy of 20,000 words", policy, 3),
        (
            "confirmation",
            lambda n: press.confirmation(replace(examples.booked(), words=str(n))),
            papers // 10,
        ),
        ("contract", lambda n: press.contract(replace(examples.membership(), plan=str(n))), papers // 10),
        ("receipt", lambda n: press.receipt(replace(examples.left(), entry=n)), papers // 10),
        ("calendar entry", lambda n: ical.calendar(examples.entry(n)), papers // 10),
    ]
    for name, make, times in rows:
        took, size = timed(make, max(times, 1))
        print(f"{name:24}{took:8.1f}{size / 1000:8.1f}")
    print(f"memory at most {megabytes():.0f} MB with the large ones")


if __name__ == "__main__":
    main()
