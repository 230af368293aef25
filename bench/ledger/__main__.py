"""What the ledger costs: appending, sealing, signing, proving, exporting, and verifying without a database.

    python -m bench.ledger [--entries 1000000]

Makes a ledger of that many entries in an SQLite file of its own (some minutes for a million), asks of it
what desks and customers ask, and prints a table and the same as JSON. Times are the wall's where the disk is
asked, and this process's CPU where it only computes. Ends with 1 when a bar is missed: a proof verifies in
under 5 ms of CPU, sealing keeps up with 200 entries a second.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kept.ledger.rules.proofs import Receipt

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
CHUNK = 10_000  # rows inserted at once
SAMPLES = 200
WORDS = "We come within a 4-hour window; an exact hour is not promised. " * 2

Figures = dict[str, float]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--entries", type=int, default=1_000_000)
    entries = asked.parse_args().entries
    with tempfile.TemporaryDirectory(prefix="kept-bench-") as home:
        set_up(Path(home))
        figures: Figures = {"entries": entries}
        for measure in (append, lambda: build(entries), seal_as_it_comes, sign, prove, export, audit):
            found = measure()
            print("\n".join(f"{name:<38}{value:>14,}" for name, value in found.items()), flush=True)
            figures |= found
    print(json.dumps(figures))
    bars = {
        "a proof verifies in under 5 ms": figures["verify_receipt_ms_cpu_p95"] < 5,
        "sealing keeps up with 200 entries a second": figures["sealed_as_they_come_per_s"] >= 200,
    }
    for bar, held in bars.items():
        print(f"{bar}: {'yes' if held else 'NO'}")
    sys.exit(0 if all(bars.values()) else 1)


def set_up(home: Path) -> None:
    os.environ |= {
        "KEPT_HOME": str(home),
        "KEPT_DATABASE_URL": f"sqlite:///{home / 'bench.sqlite3'}",
        "KEPT_BASE_URL": "https://desk.example.com",
        "DJANGO_SETTINGS_MODULE": "kept.config.settings",
    }
    os.environ.pop("KEPT_WITNESS", None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", "ledger", verbosity=0)


def append() -> Figures:
    """Entries written by `record`: each in a transaction of its own (a commit is a sync), and 100 to one."""
    from django.db import transaction

    def hundred() -> None:
        with transaction.atomic():
            for _ in range(100):
                write()

    return {
        "appended_alone_per_s": per_second(1_000, 1, write),
        "appended_100_at_once_per_s": per_second(50, 100, hundred),
    }


def build(entries: int) -> Figures:
    """Fill up to so many entries, past `record` for speed but hash by hash the same; seal them all."""
    from kept.ledger import actions
    from kept.ledger.models import Tree

    rest = _rows(entries)
    while chunk := list(islice(rest, CHUNK)):
        _insert(chunk)
    started = time.perf_counter()
    sealed = actions.seal(now=NOW)
    spent = time.perf_counter() - started
    assert Tree.objects.get().size >= entries
    return {"sealed_at_once_per_s": round(sealed / spent)}


def seal_as_it_comes() -> Figures:
    """A second's worth of entries (200), written and sealed in the full ledger, again and again."""
    from django.db import transaction

    from kept.ledger import actions

    spent = []
    for _ in range(30):
        with transaction.atomic():
            for _ in range(200):
                write()
        spent.append(milliseconds(lambda: actions.seal(now=NOW)))
    return {
        "seal_200_ms_p50": middle(spent),
        "seal_200_ms_p95": high(spent),
        "sealed_as_they_come_per_s": round(200 * len(spent) * 1000 / sum(spent)),
    }


def sign() -> Figures:
    """A checkpoint after one more entry: sealed, signed, committed, in the witness file."""
    from kept.ledger import actions

    spent = []
    for _ in range(SAMPLES):
        write()
        spent.append(milliseconds(lambda: actions.checkpoint(now=NOW)))
    return {"checkpoint_ms_p50": middle(spent), "checkpoint_ms_p95": high(spent)}


def prove() -> Figures:
    """Receipts for entries anywhere in the ledger: made, and verified from their bytes alone."""
    from kept.ledger import actions
    from kept.ledger.models import Entry, Leaf
    from kept.ledger.rules import reading

    chance, size = random.Random(2026), Leaf.objects.count()
    for day in (1, 2, 3):
        actions.checkpoint(now=NOW + timedelta(days=day))
    later = NOW + timedelta(days=4)
    making, sizes, walking, checking = [], [], [], []
    for _ in range(SAMPLES):
        entry = Entry.objects.get(leaf__number=chance.randrange(size))
        started = time.perf_counter()
        raw = actions.prove([entry], now=NOW + timedelta(days=3))
        making.append((time.perf_counter() - started) * 1000)
        sizes.append(len(raw))
        receipt = reading.read(raw)
        walking.append(milliseconds(partial(walk, receipt), cpu=True))
        checking.append(milliseconds(partial(check, raw, later), cpu=True))
    return {
        "receipt_made_ms_p50": middle(making),
        "receipt_made_ms_p95": high(making),
        "receipt_bytes_p50": middle(sizes),
        "proof_hashes": len(receipt.entries[0].proof),
        "proof_ms_cpu_p50": middle(walking),
        "proof_ms_cpu_p95": high(walking),
        "verify_receipt_ms_cpu_p50": middle(checking),
        "verify_receipt_ms_cpu_p95": high(checking),
    }


