"""What a page of the scorecards is asked for: of whom and over which days. The address holds all of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kept.base.calendars import local_instant
from kept.base.periods import Period
from kept.base.refusals import NotFound
from kept.business.queries import get_location
from kept.scorecards.queries import cards, scopes
from kept.scorecards.queries.scopes import Choice
from kept.scorecards.scopes import Kind, Scope
from kept.web.desk.requests import StaffRequest
from kept.web.scorecards import periods
from kept.web.scorecards.periods import Over

KINDS: dict[Kind, Lazy] = {
    Kind.BUSINESS: pgettext_lazy("whose figures", "Business"),
    Kind.LOCATION: pgettext_lazy("whose figures", "Locations"),
    Kind.TEAM: pgettext_lazy("whose figures", "Teams"),
    Kind.POLICY: pgettext_lazy("whose figures", "Policies"),
    Kind.PERSON: pgettext_lazy("whose figures", "People"),
}


@dataclass(frozen=True)
class Asked:
    """Of whom and over which days; ``mine`` is all that this person may choose."""

    of: Choice
    over: Over
    today: date
    mine: tuple[Choice, ...]

    @property
    def query(self) -> str:
        """The end of every address on the page: ``?of=team:3&over=30d``."""
        return self.to()

    def to(self, *, over: Over | None = None, **more: str) -> str:
        """The same question over other days, or with more in it."""
        return "?" + urlencode({"of": str(self.of.scope), "over": (over or self.over).code} | more, safe=":")

    @property
    def zone(self) -> ZoneInfo:
        return get_location().zone

    @property
    def period(self) -> Period:
        """The same days as instants: from the first midnight to the last, whatever the clocks did between."""
        days = self.over.days
        return Period(*(local_instant(day, time(0), self.zone) for day in (days.starts_on, days.ends_on)))

    @property
    def groups(self) -> list[tuple[str, list[Choice]]]:
        """Those one may choose, under the word for what they are, in the order in which they came."""
        found: dict[Kind, list[Choice]] = {}
        for choice in self.mine:
            found.setdefault(choice.scope.kind, []).append(choice)
        return [(str(KINDS[kind]), choices) for kind, choices in found.items()]

    @property
    def periods(self) -> list[tuple[str, list[Over]]]:
        """What can be chosen; days that only an address can name stand first."""
        groups = periods.choices(self.today)
        if all(self.over not in overs for _name, overs in groups):
            groups.insert(0, ("", [self.over]))
        return groups


def read(request: StaffRequest, *, kinds: Collection[Kind] = tuple(Kind), of: Scope | None = None) -> Asked:
    """What the address asks for; without anything, the widest and the last thirty days.

    ``kinds`` are those that the page is about; ``of`` what its path has named already. Raises NotAllowed for
    what is not theirs to read, and NotFound for what nobody could.
    """
    mine = tuple(choice for choice in scopes.scopes_for(request.user) if choice.scope.kind in kinds)
    chosen = scopes.require_scope(request.user, of or _scope(request.GET.get("of", ""), mine))
    today = cards.today(timezone.now())
    return Asked(chosen, periods.read(request.GET.get("over", ""), today=today), today, mine)


def _scope(text: str, mine: Sequence[Choice]) -> Scope:
    try:
        return Scope.parse(text) if text or not mine else mine[0].scope
    except ValueError:
        raise NotFound(_("There are no figures of that.")) from None


def page_number(request: HttpRequest) -> int:
    """Which page of many; the first where the address says nothing sensible."""
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 8 else 1
