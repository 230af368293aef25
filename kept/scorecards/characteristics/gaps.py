"""The three gaps of what was complained of or rated (DOMAIN §5): counted, one name each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from kept.complaints.models import Complaint, Finding, Rating
from kept.complaints.queries import promises_in
from kept.scorecards.characteristics import Batch, Count, under

SERVICE, DISCLOSURE, EXPECTATION = "service_gap", "disclosure_gap", "expectation_gap"
GAPS = (SERVICE, DISCLOSURE, EXPECTATION)

REASONS = {
    "complained": _("Complained, and gave stars."),
    "imputed": _("Complained without stars: counted as one star."),
    "rated": _("Gave stars."),
}


def counts_complaints(gap: str) -> Callable[[Batch], Iterator[Count]]:
    """Counts one gap of the newest finding on each complaint, on the day it was made."""

    def count(batch: Batch) -> Iterator[Count]:
        for complaint in Complaint.objects.filter(pk__in=batch.numbers).prefetch_related("findings"):
            newest = max(complaint.findings.all(), key=lambda finding: finding.pk, default=None)
            if newest is not None and getattr(newest, gap):
                reason = "imputed" if newest.imputed else "complained"
                yield _count(gap, newest, f"complaint:{complaint.pk}", complaint, reason)

    return count


def counts_ratings(gap: str) -> Callable[[Batch], Iterator[Count]]:
    """The same of each rating."""

    def count(batch: Batch) -> Iterator[Count]:
        for rating in Rating.objects.filter(pk__in=batch.numbers).select_related("finding"):
            found = getattr(rating, "finding", None)
            if found is not None and getattr(found, gap):
                yield _count(gap, found, f"rating:{rating.pk}", rating, "rated")

    return count


def stored(gap: str, value: Fraction) -> Fraction:
    """A gap as a score from 0 to 1: the third one, which goodwill makes negative, is moved and halved.

    >>> stored(EXPECTATION, Fraction(-1)), stored(EXPECTATION, Fraction(1)), stored(SERVICE, Fraction(1, 4))
    (Fraction(0, 1), Fraction(1, 1), Fraction(1, 4))
    """
    return (value + 1) / 2 if gap == EXPECTATION else value


def read(gap: str, mean: Fraction) -> Fraction:
    """What ``stored`` wrote, or the mean of many: moved back.

    >>> read(EXPECTATION, stored(EXPECTATION, Fraction(-1, 3)))
    Fraction(-1, 3)
    """
    return 2 * mean - 1 if gap == EXPECTATION else mean


def _count(gap: str, finding: Finding, name: str, said: Complaint | Rating, reason: str) -> Count:
    """The policy is that of the first term that our answer rests on, else that of a promise in scope."""
    return Count(
        ref=name,
        at=said.at,
        location=said.location_id,
        policy=_policy(finding),
        score=stored(gap, Fraction(getattr(finding, gap))),
        reason=reason,
    )


def _policy(finding: Finding) -> int | None:
    relied = (
        finding.complaint.claims.filter(withdrawn_at=None, relies_on__isnull=False)
        if finding.complaint
        else None
    )
    for policy in relied.values_list("relies_on__term__version__policy", flat=True)[:1] if relied else ():
        return int(policy)
    found = under.policies_of(promises_in(finding))
    return next(iter(found.values()), None)
