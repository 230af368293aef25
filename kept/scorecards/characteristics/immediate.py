"""Immediate: matters settled by the first person, for good; beside it the median minutes to settled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from kept.base.periods import Period
from kept.conversations.models import HandOver, Matter
from kept.conversations.rules import REOPENS_WITHIN
from kept.scorecards import rules
from kept.scorecards.characteristics import Counted
from kept.scorecards.rules import Listed, Row


def count(period: Period, *, now: datetime) -> Counted:
    """Matters opened in the period: 1 if the first person settled it and it stayed settled for 7 days.

    What is open, or settled, for less than 7 days and without a miss so far is too early to tell, and named.
    A hand-over by a rule (insults, threats) is not counted against anybody (DOMAIN §6).
    """
    opened = Matter.objects.filter(opened_at__gte=period.starts_at, opened_at__lt=period.ends_at)
    rows, pending, minutes = [], [], []
    for matter in opened.prefetch_related("contacts__conversation__hand_overs").order_by("opened_at", "pk"):
        miss = _miss(matter)
        ref = f"matter:{matter.pk}"
        if matter.settled_at is not None:
            minutes.append(Fraction(int((matter.settled_at - matter.opened_at).total_seconds()), 60))
        if miss is None and now - (matter.settled_at or matter.opened_at) < REOPENS_WITHIN:
            pending.append(ref)
            continue
        if miss is None and matter.settled_at is None:
            miss = _("Not settled yet.")
        rows.append(Row(ref, rules.yes(miss is None), miss or _("Settled by the first person, for good.")))
    return Counted(Listed.of(rows), (rules.median(minutes, "min"),), tuple(pending))


def _miss(matter: Matter) -> str | None:
    """Why this matter was not settled by the first person for good; None while nothing says so."""
    if any(contact.reopened for contact in matter.contacts.all()):
        return _("Settled, and opened again within 7 days.")
    if list(_hand_overs(matter)):
        return _("Handed on to somebody else.")
    if matter.settled_at is not None and not _settled_by_the_first(matter):
        return _("Settled by somebody else than the first person.")
    return None


def _settled_by_the_first(matter: Matter) -> bool:
    """By the first person reached, or by the customer alone where nobody was."""
    if matter.first_staff_id is None:
        return matter.settled_by.startswith("customer:")
    return matter.settled_by == f"staff:{matter.first_staff_id}"


def _hand_overs(matter: Matter) -> Iterable[HandOver]:
    """Those made, without a rule asking for it, in the matter's conversations while it was open."""
    for contact in matter.contacts.all():
        for passed in contact.conversation.hand_overs.all():
            open_then = matter.settled_at is None or passed.at <= matter.settled_at
            if not passed.by_rule and passed.at >= contact.at and open_then:
                yield passed
