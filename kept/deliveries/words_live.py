"""How the day of a delivery is said: when we expect to be there, and why then."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kept.deliveries.live import Because, Outlook, Seen, Why

NEAR = timedelta(hours=2)  # further ahead, ends are said in tens of minutes


def span(seen: Seen, *, now: datetime, zone: ZoneInfo) -> str:
    """``13:40–14:20``, rounded outwards; nothing where no truck comes, or one was there.

    Never more exact than we are: in tens of minutes, in fives once it is near.
    """
    if seen.earliest is None or seen.latest is None:
        return ""
    first, last = (at.astimezone(zone) for at in rounded(seen.earliest, seen.latest, now=now))
    return f"{clock(first)}–{clock(last)}"


def rounded(earliest: datetime, latest: datetime, *, now: datetime) -> tuple[datetime, datetime]:
    """Both ends on full five or ten minutes, outwards, at least two of them apart."""
    step = 5 if earliest - now < NEAR else 10
    first = earliest.replace(minute=earliest.minute // step * step, second=0, microsecond=0)
    past = latest - first
    steps = max(2, -(-past // timedelta(minutes=step)))
    return first, first + steps * timedelta(minutes=step)


def outlook(seen: Seen) -> str:
    """What becomes of the promise."""
    return {
        Outlook.BREAKS: _("Will break"),
        Outlook.PROBABLY: _("Will probably break"),
        Outlook.FINE: _("Will be kept"),
        Outlook.KEPT_OR_BROKEN: "",
    }[seen.outlook]


def why(because: Because, *, zone: ZoneInfo) -> str:
    """The reason for the dispatcher, with the truck's name."""
    vehicle, at = because.vehicle, clock(because.at.astimezone(zone)) if because.at else ""
    match because.why:
        case Why.LOST:
            said = _("%(vehicle)s is out since %(at)s.") % {"vehicle": vehicle, "at": at}
        case Why.NO_DRIVER:
            said = _("Nobody drives %(vehicle)s today.") % {"vehicle": vehicle}
        case Why.LEAVES_LATE:
            said = _("%(vehicle)s leaves at %(at)s.") % {"vehicle": vehicle, "at": at}
        case Why.NOT_SEEN:
            words = _("%(vehicle)s should have been at its next stop at %(at)s, and nobody has said so.")
            said = words % {"vehicle": vehicle, "at": at}
        case Why.BEHIND:
            words = _("%(vehicle)s is %(length)s behind after stop %(after)s.")
            said = words % {"vehicle": vehicle, "length": length(because.minutes), "after": because.after}
        case Why.AS_PLANNED:
            said = _("%(vehicle)s drives as planned.") % {"vehicle": vehicle}
    return f"{said} {because.said}".strip()


def why_for_them(because: Because) -> str:
    """The reason for the customer: no truck's name, nobody else's house."""
    match because.why:
        case Why.LOST | Why.NO_DRIVER:
            return _("The truck that should have come to you cannot drive today.")
        case Why.LEAVES_LATE:
            return _("Our truck left later than planned.")
        case Why.BEHIND:
            words = _("The visits before yours took longer: our truck is %(length)s behind.")
            return words % {"length": length(because.minutes)}
    return _("Our truck is not where it should be by now.")


def length(minutes: int) -> str:
    """``40 minutes``, ``3 h 5 min``."""
    if minutes < 100:
        return _("%(n)s minutes") % {"n": minutes}
    return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}


def clock(local: datetime) -> str:
    """``9:05``; with the zone's letters in the hour that the autumn change repeats."""
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    repeats = first is not None and second is not None and second < first
    return f"{local.hour}:{local:%M}" + (f" {local.tzname()}" if repeats else "")
