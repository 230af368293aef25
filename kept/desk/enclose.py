"""What goes with a mail is made before it leaves: papers printed, receipts sealed; once, and then kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import override

from kept.base.refusals import Refused
from kept.desk import contract_paper, dossier, papers, sealing
from kept.outbox import actions as outbox
from kept.outbox import queries
from kept.outbox.models import Outgoing
from kept.outbox.rules import Undeliverable
from kept.paper.kinds import Unprintable


def complete(outgoing: Outgoing, *, now: datetime) -> Outgoing:
    """Make every paper that this mail still lacks, and keep its bytes; returns the mail as it leaves.

    Each is kept as soon as it is made: killed in between, the next worker makes what is missing, and of two
    at once both send what the first one kept. Outside of any transaction, since setting a page takes time.
    Raises Undeliverable, to be tried again, when the ledger refuses to seal or a paper cannot be printed.
    """
    for enclosure in queries.to_make(outgoing):
        kind, _, of = enclosure.made_from.partition(":")
        try:
            made = MAKERS[kind](of, outgoing, now)
        except (Refused, Unprintable) as why:
            raise Undeliverable(f"{enclosure.name}: {why}", permanent=False, ours=True) from why
        outbox.keep(enclosure, made)
    return queries.get_outgoing(outgoing.pk)


def _receipt(of: str, outgoing: Outgoing, now: datetime) -> outbox.Made:
    with _their_language(outgoing):
        return sealing.receipt(of.split(","), now=now)


def _dossier(of: str, outgoing: Outgoing, now: datetime) -> outbox.Made:
    with _their_language(outgoing):
        return dossier.for_letter(of, outgoing, now)


def _their_language(outgoing: Outgoing) -> override:
    """For the lines that a receipt adds at the foot of the letter."""
    return override(outgoing.customer.language if outgoing.customer else None)


# What makes a paper of "invoice:12" or "receipt:disclosure:3,cancellation:9": by the word before the colon.
MAKERS: dict[str, Callable[[str, Outgoing, datetime], outbox.Made]] = {
    "invoice": papers.invoice,
    "confirmation": papers.confirmation,
    "calendar": papers.calendar,
    "cancelled": papers.cancelled,
    "offer": contract_paper.offer,
    "contract": contract_paper.agreed,
    "receipt": _receipt,
    "dossier": _dossier,
}
