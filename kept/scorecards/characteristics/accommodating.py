"""Accommodating: wishes granted, or refused with the true reason and something bookable instead."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kept.base.periods import Period
from kept.ledger.actions import ref
from kept.promises.models import WishMade
from kept.scorecards import rules
from kept.scorecards.characteristics import Counted
from kept.scorecards.rules import Listed, Row


def count(period: Period, *, now: datetime) -> Counted:  # noqa: ARG001  # every characteristic is asked alike
    """Wishes made in the period; what still waits for an answer is named. Beside it the share granted."""
    made = WishMade.objects.filter(at__gte=period.starts_at, at__lt=period.ends_at).order_by("at", "pk")
    answered = [wish for wish in made if wish.granted is not None]
    rows = [Row(ref(wish), rules.yes(_well(wish)), _because(wish)) for wish in answered]
    waiting = tuple(ref(wish) for wish in made if wish.granted is None)
    return Counted(Listed.of(rows), (rules.share([bool(wish.granted) for wish in answered]),), waiting)


def _well(wish: WishMade) -> bool:
    return bool(wish.granted) or bool(wish.reason and wish.alternatives)


def _because(wish: WishMade) -> str:
    if wish.granted:
        return _("Granted.")
    if not wish.reason:
        return _("Refused without a reason.")
    if not wish.alternatives:
        return _("Refused with a reason, and nothing that could be had instead.")
    return _("Refused with the reason and something else: %(reason)s") % {"reason": wish.reason}
