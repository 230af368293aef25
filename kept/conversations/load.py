"""The load on people: contacts, minutes on calls, insults borne, hand-overs by rule and moments off, by week.

Counted by who bore it. No query here reads, groups or orders by a customer (DOMAIN.md §6).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek

from kept.base.calendars import local_instant
from kept.business.models import Staff
from kept.business.queries import colleagues, require
from kept.business.rules import Right, Role
from kept.conversations.models import Channel, Conversation, HandOver, Insult, Message

WEEKS = 4
Cell = tuple[int, date]  # the number of a colleague, and the Monday of a week


@dataclass(frozen=True)
class Borne:
    """One person's week. ``live_minutes`` are whole minutes of calls that are over, while they had them."""

    contacts: int = 0
    live_minutes: int = 0
    insults: int = 0
    handed_over: int = 0
    moments_off: int = 0


@dataclass(frozen=True)
class Load:
    """One person's weeks, the running one first, each with its Monday."""

    staff: Staff
    weeks: Sequence[tuple[date, Borne]]


def load_for(staff: Staff, *, now: datetime, zone: ZoneInfo) -> list[Load]:
    """Theirs who answer customers, by name: for the owner everybody's, for a manager those of their location;
    for all others their own.

    Raises NotAllowed for who answers nobody.
    """
    require(staff, Right.WRITE_CONVERSATIONS)
    led = colleagues() if staff.role == Role.OWNER else colleagues().filter(location=staff.location_id)
    leads = staff.may(Right.READ_SCORECARDS)
    shown = [each for each in led if each.may(Right.WRITE_CONVERSATIONS)] if leads else [staff]
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=ago) for ago in range(WEEKS)]
    since = local_instant(mondays[-1], datetime.min.time(), zone)
    found = _borne([each.pk for each in shown], since, zone)
    return [Load(each, [(day, found.get((each.pk, day), Borne())) for day in mondays]) for each in shown]


def _borne(people: Sequence[int], since: datetime, zone: ZoneInfo) -> dict[Cell, Borne]:
    counted = {
        "contacts": _added(_calls_answered(people, since, zone), _others_answered(people, since, zone)),
        "live_minutes": _minutes(people, since, zone),
        "insults": _insults(people, since, zone, Q()),
        "handed_over": _insults(people, since, zone, Q(became=Insult.Became.HANDED_OVER)),
        "moments_off": _insults(people, since, zone, Q(off_until__isnull=False)),
    }
    cells = {cell for each in counted.values() for cell in each}
    names = [field.name for field in fields(Borne)]
    return {cell: Borne(**{name: counted[name].get(cell, 0) for name in names}) for cell in cells}


def _insults(people: Sequence[int], since: datetime, zone: ZoneInfo, which: Q) -> dict[Cell, int]:
    rows = Insult.objects.filter(which, staff__in=people, at__gte=since)
    weeks = rows.annotate(week=TruncWeek("at", tzinfo=zone)).values("staff", "week")
    return {(row["staff"], row["week"].date()): row["n"] for row in weeks.annotate(n=Count("pk"))}


def _calls_answered(people: Sequence[int], since: datetime, zone: ZoneInfo) -> dict[Cell, int]:
    """Calls that they answered first."""
    weeks = (
        _calls(people, since).annotate(week=TruncWeek("opened_at", tzinfo=zone)).values("opened_by", "week")
    )
    return {
        (_number(row["opened_by"]), row["week"].date()): row["n"] for row in weeks.annotate(n=Count("pk"))
    }


def _others_answered(people: Sequence[int], since: datetime, zone: ZoneInfo) -> dict[Cell, int]:
    """Conversations in which they said something, but for the calls that they answered first."""
    rows = Message.objects.filter(
        direction=Message.Direction.OUT, by__in=[f"staff:{each}" for each in people], at__gte=since
    ).exclude(conversation__channel=Channel.PHONE, conversation__opened_by=F("by"))
    weeks = rows.annotate(week=TruncWeek("at", tzinfo=zone)).values("by", "week")
    counted = weeks.annotate(n=Count("conversation", distinct=True))
    return {(_number(row["by"]), row["week"].date()): row["n"] for row in counted}


def _minutes(people: Sequence[int], since: datetime, zone: ZoneInfo) -> dict[Cell, int]:
    """Minutes of their calls; of one that was handed over, what each of them had of it."""
    lasting = ExpressionWrapper(F("ended_at") - F("opened_at"), DurationField())
    over = _calls(people, since).exclude(ended_at=None)
    weeks = over.filter(hand_overs=None).annotate(week=TruncWeek("opened_at", tzinfo=zone))
    sums: dict[Cell, timedelta] = defaultdict(timedelta)
    for row in weeks.values("opened_by", "week").annotate(lasted=Sum(lasting)):
        sums[_number(row["opened_by"]), row["week"].date()] += row["lasted"]
    passed_on = Conversation.objects.filter(
        channel=Channel.PHONE, opened_at__gte=since, ended_at__isnull=False, hand_overs__isnull=False
    )
    for talk in passed_on.distinct().prefetch_related("hand_overs"):
        opened = talk.opened_at.astimezone(zone).date()
        week = opened - timedelta(days=opened.weekday())
        for who, lasted in _shares(talk, sorted(talk.hand_overs.all(), key=lambda passed: passed.at)):
            sums[who, week] += lasted
    return {cell: int(lasted / timedelta(minutes=1)) for cell, lasted in sums.items() if cell[0] in people}


def _shares(talk: Conversation, passed: Iterable[HandOver]) -> Iterable[tuple[int, timedelta]]:
    """Who had a call for how long, from hand-over to hand-over."""
    who, since = _number(talk.opened_by), talk.opened_at
    ended_at = talk.ended_at or since
    for each in passed:
        until = min(max(each.at, since), ended_at)
        yield who, until - since
        who, since = each.to_staff_id or 0, until
    yield who, ended_at - since


def _calls(people: Sequence[int], since: datetime) -> QuerySet[Conversation]:
    answered_by = [f"staff:{each}" for each in people]
    return Conversation.objects.filter(channel=Channel.PHONE, opened_by__in=answered_by, opened_at__gte=since)


def _number(actor: str) -> int:
    number = actor.partition(":")[2]
    return int(number) if number.isdecimal() else 0


def _added(*counts: dict[Cell, int]) -> dict[Cell, int]:
    total: dict[Cell, int] = defaultdict(int)
    for each in counts:
        for cell, n in each.items():
            total[cell] += n
    return total
