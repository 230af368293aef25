"""Free: exits without a fight; beside it the median minutes from asking to out."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from kept.base.periods import Period
from kept.memberships.figures import exits
from kept.memberships.models import Cancellation, Charge
from kept.memberships.queries import hand_overs_of
from kept.scorecards import rules
from kept.scorecards.characteristics import Counted
from kept.scorecards.rules import Listed, Row

RECEIPT_WITHIN = timedelta(seconds=60)  # DOMAIN §8


def count(period: Period, *, now: datetime) -> Counted:  # noqa: ARG001  # every characteristic is asked alike
    """One person, no more steps than joining, no offer first, no untold fee, a receipt at once."""
    rows, minutes = [], []
    for found in exits(period).prefetch_related("steps", "offers", "membership__steps"):
        miss = _miss(found)
        rows.append(Row(f"cancellation:{found.pk}", rules.yes(miss is None), miss or _("Let go at once.")))
        if found.confirmed_at is not None:
            minutes.append(Fraction(int((found.confirmed_at - found.asked_at).total_seconds()), 60))
    return Counted(Listed.of(rows), (rules.median(minutes, "min"),))


def _miss(found: Cancellation) -> str | None:
    """The first thing that made leaving harder than joining; None when nothing did."""
    if hand_overs_of(found).filter(by_rule=False).exists():
        return _("Handed on to somebody else.")
    if len({step.by for step in found.steps.all() if step.by.startswith("staff:")}) > 1:
        return _("It took more than one person.")
    joining = [step for step in found.membership.steps.all() if step.cancellation_id is None]
    if len(found.steps.all()) > len(joining):
        return _("Leaving took more steps than joining.")
    if any(offer.before_confirmation for offer in found.offers.all()):
        return _("An offer was made before the confirmation.")
    if Charge.objects.filter(cancellation=found, application__may_apply=False).exists():
        return _("A fee was charged that had not been told.")
    if found.confirmed_at is None or found.receipt_at is None:
        return _("No receipt is on record.")
    if found.receipt_at - found.confirmed_at > RECEIPT_WITHIN:
        return _("The receipt came later than 60 seconds.")
    return None
