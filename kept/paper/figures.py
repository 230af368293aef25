"""How a paper writes money, rates, days and windows, in English and German."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kept.base.money import GERMAN_MARKS, SPACE, Money
from kept.paper.words import Words


def money(amount: Money, words: Words) -> str:
    """An amount in the paper's language, as in a column: ``€1,299.00``, ``CHF 19.90``, ``1.299,00 €``."""
    return amount.said(words.code, in_column=True)


def count(number: int, words: Words) -> str:
    """``2,000``; in German ``2.000``."""
    figure = f"{abs(number):,}"
    figure = figure.translate(GERMAN_MARKS) if words.code == "de" else figure
    return f"−{figure}" if number < 0 else figure


def rate(thousandths: int, words: Words) -> str:
    """``19 %``, ``8.875 %``: no zeros at the end."""
    whole, rest = divmod(thousandths, 1_000)
    said = f"{whole}.{rest:03d}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"{said.replace('.', ',') if words.code == 'de' else said}{SPACE}%"


def day(on: date, words: Words, country: str = "") -> str:
    """``3 March 2026``, in the US ``March 3, 2026``; in German ``3. März 2026``."""
    month = words.months[on.month - 1]
    if words.code == "de":
        return f"{on.day}.{SPACE}{month} {on.year}"
    if country == "US":
        return f"{month} {on.day}, {on.year}"
    return f"{on.day} {month} {on.year}"


def full_day(on: date, words: Words, country: str = "") -> str:
    """``Tuesday 3 March 2026``; in German ``Dienstag, 3. März 2026``."""
    comma = "," if words.code == "de" or country == "US" else ""
    return f"{words.weekdays[on.weekday()]}{comma} {day(on, words, country)}"


def window(starts_at: datetime, ends_at: datetime, zone: ZoneInfo, words: Words, country: str = "") -> str:
    """``Tuesday 3 March 2026, 12–16``; over midnight both days are named."""
    first, last = starts_at.astimezone(zone), ends_at.astimezone(zone)
    midnight = last.date() == first.date() + timedelta(days=1) and not (last.hour or last.minute)
    if first.date() != last.date() and not midnight:
        return " – ".join(f"{full_day(at.date(), words, country)}, {clock(at)}" for at in (first, last))
    until = "24" if midnight else hour(last)
    return f"{full_day(first.date(), words, country)}, {hour(first)}–{until}{words.oclock}"


def instant(at: datetime, zone: ZoneInfo, words: Words, country: str = "") -> str:
    """``3 March 2026, 14:10``."""
    local = at.astimezone(zone)
    return f"{day(local.date(), words, country)}, {clock(local)}"


def clock(local: datetime) -> str:
    """``9:05``; with the zone's letters when the hour is one that the autumn change repeats."""
    said = f"{local.hour}:{local:%M}"
    return f"{said} {local.tzname()}" if _repeats(local) else said


def hour(local: datetime) -> str:
    """``12`` for a full hour, ``12:30`` otherwise."""
    return clock(local) if local.minute or _repeats(local) else str(local.hour)


def utc(at: datetime) -> str:
    """``2026-11-21T10:00:00Z``, as the checkpoint itself says it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _repeats(local: datetime) -> bool:
    """PEP 495: the same wall time exists twice, with two offsets, the later one smaller."""
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    return first is not None and second is not None and second < first
