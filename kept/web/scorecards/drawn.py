"""Perception in words: corners, shares with their intervals, before and after, what may help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kept.base.refusals import NotFound
from kept.scorecards.comparing import Change, Difference, Share
from kept.scorecards.drawings import COLUMNS, ROWS, percent, points
from kept.scorecards.perception import BROKEN, KEPT, Perception
from kept.scorecards.rules import SMALL
from kept.scorecards.standing import Standing, Wording
from kept.web.desk.words import MEDIA

CHANGES: dict[Change, Lazy] = {
    Change.TOO_FEW: pgettext_lazy("before and after", "too few to say"),
    Change.FEWER: pgettext_lazy("before and after", "fewer since"),
    Change.MORE: pgettext_lazy("before and after", "more since"),
    Change.NOT_CLEAR: pgettext_lazy("before and after", "no clear difference"),
}


@dataclass(frozen=True)
class ShownShare:
    """5 of 80, 6.2 %, and its interval; empty where there is nothing."""

    share: Share
    percent: str
    low: str
    high: str
    few: bool


@dataclass(frozen=True)
class ShownChange:
    wording: Wording
    before: ShownShare
    after: ShownShare
    points: str
    low: str
    high: str
    said: str


def corners_table(found: Perception) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """The same as rows: Kept, and for each column its code, its words and its number."""
    return [
        (
            str(name),
            [(code, str(words), found.corners[code]) for code, words in zip(codes, COLUMNS, strict=True)],
        )
        for name, codes in zip(ROWS, (KEPT, BROKEN), strict=True)
    ]


def corner_words(corner: str) -> str:
    """A corner's name: "Kept, said nothing". Raises NotFound for none."""
    if corner == "spoken":
        return _("Complaints and ratings, with their gaps")
    for name, codes in zip(ROWS, (KEPT, BROKEN), strict=True):
        if corner in codes:
            return f"{name}, {COLUMNS[codes.index(corner)]}"
    raise NotFound(_("We do not count this."))


def new_wordings(found: Standing) -> list[tuple[date, str]]:
    """The local days on which a policy got other words."""
    zone = found.policy.location.zone
    return [
        (
            each.version.published_at.astimezone(zone).date(),
            _("version %(number)d") % {"number": each.version.number},
        )
        for each in found.changes
    ]


def share(found: Share) -> ShownShare:
    if found.value is None or found.interval is None:
        return ShownShare(found, "", "", "", few=True)
    low, high = percent(found.interval.low), percent(found.interval.high)
    return ShownShare(found, percent(float(found.value)), low, high, few=found.of < SMALL)


def change(found: Wording) -> ShownChange:
    """Before and after, and what may be said of it."""
    apart: Difference = found.difference
    value, interval = apart.value, apart.interval
    return ShownChange(
        found,
        share(apart.before),
        share(apart.after),
        "" if value is None else points(float(value)),
        "" if interval is None else points(interval.low),
        "" if interval is None else points(interval.high),
        str(CHANGES[apart.change]),
    )


def told(found: Standing) -> list[tuple[str, str, int]]:
    """How often, by the medium and its words, the most frequent first."""
    by_number = sorted(found.told.items(), key=lambda each: -each[1])
    return [(medium, str(MEDIA.get(medium, medium)), number) for medium, number in by_number]


def suggestions(_found: Standing) -> tuple[str, ...]:
    """What to try with a policy that is told, kept and still resented (DOMAIN §5)."""
    return (
        _("Tell it earlier: before they decide, not when it is too late to choose otherwise."),
        _("Show an example with a day and two hours, as it will be for them."),
        _("Offer a narrower window to choose from, even if it is fewer or later ones."),
    )
