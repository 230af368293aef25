"""Everything that is done to the ledger: entries added, sealed, signed, proven; payloads of the erased removed."""

from kept.ledger.actions.recording import record, ref

__all__ = [
    "record",
    "ref",
]
