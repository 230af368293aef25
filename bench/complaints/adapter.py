"""What the desk hears, for sets of messages: claims with their sentences, whether somebody asks to leave."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kept.complaints import hearing
from kept.memberships import leaving


def claims(text: str) -> list[tuple[str, str]]:
    """Each claim as (kind of DOMAIN §6, its sentence as it stands in the text)."""
    return [(claim.kind, claim.sentence) for claim in hearing.claims(text)]


def asks_to_leave(text: str) -> bool:
    """Whether these words ask for a membership to end."""
    return leaving.asks_to_leave(text)
