"""Reading the scorecard: the six characteristics, the rows behind each, and how people were let go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.base.periods import Period
from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.memberships import figures as leaving
from kept.scorecards.places import PLACES, Name, Place
from kept.scorecards.queries.cards import get_rows_for, get_scorecard_for, get_trend_for, today
from kept.scorecards.queries.scopes import require_scope, scopes_for
from kept.scorecards.scopes import BUSINESS

__all__ = [
    "PLACES", "Name", "Place", "Tally",
    "get_rows_for", "get_scorecard_for", "get_trend_for", "scopes_for", "tallies_for", "today",
]  # fmt: skip


PAGE = 50


@dataclass(frozen=True)
class Tally:
    """A plain number: of the rows of ``found``, newest first."""

    name: str
    title: str
    found: QuerySet[Any]

    @cached_property
    def number(self) -> int:
        return self.found.order_by().count()

    def page(self, number: int) -> Page[Any]:
        """A page of them. Raises NotFound for one that is not there."""
        pages = Paginator(self.found, PAGE)
        pages.count = self.number
        if not 1 <= number <= pages.num_pages:
            raise NotFound(_("There is no such page."))
        return pages.page(number)


def tallies_for(staff: Staff, period: Period) -> list[Tally]:
    """What was done to people who wanted to leave: offers shown, hand-overs, fees tried and stopped.

    Of the whole business: raises NotAllowed for whoever may not read that.
    """
    require_scope(staff, BUSINESS)
    tried = leaving.fees_tried(period)
    counted = (
        ("offers_shown", _("Offers shown before letting go"), leaving.offers_shown(period)),
        ("hand_overs", _("Hand-overs while leaving"), leaving.hand_overs(period)),
        ("fees_tried", _("Exit fees tried"), tried),
        ("fees_stopped", _("Exit fees stopped: not told"), tried.filter(may_apply=False)),
    )
    return [Tally(*each) for each in counted]
