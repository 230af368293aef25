"""Reading the scorecard: the six characteristics and how people were let go, each with the rows behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kept.base.periods import Period
from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.ledger.actions import ref
from kept.memberships import figures as leaving
from kept.scorecards.characteristics import (
    Counted,
    accommodating,
    clear,
    fair,
    free,
    immediate,
    kept,
)


class Name(StrEnum):
    """The six, in the order in which they stand on the page."""

    CLEAR = "clear"
    IMMEDIATE = "immediate"
    FREE = "free"
    ACCOMMODATING = "accommodating"
    KEPT = "kept"
    FAIR = "fair"


@dataclass(frozen=True)
class Place:
    """A characteristic's place on the page: what it is called, what it counts, and how."""

    name: Name
    title: Lazy
    counts: Lazy
    count: Callable[..., Counted]


PLACES: dict[Name, Place] = {
    place.name: place
    for place in (
        Place(
            Name.CLEAR,
            pgettext_lazy("characteristic", "Clear"),
            pgettext_lazy("characteristic", "Terms held against a customer that had been properly told"),
            clear.count,
        ),
        Place(
            Name.IMMEDIATE,
            pgettext_lazy("characteristic", "Immediate"),
            pgettext_lazy("characteristic", "Matters settled by the first person, for good"),
            immediate.count,
        ),
        Place(
            Name.FREE,
            pgettext_lazy("characteristic", "Free"),
            pgettext_lazy("characteristic", "Exits that were no harder than joining"),
            free.count,
        ),
        Place(
            Name.ACCOMMODATING,
            pgettext_lazy("characteristic", "Accommodating"),
            pgettext_lazy("characteristic", "Wishes granted, or refused with the reason and something else"),
            accommodating.count,
        ),
        Place(
            Name.KEPT,
            pgettext_lazy("characteristic", "Kept"),
            pgettext_lazy("characteristic", "Promises kept, each counted as far as it was"),
            kept.count,
        ),
        Place(
            Name.FAIR,
            pgettext_lazy("characteristic", "Fair"),
            pgettext_lazy("characteristic", "Complaints judged on full evidence, with reasons, in time"),
            fair.count,
        ),
    )
}


@dataclass(frozen=True)
class Card:
    """One characteristic as counted over a period."""

    place: Place
    counted: Counted


@dataclass(frozen=True)
class Tally:
    """A plain number of rows; the number is their count."""

    name: str
    title: str
    rows: tuple[str, ...]


def get_scorecard_for(staff: Staff, period: Period, *, now: datetime) -> list[Card]:
    """All six, side by side, never summed. Raises NotAllowed."""
    require(staff, Right.READ_SCORECARDS)
    return [Card(place, place.count(period, now=now)) for place in PLACES.values()]


def get_card_for(staff: Staff, name: str, period: Period, *, now: datetime) -> Card:
    """One of them with its rows. Raises NotAllowed and NotFound."""
    require(staff, Right.READ_SCORECARDS)
    if name not in PLACES:
        raise NotFound(_("We do not count this."))
    place = PLACES[Name(name)]
    return Card(place, place.count(period, now=now))


def tallies_for(staff: Staff, period: Period) -> list[Tally]:
    """What was done to people who wanted to leave: offers shown, hand-overs, fees tried and stopped."""
    require(staff, Right.READ_SCORECARDS)
    tried = leaving.fees_tried(period)
    counted = (
        ("offers_shown", _("Offers shown before letting go"), leaving.offers_shown(period)),
        ("hand_overs", _("Hand-overs while leaving"), leaving.hand_overs(period)),
        ("fees_tried", _("Exit fees tried"), tried),
        ("fees_stopped", _("Exit fees stopped: not told"), tried.filter(may_apply=False)),
    )
    return [Tally(name, title, tuple(ref(row) for row in rows)) for name, title, rows in counted]
