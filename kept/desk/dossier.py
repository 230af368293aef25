"""The dossier of a complaint: the case as it was judged, and the sealed entries it rests on, as one file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from kept.complaints import queries
from kept.desk import sealing
from kept.ledger.actions import ref
from kept.outbox.actions import File, Made, ToMake
from kept.outbox.models import Outgoing

if TYPE_CHECKING:
    from kept.complaints.models import Complaint, Finding


def to_bundle(complaint: Complaint) -> ToMake:
    """The dossier that a letter is to carry: sealed when it leaves."""
    return ToMake(_name(complaint), sealing.JSON, f"dossier:{complaint.pk}")


def of_complaint(complaint: Complaint, *, now: datetime) -> File:
    """Everything the verdict rests on, for somebody who does not trust us: `kept verify` reads it.

    Once decided, the ledger names the hash of the case, too. Raises CannotSeal while nothing can be sealed,
    LookupError for a complaint that nobody has judged yet.
    """
    return _made(complaint, now=now).file


def for_letter(of: str, _outgoing: Outgoing, now: datetime) -> Made:
    """The dossier of the complaint that this letter answers, made when the letter leaves."""
    return _made(queries.get_complaint(int(of)), now=now)


def _made(complaint: Complaint, *, now: datetime) -> Made:
    finding = queries.newest_finding(complaint)
    if finding is None:
        raise LookupError("nobody has judged this complaint yet")
    refs = list(dict.fromkeys(_refs(complaint, finding)))
    return sealing.bundle(refs, case=finding.case, name=_name(complaint), now=now)


def _refs(complaint: Complaint, finding: Finding) -> Iterator[str]:
    yield ref(complaint)
    yield from finding.rows.values()
    for claim in complaint.claims.order_by("pk"):
        yield ref(claim)
        yield from (ref(verdict) for verdict in claim.verdicts.order_by("pk"))
    yield from (ref(letter) for letter in complaint.letters.order_by("pk"))


def _name(complaint: Complaint) -> str:
    return f"complaint-{complaint.pk}.kept.json"
