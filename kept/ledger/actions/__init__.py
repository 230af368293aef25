"""Everything that is done to the ledger: entries added, sealed, signed, proven; a person erased."""

from kept.ledger.actions.checkpoints import (
    NoReason,
    NothingRestored,
    acknowledge_restore,
    checkpoint,
    stamp,
)
from kept.ledger.actions.erasing import erase
from kept.ledger.actions.proving import prove
from kept.ledger.actions.recording import numbers_named, record, ref
from kept.ledger.actions.sealing import ClockRanBack, Restored, seal
from kept.ledger.actions.signing import KeyLocked, KeyNotLost, replace_lost_key, rotate
from kept.ledger.tree import CannotSeal, Damaged

__all__ = [
    "CannotSeal",
    "ClockRanBack",
    "Damaged",
    "KeyLocked",
    "KeyNotLost",
    "NoReason",
    "NothingRestored",
    "Restored",
    "acknowledge_restore",
    "checkpoint",
    "erase",
    "numbers_named",
    "prove",
    "record",
    "ref",
    "replace_lost_key",
    "rotate",
    "seal",
    "stamp",
]
