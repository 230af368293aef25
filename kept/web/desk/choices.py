"""The promises a representative makes most, one key each: a call back by five, a reply, a refund."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from kept.base.calendars import Calendar, local_instant

CALL_BACK_HOUR = time(17)
TIME_TO_CALL = timedelta(minutes=30)
REFUND_WORKING_DAYS = 5


@dataclass(frozen=True)
class Choice:
    """A promise ready to be made: ``key`` names it in the form, ``until`` is when it is due."""

    key: str
    kind: str
    words: str
    until: datetime
    asks_amount: bool = False


def choices(calendar: Calendar, *, now: datetime) -> Sequence[Choice]:
    """What can be promised with one press now. Days are those on which we work."""
    five = _by_five(calendar, now)
    tomorrow = calendar.working_day_end(now, 1)
    refund = calendar.working_day_end(now, REFUND_WORKING_DAYS)
    return (
        Choice("call_hour", "call_back", _("We call back within the hour."), now + timedelta(hours=1)),
        Choice("call_five", "call_back", _("We call back by five."), five),
        Choice("reply", "reply", _("We reply by the end of the next working day."), tomorrow),
        Choice("remedy", "remedy", _("We make it good by the end of the next working day."), tomorrow),
        Choice("refund", "refund", _("We pay it back."), refund, asks_amount=True),
    )


def _by_five(calendar: Calendar, now: datetime) -> datetime:
    """Five o'clock of the first working day on which there is still time to call."""
    for day in calendar.open_days(now.astimezone(calendar.zone).date()):
        five = local_instant(day, CALL_BACK_HOUR, calendar.zone)
        if five - now >= TIME_TO_CALL:
            return five
    raise ValueError("the calendar does not open within a year")
