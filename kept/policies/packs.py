"""Rule packs as data: how far a term may go, what a way out must look like. One stands: the house code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kept.base.money import Money


@dataclass(frozen=True)
class Pack:
    """One law or house code on leaving. A field that is None asks for nothing.

    ``refund_days`` are calendar days after the confirmation; ``fee_cap`` is the most an exit may cost.
    Raises ValueError for a pack under which nobody could leave.
    """

    id: str
    source: str
    as_seen: date
    max_steps: int
    offers_before_confirmation: int
    questions_after_confirmation: int
    login_may_be_required: bool
    reason_may_be_required: bool
    freeze_only_when_asked: bool
    receipt_within: timedelta
    refund_days: int
    undo_until_the_end: bool
    notice_max_days: int | None = None
    fee_cap: Money | None = None

    def __post_init__(self) -> None:
        if self.max_steps < 1 or self.receipt_within <= timedelta(0) or self.refund_days < 0:
            raise ValueError(f"nobody could leave under the pack {self.id!r}")


HOUSE = Pack(
    id="house",
    source="DOMAIN.md §8",
    as_seen=date(2026, 11, 21),
    max_steps=2,
    offers_before_confirmation=0,
    questions_after_confirmation=1,
    login_may_be_required=False,
    reason_may_be_required=False,
    freeze_only_when_asked=True,
    receipt_within=timedelta(seconds=60),
    refund_days=10,  # our own choice: §8 asks for a date, §5 lets a late refund count nothing after 10 days
    undo_until_the_end=True,
)


def refund_days(packs: Sequence[Pack]) -> int:
    """The shortest time for a refund. Raises ValueError without a pack."""
    return min(pack.refund_days for pack in packs)
