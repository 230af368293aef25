"""Records that would decide a claim, that were ours to keep, and that are missing: named in its case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kept.complaints import slots
from kept.complaints.models import Claim, Complaint
from kept.ledger.actions import ref

Row = tuple[dict[str, Any], str]

# Slots, called so in a case too. What promises, terms and inspections decide the judge sees by itself; where
# nothing shows how somebody was treated, a person judges.
NAMED = frozenset({"wish", "photo", "invoice", "consent", "description", "freeze"})


def facts(complaint: Complaint, claims: Sequence[Claim]) -> Iterator[Row]:
    """Each such record, for the kind of claim that it would decide: the doubt is the customer's (DOMAIN §6).

    None where terms decide: their slots say so. That nothing shows the handing over is about this claim only.
    """
    found = slots.of_complaint(complaint)
    for claim in claims:
        for slot in found[claim.pk]:
            if slot.is_ours and slot.name in NAMED:
                absent = {"kind": "record_absent", "record": slot.name, "should_exist": True}
                about = {"promise": ref(claim.about.all()[0])} if slot.name == "photo" else {}
                yield {**absent, **about, "claim": claim.kind}, ref(claim)
