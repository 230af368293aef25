"""The evidence of a complaint, slot by slot: filled, empty, or ours to keep and not kept (DOMAIN §2, §6)."""

from __future__ import annotations

from typing import cast

from kept.complaints.fields import ClaimKind
from kept.complaints.models import Claim, Complaint, Verdict
from kept.complaints.slots.held import About, Held
from kept.complaints.slots.kinds import SLOTS, Slots
from kept.complaints.slots.slot import Piece, Slot, State
from kept.complaints.words import Word

__all__ = ["SLOTS", "Piece", "Slot", "Slots", "State", "doubt_favours", "of_complaint", "slots_filled"]

FOR_THE_CUSTOMER = (Word.RULE_BREACH, Word.SERVICE_FAILURE, Word.NOT_TOLD, Word.CONDUCT)


def of_complaint(complaint: Complaint) -> dict[int, Slots]:
    """The slots of every standing claim, by the claim's number; each shelf of rows is read once."""
    held = Held(complaint)
    return {claim.pk: _slots(held, claim) for claim in held.claims}


def slots_filled(complaint: Complaint) -> bool:
    """Whether every evidence slot is filled, or the doubt was given to the customer (DOMAIN §7, *Fair*).

    Reads rows only for claims that went against the customer. A claim without a verdict gave nobody a doubt.
    """
    held = Held(complaint)
    against = [claim for claim in held.claims if not _for_the_customer(claim.standing)]
    return not any(slot.is_ours for claim in against for slot in _slots(held, claim))


def doubt_favours(claim: Claim) -> str:
    """Whom the doubt favours: the customer, where a record that was ours to keep is missing (DOMAIN §6)."""
    missing = any(slot.is_ours for slot in _slots(Held(claim.complaint), claim))
    return "customer" if missing else "nobody"


def _slots(held: Held, claim: Claim) -> Slots:
    return SLOTS[cast(ClaimKind, claim.kind)](About(held, claim))


def _for_the_customer(verdict: Verdict | None) -> bool:
    """Whether the word that counts is theirs: ours was the failure, or theirs was the doubt."""
    if verdict is None:
        return False
    word = verdict.final or verdict.proposed
    return word in FOR_THE_CUSTOMER or (word == Word.NO_EVIDENCE and verdict.favours == "customer")
