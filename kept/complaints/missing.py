"""Records that would decide a claim, that were ours to keep, and that are missing: named in its case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kept.complaints import slots
from kept.complaints.models import Claim, Complaint
from kept.complaints.rules.kinds import DECIDED_BY_CHARGES
from kept.ledger.actions import ref

Row = tuple[dict[str, Any], str]

# Slots, called so in a case too. What promises, terms and inspections decide the judge sees by itself; where
# nothing shows how somebody was treated, a person judges.
NAMED = frozenset({"wish", "photo", "invoice", "consent", "description", "freeze"})


def facts(complaint: Complaint, claims: Sequence[Claim], *, charged_by_terms: bool) -> Iterator[Row]:
    """Each such record, for the kind of claim that it would decide: the doubt is the customer's (DOMAIN §6).

    Not where the answer rests on a term: told, it decides; untold, it never held.
    """
    open_ones = [claim for claim in claims if not _is_decided_by_terms(claim, charged_by_terms)]
    found = slots.of_complaint(complaint) if open_ones else {}
    for claim in open_ones:
        for slot in found[claim.pk]:
            if slot.is_ours and slot.name in NAMED:
                absent = {"kind": "record_absent", "record": slot.name, "should_exist": True}
                yield {**absent, "claim": claim.kind}, ref(claim)


def _is_decided_by_terms(claim: Claim, charged_by_terms: bool) -> bool:
    return bool(claim.relies_on.all()) or (charged_by_terms and claim.kind in DECIDED_BY_CHARGES)
