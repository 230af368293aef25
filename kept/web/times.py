"""How people say an instant, a window, a day and a length, in their language and the place's zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as as_date
from django.utils.translation import gettext, ngettext, pgettext

FAR = timedelta(days=180)  # from here on the year is said too


def say_instant(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """``today 14:10``, ``Tue 3 Mar, 14:10``. An hour that the autumn change repeats says which one."""
    local = at.astimezone(zone)
    day = say_near(local.date(), today=now.astimezone(zone).date())
    if day:
        return f"{day} {clock(local)}"
    return f"{say_day(local.date(), today=now.astimezone(zone).date())}, {clock(local)}"


def say_window(starts_at: datetime, ends_at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """``today 12–16``, ``Tue 3 Mar, 12–16``; over midnight both days are named."""
    first, last = starts_at.astimezone(zone), ends_at.astimezone(zone)
    today = now.astimezone(zone).date()
    until_midnight = last.date() == first.date() + timedelta(days=1) and not (last.hour or last.minute)
    if first.date() != last.date() and not until_midnight:
        return f"{say_instant(starts_at, now=now, zone=zone)} – {say_instant(ends_at, now=now, zone=zone)}"
    span = f"{hour(first)}–{'24' if until_midnight else hour(last)}"
    near = say_near(first.date(), today=today)
    return f"{near} {span}" if near else f"{say_day(first.date(), today=today)}, {span}"


def say_day(day: date, *, today: date) -> str:
    """``today``, ``tomorrow``, ``Tue 3 Mar``; with the year when it is half a year away or more."""
    near = say_near(day, today=today)
    if near:
        return near
    if abs(day - today) >= FAR:
        # Translators: a day of another year, in the letters of Django's date formats: 3 Mar 2027
        return as_date(day, pgettext("day with year", "j M Y"))
    # Translators: a day of this year, in the letters of Django's date formats: Tue 3 Mar
    return as_date(day, pgettext("day", "D j M"))


def say_length(length: timedelta) -> str:
    """``25 minutes``, ``3 hours``, ``1 h 20 min``, ``4 days``. Below a minute: seconds."""
    seconds = round(abs(length).total_seconds())
    if seconds < 60:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = seconds // 60
    if minutes < 120 and minutes != 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours, left = divmod(minutes, 60)
    if hours >= 48:
        return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
    if left:
        return gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": left}
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}


def say_full(at: datetime, *, zone: ZoneInfo) -> str:
    """The whole instant, for the hover: ``Sunday 25 October 2026, 02:30:00 CET (UTC+01:00)``."""
    local = at.astimezone(zone)
    offset = local.strftime("%z")
    # Translators: a full day in the letters of Django's date formats: Sunday 25 October 2026
    day = as_date(local, pgettext("full day", "l j F Y"))
    return f"{day}, {local:%H:%M:%S} {local.tzname()} (UTC{offset[:3]}:{offset[3:]})"


def clock(local: datetime) -> str:
    """``9:05``; with the zone's letters when the hour is one that the autumn change repeats."""
    said = f"{local.hour}:{local:%M}"
    return f"{said} {local.tzname()}" if _repeats(local) else said


def hour(local: datetime) -> str:
    """``12`` for a full hour, ``12:30`` otherwise."""
    return clock(local) if local.minute or _repeats(local) else str(local.hour)


def say_near(day: date, *, today: date) -> str:
    """``today``, ``tomorrow``, ``yesterday``, or nothing for a day further away."""
    words = {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}
    return words.get((day - today).days, "")


def _repeats(local: datetime) -> bool:
    """PEP 495: the same wall time exists twice, with two offsets, the later one smaller."""
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    return first is not None and second is not None and second < first
