"""How a promise was taken, kept or broken: pleased, not pleased, or in silence. Counted, and no figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.complaints import exits
from kept.complaints.models import Claim, Rating
from kept.ledger.actions import ref
from kept.memberships.models import Cancellation
from kept.promises.models import Promise
from kept.scorecards import rules
from kept.scorecards.characteristics import Batch, Count, kept

PLEASED_FROM = 4  # stars. Our choice: DOMAIN names none; three is neither pleased nor silent

REASONS = {
    "kept_pleased": _("Kept, and they were pleased."),
    "kept_displeased": _("Kept, and they were not pleased."),
    "kept_silent": _("Kept, and nobody said a word."),
    "broken_pleased": _("Broken, and they were pleased all the same."),
    "broken_displeased": _("Broken, and they were not pleased."),
    "broken_silent": _("Broken, and nobody said a word."),
    "not_due": _("Too early to tell: it is not due yet."),
}


def count(batch: Batch) -> Iterator[Count]:
    """Each promise that counts in Kept, on its day: for 1 here if it was kept whole, for 0 otherwise.

    Whoever complained was not pleased, whatever stars came later; whoever never complained nor rated said
    nothing. Good service passes unnoticed, so this is the largest corner, and nobody else shows it.
    """
    said = _voices(batch.numbers)
    for each in kept.count(batch):
        if each.score is None:
            yield replace(each, reason="not_due", measures=(), marks=())
            continue
        outcome = "kept" if each.score == 1 else "broken"
        taken = said.get(each.ref, "silent")
        whole = rules.yes(each.score == 1)
        yield replace(each, score=whole, reason=f"{outcome}_{taken}", measures=(), marks=())


def spoken_of(*, complaints: Collection[int] = (), ratings: Collection[int] = ()) -> set[int]:
    """The promises that these complaints and ratings are about: to be looked at again."""
    claimed = Claim.objects.filter(complaint__in=complaints, about__isnull=False)
    found = set(claimed.values_list("about", flat=True))
    for about in Rating.objects.filter(pk__in=ratings).values_list("about", flat=True):
        found |= set(Promise.objects.filter(about=about).values_list("pk", flat=True))
        found |= {promise.pk for promise in exits.promises_of(exits.of(about))}
    return found


def _voices(numbers: Collection[int]) -> dict[str, str]:
    """By promise, what was said of it."""
    said: dict[str, str] = {}
    names = _names(numbers)
    rated = Rating.objects.filter(about__in=names).values_list("about", "stars")
    for about, stars in rated:
        for pk in names[about]:
            pleased = stars >= PLEASED_FROM and said.get(f"promise:{pk}", "pleased") == "pleased"
            said[f"promise:{pk}"] = "pleased" if pleased else "displeased"
    complained = Claim.objects.filter(about__in=numbers).values_list("about", flat=True)
    return said | {f"promise:{pk}": "displeased" for pk in complained}


def _names(numbers: Collection[int]) -> dict[str, list[int]]:
    """By the name of a thing that can be rated ("delivery:7"): the promises that its stars are about."""
    found: dict[str, list[int]] = defaultdict(list)
    for pk, about in Promise.objects.filter(pk__in=numbers).exclude(about="").values_list("pk", "about"):
        found[about].append(pk)
    made = Q(end_promise__in=numbers) | Q(receipt_promise__in=numbers) | Q(refund_promise__in=numbers)
    for row in Cancellation.objects.filter(made):
        ours = (row.receipt_promise_id, row.end_promise_id, row.refund_promise_id)
        mine = [pk for pk in ours if pk is not None and pk in numbers]
        for name in (ref(row), f"membership:{row.membership_id}"):
            found[name] += [pk for pk in mine if pk not in found[name]]
    return found
