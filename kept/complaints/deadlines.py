"""By when a complaint, and a review of one, is answered: one promise each, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from kept.base.calendars import Calendar
from kept.complaints.models import Complaint, Review
from kept.ledger.actions import ref
from kept.promises.models import Outcome, Promise, PromiseQuerySet, Wish
from kept.promises.owed import DECIDED_BY, Kind

SOURCE = "deadline"  # of the promise; other replies may be promised about a complaint as well
WEEKDAYS = dict.fromkeys(range(5), ((time(9), time(17)),))  # where a calendar names no hours


@dataclass(frozen=True)
class AnswerDue:
    """An answer owed by ``until``, about "complaint:7" or "review:3", and when its letter left.

    Put off at our wish, the day that was named first counts (DOMAIN §5: both count).
    """

    about: str
    until: datetime
    answered_at: datetime | None

    def is_late(self, now: datetime) -> bool:
        return (self.answered_at or now) > self.until


def answer_by(calendar: Calendar, days: int, *, now: datetime) -> datetime:
    """The end of the ``days``-th working day after today; Monday to Friday where we never open."""
    try:
        return calendar.working_day_end(now, days)
    except ValueError:
        return Calendar(calendar.zone, WEEKDAYS).working_day_end(now, days)


def answers_owed(*about: Complaint | Review) -> PromiseQuerySet:
    """The promises of an answer to these, oldest first, with their facts."""
    found = Promise.objects.filter(about__in=[ref(each) for each in about], kind=Kind.REPLY, source=SOURCE)
    return found.select_related("location").prefetch_related("facts").order_by("made_at", "pk")


def answers_due(complaints: Iterable[Complaint]) -> dict[int, list[AnswerDue]]:
    """Every answer owed on these complaints and their reviews, by complaint; released ones are left out.

    Two queries and one for the facts, however many there are.
    """
    whose = _whose(complaints)
    rows = Promise.objects.filter(about__in=whose, kind=Kind.REPLY, source=SOURCE).prefetch_related("facts")
    followed = {row.replaces_id: row for row in rows if row.replaces_id is not None}
    found: dict[int, list[AnswerDue]] = {pk: [] for pk in whose.values()}
    for first in sorted(rows, key=lambda row: (row.made_at, row.pk)):
        before = first.replaces_id is not None
        last = first
        while last.outcome == Outcome.REPLACED and last.wish == Wish.OURS and last.pk in followed:
            last = followed[last.pk]
        if not before and last.outcome != Outcome.RELEASED:
            found[whose[first.about]].append(AnswerDue(first.about, first.until, _answered_at(last)))
    return found


def owed_on(complaints: Iterable[Complaint]) -> dict[int, Promise]:
    """The answer that is owed next on each of these, or on a review of it, by complaint. Two queries."""
    whose = _whose(complaints)
    owed = Promise.objects.filter(about__in=whose, kind=Kind.REPLY, source=SOURCE).open()
    found: dict[int, Promise] = {}
    for promise in owed.select_related("location").order_by("until", "pk"):
        found.setdefault(whose[promise.about], promise)
    return found


def _whose(complaints: Iterable[Complaint]) -> dict[str, int]:
    """The complaints and their reviews by name ("review:3"), each with the number of its complaint."""
    whose = {ref(complaint): complaint.pk for complaint in complaints}
    reviews = Review.objects.filter(complaint__in=whose.values()).values_list("pk", "complaint")
    return whose | {f"review:{pk}": complaint for pk, complaint in reviews}


def _answered_at(promise: Promise) -> datetime | None:
    sent = (fact.at for fact in promise.facts.all() if fact.kind == DECIDED_BY[Kind.REPLY])
    return min((at for at in sent if at is not None), default=None)
