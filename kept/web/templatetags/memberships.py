"""What the pages of a way out may ask for: a local day as people say it, and a reason in their language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kept.base.money import Money
from kept.business.money import say_money
from kept.policies.applying import Because
from kept.web import times

register = template.Library()


@register.filter
def said_because(because: Because) -> str:
    """``{{ reason|said_because }}``: a reason in the reader's language."""
    words = gettext(because.words)
    values = dict(because.values)
    if "amount" in values:
        values["amount"] = say_money(Money.read(values["amount"]))
    return words % values if values else words


@register.simple_tag(takes_context=True)
def on(context: dict[str, Any], day: date | None) -> SafeString | str:
    """``{% on exit.service_end_on %}``: "today", "Tue 10 Mar" in a ``<time>``; empty for no day."""
    if day is None:
        return ""
    zone, now = context.get("zone"), context.get("now")
    place = zone if isinstance(zone, ZoneInfo) else ZoneInfo(timezone.get_current_timezone_name())
    today = (now if isinstance(now, datetime) else timezone.now()).astimezone(place).date()
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), times.say_day(day, today=today))
