"""What comes out of the database, verified by somebody who has only the files."""

from __future__ import annotations

import io

import pytest
from django.conf import settings
from django.db import transaction

from kept.base.actors import Actor
from kept.ledger import actions, queries
from kept.ledger.models import Entry
from kept.ledger.rules import proofs, reading
from kept.ledger.rules.verify import verify
from kept.ledger.tests.writing import DAY, NOW, entries

pytestmark = pytest.mark.django_db

OWNER = Actor("staff", 1)


def receipt(written: list[Entry], day: int) -> proofs.Receipt:
    return reading.read(actions.prove(written, now=NOW + day * DAY), name=f"receipt of day {day}")


def published() -> list[str]:
    return reading.witnessed(settings.WITNESS.read_bytes())


def test_receipts_of_every_day_the_ledger_and_the_witness_file_agree() -> None:
    held = []
    for day in range(5):
        written = entries(40, at=NOW + day * DAY, customer=day)
        held.append(receipt(written[:2], day))
        if day == 1:
            actions.rotate(by=OWNER, now=NOW + day * DAY)
        if day == 3:
            actions.erase([0], by=OWNER, now=NOW + day * DAY)
    actions.checkpoint(now=NOW + 4 * DAY)
    whole = reading.opened(io.BytesIO(b"".join(queries.export())), name="ledger")

    verdict = verify(
        *held,
        whole,
        now=NOW + 5 * DAY,
        pinned=[queries.public_keys()[0].vkey],
        witness=published(),
    )

    assert verdict.ok, verdict.findings


def test_after_a_restored_backup_old_and_lost_and_new_receipts_tell_the_same_story() -> None:
    kept = receipt(entries(40), 0)
    backup = transaction.savepoint()
    lost = receipt(entries(7, at=NOW + DAY), 1)
    transaction.savepoint_rollback(backup)
    written = entries(3, at=NOW + 2 * DAY)
    actions.acknowledge_restore(because="The disk failed.", by=OWNER, now=NOW + 2 * DAY)

    new = receipt(written, 2)

    whole = reading.opened(io.BytesIO(b"".join(queries.export())), name="ledger")
    verdict = verify(kept, lost, new, whole, now=NOW + 3 * DAY, witness=published())
    assert verdict.ok, verdict.findings
    assert "entry_lost" in verdict.codes()


def test_a_backup_restored_in_silence_is_found_by_whoever_holds_a_receipt() -> None:
    receipt(entries(40), 0)
    backup = transaction.savepoint()
    lost = receipt(entries(7, at=NOW + DAY), 1)
    transaction.savepoint_rollback(backup)
    settings.WITNESS.unlink()  # the operator's own copy says nothing any more

    new = receipt(entries(9, at=NOW + 2 * DAY), 2)

    whole = reading.opened(io.BytesIO(b"".join(queries.export())), name="ledger")
    assert not verify(lost, new, now=NOW + 3 * DAY).ok
    assert not verify(lost, whole, now=NOW + 3 * DAY).ok
