"""All that is counted, one list: the six characteristics by the tables they count, and what stands beside."""

from __future__ import annotations

from kept.complaints.models import Complaint, Rating
from kept.conversations.models import Conversation, Matter
from kept.memberships.models import Cancellation
from kept.orders.models import Order
from kept.policies.models import TermApplication
from kept.promises.models import Promise, WishMade
from kept.scorecards.characteristics import (
    Counting,
    accommodating,
    clear,
    fair,
    free,
    gaps,
    immediate,
    kept,
    taken,
)

CLEAR = Counting("clear", TermApplication, clear.count)
IMMEDIATE = Counting("immediate", Matter, immediate.count)
FREE = Counting("free", Cancellation, free.count)
ASKED = Counting("free", Conversation, free.count_asked, free.not_erased)
ACCOMMODATING = Counting("accommodating", WishMade, accommodating.count)
KEPT = Counting("kept", Promise, kept.count)
FAIR = Counting("fair", Complaint, fair.count, fair.not_erased)
ORDERS = Counting("order", Order, kept.count_orders)
WINDOWS = Counting("window", Promise, kept.count_windows)
TAKEN = Counting("taken", Promise, taken.count)
COMPLAINED = tuple(Counting(gap, Complaint, gaps.counts_complaints(gap)) for gap in gaps.GAPS)
RATED = tuple(Counting(gap, Rating, gaps.counts_ratings(gap)) for gap in gaps.GAPS)

COUNTINGS = (
    CLEAR,
    IMMEDIATE,
    FREE,
    ASKED,
    ACCOMMODATING,
    KEPT,
    FAIR,
    ORDERS,
    WINDOWS,
    TAKEN,
    *COMPLAINED,
    *RATED,
)


def counting_of(name: str, ref: str) -> Counting:
    """Who counts this ("free", "conversation:7")."""
    kind = ref.partition(":")[0]
    return next(each for each in COUNTINGS if (each.name, each.kind) == (name, kind))
