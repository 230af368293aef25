"""Accommodating: wishes granted, or refused with the true reason and something bookable instead."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kept.business.models import Location
from kept.business.queries import get_location
from kept.deliveries.rules import LocalWindow
from kept.promises.models import WishMade
from kept.scorecards import rules
from kept.scorecards.characteristics import Batch, Count, staff_of

REASONS = {
    "granted": _("Granted."),
    "refused_well": _("Refused with the reason, and something else that could be had."),
    "no_reason": _("Refused without a reason."),
    "nothing_else": _("Refused with a reason, and nothing that could be had instead."),
    "not_bookable": _("Refused, and what was named instead could not be booked any more."),
    "waiting": _("Too early to tell: it waits for an answer."),
}
MARKS = {
    "alternative": _("Something else that could be booked was named."),
    "by_our_rule": _("Our own rule stood against it."),
}


def count(batch: Batch) -> Iterator[Count]:
    """Whose it is: who heard the wish. The policy is that of our own rule, where one stood against it.

    The measure of a refused wish is how many bookable alternatives it was answered with.
    """
    home = get_location()
    wishes = WishMade.objects.filter(pk__in=batch.numbers)
    for wish in wishes.select_related("promise__location", "application__term__version__policy"):
        policy = wish.application.term.version.policy if wish.application else None
        location = wish.promise.location if wish.promise else policy.location if policy else home
        bookable = sum(_bookable(wish, each, location) for each in wish.alternatives)
        reason = _reason(wish, bookable)
        marks = (("alternative",) if bookable else ()) + (("by_our_rule",) if policy else ())
        yield Count(
            ref=f"wishmade:{wish.pk}",
            at=wish.at,
            location=location.pk,
            staff=staff_of(wish.by),
            policy=policy.pk if policy else None,
            score=None if reason == "waiting" else rules.yes(reason in ("granted", "refused_well")),
            reason=reason,
            measures=(bookable,) if wish.granted is False else (),
            marks=marks,
        )


def _reason(wish: WishMade, bookable: int) -> str:
    if wish.granted is None:
        return "waiting"
    if wish.granted:
        return "granted"
    if not wish.reason:
        return "no_reason"
    if bookable:
        return "refused_well"
    return "not_bookable" if wish.alternatives else "nothing_else"


def _bookable(wish: WishMade, alternative: str, location: Location) -> bool:
    """Whether this could be had: the quote named it, so it had a truck; it was not over by then."""
    try:
        span = LocalWindow.parse(alternative).instants(location.zone)
    except ValueError:
        return True  # said in words, by a person who answers for it
    return span is not None and (wish.answered_at is None or wish.answered_at < span[1])
