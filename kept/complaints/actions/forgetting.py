"""Forgetting the words of complaints and ratings; what was claimed, found and decided stays, without them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from kept.complaints.models import (
    Answer,
    Claim,
    Complaint,
    Finding,
    Letter,
    Rating,
    Reopening,
    Review,
    SecondLook,
    Verdict,
    WrongWord,
)
from kept.customers.rules import ERASED

WORDS = frozenset({"text", "what", "reason", "words", "sentence"})  # where a case quotes somebody


@transaction.atomic
def forget(people: Collection[int]) -> None:
    """Empty what was said, by the customer and about them. The figures and the verdicts stay as they were."""
    complaints = Complaint.objects.filter(customer__in=people)
    ratings = Rating.objects.filter(customer__in=people)
    for finding in [
        *Finding.objects.filter(complaint__in=complaints),
        *Finding.objects.filter(rating__in=ratings),
    ]:
        finding.case = without_words(finding.case)
        finding.save(update_fields=["case"])
    for verdict in Verdict.objects.filter(claim__complaint__in=complaints):
        verdict.reasons, verdict.because = without_words(verdict.reasons), verdict.because and ERASED
        verdict.save(update_fields=["reasons", "because"])
    complaints.exclude(because="").update(because=ERASED)
    Claim.objects.filter(complaint__in=complaints).update(sentence="")
    Review.objects.filter(complaint__in=complaints).update(words="", because=ERASED)
    Reopening.objects.filter(complaint__in=complaints).update(because=ERASED)
    Answer.objects.filter(complaint__in=complaints).update(words=ERASED)
    Letter.objects.filter(complaint__in=complaints).update(text=ERASED)
    SecondLook.objects.filter(verdict__claim__complaint__in=complaints).exclude(because="").update(
        because=ERASED
    )
    WrongWord.objects.filter(promise__customer__in=people).update(right="")
    ratings.update(words="")
    complaints.update(words=ERASED)


def without_words(part: Any) -> Any:
    """A case, or reasons, with everybody's words replaced; numbers, dates, kinds and refs as they were."""
    if isinstance(part, dict):
        return {
            name: ERASED if name in WORDS and isinstance(value, str) else without_words(value)
            for name, value in part.items()
        }
    return [without_words(one) for one in part] if isinstance(part, list) else part
