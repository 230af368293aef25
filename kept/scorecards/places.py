"""The six in the order in which they stand on the page: what each is called and counts, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kept.base.refusals import NotFound
from kept.scorecards.characteristics import accommodating, clear, fair, free, immediate, kept


class Name(StrEnum):
    CLEAR = "clear"
    IMMEDIATE = "immediate"
    FREE = "free"
    ACCOMMODATING = "accommodating"
    KEPT = "kept"
    FAIR = "fair"


@dataclass(frozen=True)
class Place:
    """A characteristic's place on the page; ``reasons`` and ``marks`` are its words by their codes."""

    name: Name
    title: Lazy
    counts: Lazy
    reasons: Mapping[str, Lazy]
    marks: Mapping[str, Lazy]

    def words(self, code: str) -> str:
        """What a reason says in the reader's language; the code where nobody gave it words."""
        return str(self.reasons.get(code, code))


PLACES: dict[Name, Place] = {
    place.name: place
    for place in (
        Place(
            Name.CLEAR,
            pgettext_lazy("characteristic", "Clear"),
            pgettext_lazy("characteristic", "Terms held against a customer that had been properly told"),
            clear.REASONS,
            clear.MARKS,
        ),
        Place(
            Name.IMMEDIATE,
            pgettext_lazy("characteristic", "Immediate"),
            pgettext_lazy("characteristic", "Matters settled by the first person, for good"),
            immediate.REASONS,
            immediate.MARKS,
        ),
        Place(
            Name.FREE,
            pgettext_lazy("characteristic", "Free"),
            pgettext_lazy("characteristic", "Exits that were no harder than joining"),
            free.REASONS,
            free.MARKS,
        ),
        Place(
            Name.ACCOMMODATING,
            pgettext_lazy("characteristic", "Accommodating"),
            pgettext_lazy("characteristic", "Wishes granted, or refused with the reason and something else"),
            accommodating.REASONS,
            accommodating.MARKS,
        ),
        Place(
            Name.KEPT,
            pgettext_lazy("characteristic", "Kept"),
            pgettext_lazy("characteristic", "Promises kept, each counted as far as it was"),
            kept.REASONS,
            kept.MARKS,
        ),
        Place(
            Name.FAIR,
            pgettext_lazy("characteristic", "Fair"),
            pgettext_lazy("characteristic", "Complaints judged on full evidence, with reasons, in time"),
            fair.REASONS,
            fair.MARKS,
        ),
    )
}


def place_of(name: str) -> Place:
    """Raises NotFound for what we do not count."""
    if name not in PLACES:
        raise NotFound(_("We do not count this."))
    return PLACES[Name(name)]
