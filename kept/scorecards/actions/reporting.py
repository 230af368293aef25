"""Keeping a month's report as it was made, and sending it to whoever runs the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from kept.base.actors import Actor
from kept.business.models import Location, Staff
from kept.ledger import actions as ledger
from kept.outbox import actions as outbox
from kept.scorecards.models import Report


@dataclass(frozen=True)
class Notice:
    """The mail that a report goes with, and to whom; it belongs to no conversation."""

    readers: Sequence[Staff]
    subject: str
    text: str
    file_name: str


@transaction.atomic
def keep_report(
    location: Location, month: date, content: bytes, notice: Notice, *, by: Actor, now: datetime
) -> Report | None:
    """Keep the PDF of the month that begins on ``month`` and write to its readers; None where it was kept.

    The record holds its hash: whoever has the file can show that it is the one that was sent.
    """
    Location.objects.select_for_update().get(pk=location.pk)  # two workers come one after the other
    if Report.objects.filter(location=location, month=month).exists():
        return None
    report = Report.objects.create(location=location, month=month, made_at=now, content=content)
    digest = sha256(content).hexdigest()
    ledger.record("report.made", report, by=by, at=now, month=month.isoformat(), sha256=digest)
    for reader in notice.readers:
        outbox.queue(
            to=reader.email,
            subject=notice.subject,
            text=notice.text,
            files=(outbox.File(notice.file_name, "application/pdf", content),),
            by=by,
            now=now,
        )
    return report
