"""Which policy a promise stands under: the one whose term said, when it was made, how such are made."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kept.policies.models import Term
from kept.promises.models import Promise
from kept.promises.owed import Kind

TERMS: Mapping[str, str] = {Kind.DELIVERY_WINDOW: "window", Kind.END_DATE: "notice", Kind.REFUND: "refund"}


def policies_of(promises: Collection[Promise]) -> dict[int, int]:
    """By promise the number of its policy, one query for all; a promise under none is left out."""
    keys = {TERMS[promise.kind] for promise in promises if promise.kind in TERMS}
    if not keys:
        return {}
    columns = ("key", "version__policy__location", "version__published_at", "version__policy")
    terms = Term.objects.filter(key__in=keys).order_by("version__published_at", "pk").values_list(*columns)
    found: dict[int, int] = {}
    for key, location, published_at, policy in terms:
        for promise in promises:
            if (
                TERMS.get(promise.kind) == key
                and promise.location_id == location
                and published_at <= promise.made_at
            ):
                found[promise.pk] = policy  # the latest so far
    return found
