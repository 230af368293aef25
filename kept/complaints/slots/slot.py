"""A slot of evidence: what should be known about a claim, the pieces that say it, and whose gap it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """What is in a slot. ``OURS``: nothing, and we should have kept it, so the doubt goes to the customer."""

    FILLED = "filled"
    EMPTY = "empty"
    OURS = "ours"


NAMES: dict[str, Lazy] = {
    "promised": _("What was promised"),
    "told": _("What they were told"),
    "arrival": _("When the truck came"),
    "place": _("Where it stood"),
    "photo": _("Photo at the door"),
    "signature": _("Signature"),
    "visit": _("How the visit ended"),
    "contact_attempts": _("Our calls to them"),
    "wish": _("What they wished for, and our answer"),
    "inspection": _("The state of the goods"),
    "description": _("What was described at the sale"),
    "asked": _("When they asked to leave"),
    "confirmed": _("When it was confirmed"),
    "receipt": _("The receipt"),
    "offers": _("Offers shown"),
    "hand_overs": _("Hand-overs"),
    "consent": _("What they agreed to"),
    "attempt": _("The attempt to hold the term"),
    "charges": _("Money due"),
    "payments": _("Money paid"),
    "refund": _("Money given back"),
    "invoice": _("The invoice"),
    "freeze": _("The pause, in their own words"),
    "transcript": _("What was said and written"),
    "statement": _("What our staff said"),
    "reply": _("Our reply"),
    "contact_log": _("Their contacts with us"),
    "remedy": _("What was done to make it good"),
}


@dataclass(frozen=True)
class Piece:
    """One thing on record: its words, when it happened, its row, and the row its ledger entry is about.

    What was said and written stands in its conversation and is no entry: ``entry`` is empty, and ``who``
    is the name of who said it. Nothing else has one.
    """

    words: str
    at: datetime | None
    row: str
    entry: str
    who: str = ""


@dataclass(frozen=True)
class Slot:
    """A place for evidence. Pieces stand in the order of time.

    ``because`` says of an empty slot why that is no gap: the record was never ours to keep.
    """

    name: str
    state: State
    pieces: tuple[Piece, ...] = ()
    because: str = ""

    @property
    def words(self) -> str:
        return str(NAMES[self.name])

    @property
    def is_ours(self) -> bool:
        return self.state is State.OURS


def slot(name: str, pieces: Iterable[Piece], *, ours: bool = False, because: str = "") -> Slot:
    """Filled where there is a piece; else empty, or ours where we should have kept one."""
    found = sorted(pieces, key=lambda piece: (piece.at is None, piece.at, piece.row))
    state = State.FILLED if found else State.OURS if ours else State.EMPTY
    return Slot(name, state, tuple(found), "" if found else because)
