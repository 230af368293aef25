"""What templates may ask for: the promise line, times as people say them, money as people write it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kept.base.money import Money
from kept.business.money import say_money
from kept.web import promise_line as drawing
from kept.web import times

register = template.Library()


@register.inclusion_tag("parts/promise_line.html")
def promise_line(line: drawing.Line, size: str = "normal") -> dict[str, Any]:
    """``{% promise_line line %}``; ``{% promise_line line "small" %}`` or ``"large"``."""
    return {"drawn": drawing.draw(line), "line": line, "size": size}


@register.inclusion_tag("parts/shape.html")
def shape(state: drawing.State | str) -> dict[str, Any]:
    """The shape of a state alone; a word has to stand beside it."""
    return {"state": drawing.State(state)}


@register.simple_tag(takes_context=True)
def when(context: template.Context, at: datetime | None, zone: ZoneInfo | None = None) -> SafeString | str:
    """``{% when at %}``: "today 14:10" in a ``<time>`` with the full instant on hover; empty for no instant.

    The zone is the one given, else the page's ``zone``, else the server's; now is the page's ``now``.
    """
    if at is None:
        return ""
    place = zone or _zone(context)
    return _time(at, times.say_instant(at, now=_now(context), zone=place), place)


@register.simple_tag(takes_context=True)
def day(context: template.Context, at: datetime | None, zone: ZoneInfo | None = None) -> SafeString | str:
    """``{% day at %}``: only the local day of an instant, "Tue 3 Mar"."""
    if at is None:
        return ""
    place = zone or _zone(context)
    today = _now(context).astimezone(place).date()
    return _time(at, times.say_day(at.astimezone(place).date(), today=today), place)


@register.simple_tag(takes_context=True)
def clock(context: template.Context, at: datetime | None, zone: ZoneInfo | None = None) -> SafeString | str:
    """``{% clock at %}``: only the time, "14:10", where the day is already said."""
    if at is None:
        return ""
    place = zone or _zone(context)
    return _time(at, times.clock(at.astimezone(place)), place)


@register.simple_tag(takes_context=True)
def window(
    context: template.Context, starts_at: datetime, ends_at: datetime, zone: ZoneInfo | None = None
) -> SafeString:
    """``{% window starts_at ends_at %}``: "Tue 3 Mar, 12–16"."""
    place = zone or _zone(context)
    return _time(starts_at, times.say_window(starts_at, ends_at, now=_now(context), zone=place), place)


@register.filter
def lasting(span: timedelta | None) -> str:
    """``{{ span|lasting }}``: "25 minutes", "3 hours"."""
    return "" if span is None else times.say_length(span)


@register.filter
def amount(money: Money | None) -> str:
    """``{{ money|amount }}``: "$30", "€19.90", in German "19,90 €"."""
    return "" if money is None else say_money(money)


def _time(at: datetime, said: str, zone: ZoneInfo) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.astimezone(zone).isoformat(timespec="seconds"),
        times.say_full(at, zone=zone),
        said,
    )


def _zone(context: template.Context) -> ZoneInfo:
    found = context.get("zone")
    return found if isinstance(found, ZoneInfo) else ZoneInfo(timezone.get_current_timezone_name())


def _now(context: template.Context) -> datetime:
    found = context.get("now")
    return found if isinstance(found, datetime) else timezone.now()
