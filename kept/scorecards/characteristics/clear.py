"""Clear: of all attempts to hold a term against a customer, those in which it had been properly told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kept.policies.models import Disclosure, TermApplication
from kept.scorecards import rules
from kept.scorecards.characteristics import Batch, Count, staff_of

WALL = (
    240  # words: more than a minute of reading (Brysbaert 2019: 238 a minute). Our choice; DOMAIN names none
)

REASONS = {
    "told": _("It had been properly told."),
    "not_told": _("Not properly told, and stopped."),
    "walls": _("Told in walls of text only, which count as one telling."),
}
MARKS = {"wall": _("It rests on a telling of more than 240 words.")}


def count(batch: Batch) -> Iterator[Count]:
    """Whoever tried it, told or not: the product stops the others, and the attempts still count.

    The measures are the words of each telling that it rests on. Walls of text count as one telling: a term
    that was told twice, both times in one, was told once.
    """
    tried = TermApplication.objects.filter(pk__in=batch.numbers).select_related("term__version__policy")
    tried = tried.prefetch_related("disclosures__wording")
    on_paper = _words_at_once(telling for attempt in tried for telling in attempt.disclosures.all())
    for attempt in tried:
        tellings = list(attempt.disclosures.all())
        walls = [telling for telling in tellings if on_paper[_occasion(telling)] > WALL]
        reason = "told" if attempt.k else "not_told"
        if attempt.k and len(walls) > 1 and len(walls) == len(tellings):
            reason = "walls"
        policy = attempt.term.version.policy
        yield Count(
            ref=f"termapplication:{attempt.pk}",
            at=attempt.at,
            location=policy.location_id,
            staff=staff_of(attempt.by),
            policy=policy.pk,
            score=rules.yes(reason == "told"),
            reason=reason,
            measures=tuple(len(telling.wording.words.split()) for telling in tellings),
            marks=("wall",) if walls else (),
        )


def _occasion(telling: Disclosure) -> tuple[int, datetime, str]:
    return (telling.customer_id, telling.at, telling.medium)


def _words_at_once(tellings: Iterable[Disclosure]) -> Counter[tuple[int, datetime, str]]:
    """How many words stood before the customer at once, with whatever else was told on that paper."""
    occasions = {_occasion(telling) for telling in tellings}
    customers, instants = {each[0] for each in occasions}, {each[1] for each in occasions}
    found: Counter[tuple[int, datetime, str]] = Counter()
    for telling in Disclosure.objects.filter(customer__in=customers, at__in=instants).select_related(
        "wording"
    ):
        found[_occasion(telling)] += len(telling.wording.words.split())
    return found