def walk(receipt: Receipt) -> None:
    """Compute the root from the one entry and its proof."""
    from kept.ledger.rules import merkle, notes

    point = notes.Checkpoint.parse(notes.text_of(receipt.checkpoint))
    [one] = receipt.entries
    assert merkle.root_of_inclusion(one.leaf_hash, one.number, point.size, one.proof) == point.root


def check(raw: bytes, now: datetime) -> None:
    """All that `kept verify` does with a receipt: read, signatures, proof, growth since the days before."""
    from kept.ledger.rules import reading
    from kept.ledger.rules.verify import verify

    assert verify(reading.read(raw), now=now).ok


def export() -> Figures:
    """The whole ledger into a file, and that verified."""
    from django.conf import settings

    from kept.ledger import queries
    from kept.ledger.rules import reading
    from kept.ledger.rules.verify import verify

    file = settings.HOME / "ledger.jsonl"
    started = time.perf_counter()
    with file.open("wb") as opened:
        lines = sum(bool(opened.write(line)) for line in queries.export())
    written = time.perf_counter() - started
    started = time.perf_counter()
    with io.BufferedReader(file.open("rb", buffering=0), 1 << 20) as opened:
        assert verify(reading.opened(opened), now=NOW + timedelta(days=4)).ok
    read = time.perf_counter() - started
    return {
        "export_entries_per_s": round(lines / written),
        "export_megabytes": round(file.stat().st_size / 1e6),
        "verify_ledger_entries_per_s": round(lines / read),
    }


def audit() -> Figures:
    """`kept ledger check`: the database against itself."""
    from kept.ledger import audit as ledger

    started = time.perf_counter()
    found = ledger.audit()
    assert found.count == 0, found.faults
    return {"check_entries_per_s": round(found.sealed / (time.perf_counter() - started))}


def write() -> None:
    from kept.base.actors import CLOCK
    from kept.ledger import actions

    actions.record("policy.told", "disclosure:1", by=CLOCK, at=NOW, customer=1, words=WORDS)


def _rows(entries: int) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]]]:
    """What `record` would write, as rows of the three tables."""
    from kept.ledger import rules
    from kept.ledger.models import Entry
    from kept.ledger.rules import merkle

    last = Entry.objects.order_by("pk").last()
    for pk in range((last.pk if last else 0) + 1, entries + 1):
        body = rules.canonical({"by": "clock", "subject": f"disclosure:{pk}", "words": WORDS})
        salt = secrets.token_bytes(rules.SALT_BYTES)
        hashed = rules.payload_hash(body, salt)
        leaf = merkle.leaf_hash(rules.leaf(kind="policy.told", at=NOW, hashed=hashed))
        yield (
            (pk, "policy.told", f"disclosure:{pk}", "clock", NOW, hashed),
            (pk, pk % 50_000, salt, body),
            (pk, leaf),
        )


def _insert(chunk: list[Any]) -> None:
    from django.db import connection, transaction

    statements = (
        'INSERT INTO ledger_entry (id, kind, subject, "by", at, payload_hash) VALUES (%s,%s,%s,%s,%s,%s)',
        "INSERT INTO ledger_payload (entry_id, customer, salt, body) VALUES (%s, %s, %s, %s)",
        "INSERT INTO ledger_leaf (entry_id, hash) VALUES (%s, %s)",
    )
    with transaction.atomic(), connection.cursor() as cursor:
        for place, statement in enumerate(statements):
            cursor.executemany(statement, [row[place] for row in chunk])


def per_second(times: int, each: int, work: Callable[[], object]) -> int:
    started = time.perf_counter()
    for _ in range(times):
        work()
    return round(times * each / (time.perf_counter() - started))


def milliseconds(work: Callable[[], object], *, cpu: bool = False) -> float:
    clock = time.process_time_ns if cpu else time.perf_counter_ns
    started = clock()
    work()
    return (clock() - started) / 1e6


def middle(found: list[float] | list[int]) -> float:
    return round(statistics.median(found), 3)


def high(found: list[float]) -> float:
    return round(statistics.quantiles(found, n=20)[-1], 3)


if __name__ == "__main__":
    main()
