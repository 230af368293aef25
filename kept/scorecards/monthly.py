"""What a month's report is made from: read once, in numbers; the words come after (``report_words``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from kept.base.calendars import local_instant
from kept.base.periods import Period
from kept.business.models import Location
from kept.complaints.models import Claim
from kept.policies.models import Version
from kept.policies.queries import policies
from kept.promises.models import Outcome, Promise
from kept.scorecards.comparing import Difference, Share, compare
from kept.scorecards.models import Counted
from kept.scorecards.perception import KEPT, TAKEN, Perception, read_perception
from kept.scorecards.places import PLACES, Name, Place
from kept.scorecards.queries.sums import Added, added_up
from kept.scorecards.rules import Figure
from kept.scorecards.scopes import Days, Kind, Scope, Step
from kept.scorecards.standing import Standing, standing_of

MONTHS = 12  # that the drawings look back
STEP = 1_000  # rows read at a time


@dataclass(frozen=True)
class Characteristic:
    """One figure of the month, beside the month before, with how often each reason and mark was given."""

    place: Place
    figure: Figure
    before: Figure
    difference: Difference
    added: Added


@dataclass(frozen=True)
class Complained:
    """One kind of claim: how often it was made, and what was found, by the word of the verdict ("": open)."""

    kind: str
    number: int
    found: Mapping[str, int]


@dataclass(frozen=True)
class Month:
    """Everything that a report says of one location."""

    location: Location
    days: Days
    characteristics: tuple[Characteristic, ...]
    promised: Mapping[str, Mapping[str, int]]
    perception: Perception
    complained: tuple[Complained, ...]
    policies: tuple[Standing, ...]
    new_wordings: tuple[Version, ...]

    def of(self, name: Name) -> Characteristic:
        return next(each for each in self.characteristics if each.place.name == name)


def month_of(location: Location, first: date, *, now: datetime) -> Month:
    """The month that begins on ``first``, as it stands by ``now``."""
    days = Days(first, (first + timedelta(days=32)).replace(day=1))
    scope = Scope(Kind.LOCATION, location.pk)
    period = Period(*(local_instant(day, time(0), location.zone) for day in (days.starts_on, days.ends_on)))
    last = days.ends_on - timedelta(days=1)
    return Month(
        location=location,
        days=days,
        characteristics=_characteristics(scope, days),
        promised=_promised(location, days),
        perception=read_perception(scope, days, step=Step.MONTH, number=MONTHS, until=last),
        complained=_complained(location, period),
        policies=tuple(standing_of(each, now=now) for each in policies().filter(location=location)),
        new_wordings=_new_wordings(location, period),
    )


def was_counted(location: Location, first: date) -> bool:
    """Whether there is anything to report of that month."""
    days = Days(first, (first + timedelta(days=32)).replace(day=1))
    return any(added.n for added in added_up(Scope(Kind.LOCATION, location.pk), days, list(PLACES)).values())


def _characteristics(scope: Scope, days: Days) -> tuple[Characteristic, ...]:
    before = Days((days.starts_on - timedelta(days=1)).replace(day=1), days.starts_on)
    this, last = added_up(scope, days, list(PLACES)), added_up(scope, before, list(PLACES))
    found = []
    for name, place in PLACES.items():
        figure, earlier = this[name].figure, last[name].figure
        apart = compare(Share(earlier.total, earlier.n), Share(figure.total, figure.n))
        found.append(Characteristic(place, figure, earlier, apart, this[name]))
    return tuple(found)


def _promised(location: Location, days: Days) -> dict[str, dict[str, int]]:
    """By kind, how many of the promises that came due were kept whole and how many were not.

    They are the rows of the corners, so that the sums are the same.
    """
    due = Counted.objects.filter(
        name=TAKEN, location=location.pk, day__gte=days.starts_on, day__lt=days.ends_on, score__isnull=False
    )
    found: dict[str, dict[str, int]] = {}
    rows = due.order_by("pk").values_list("ref", "reason").iterator(STEP)
    while step := dict(islice(rows, STEP)):
        whole = {int(ref.partition(":")[2]): reason in KEPT for ref, reason in step.items()}
        for pk, kind in Promise.objects.filter(pk__in=whole).values_list("pk", "kind"):
            ended = found.setdefault(kind, {Outcome.KEPT: 0, Outcome.BROKEN: 0})
            ended[Outcome.KEPT if whole[pk] else Outcome.BROKEN] += 1
    return dict(sorted(found.items()))


def _complained(location: Location, period: Period) -> tuple[Complained, ...]:
    """Claims made in the month that were not taken back, the most frequent kinds first."""
    claims = Claim.objects.filter(
        complaint__location=location,
        complaint__at__gte=period.starts_at,
        complaint__at__lt=period.ends_at,
        withdrawn_at=None,
    )
    by_kind: dict[str, Counter[str]] = {}
    for claim in claims.prefetch_related("verdicts"):
        standing = claim.standing
        by_kind.setdefault(claim.kind, Counter())[standing.final if standing else ""] += 1
    ordered = sorted(by_kind.items(), key=lambda each: (-each[1].total(), each[0]))
    return tuple(Complained(kind, found.total(), found) for kind, found in ordered)


def _new_wordings(location: Location, period: Period) -> tuple[Version, ...]:
    published = Version.objects.filter(
        policy__location=location, published_at__gte=period.starts_at, published_at__lt=period.ends_at
    )
    return tuple(published.select_related("policy").prefetch_related("wordings").order_by("published_at"))
