"""What the scorecards' templates may ask for: local days in words, and the same question asked otherwise."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django import template
from django.utils.dateformat import format as as_date
from django.utils.formats import number_format
from django.utils.translation import pgettext

from kept.scorecards import drawings
from kept.scorecards.scopes import Days
from kept.web.scorecards import periods
from kept.web.scorecards.asked import Asked
from kept.web.scorecards.periods import Over

register = template.Library()


@register.filter
def days(found: Days) -> str:
    """``{{ asked.over.days|days }}``: 1 Mar 2026 to 31 Mar 2026."""
    return periods.say_days(found)


@register.filter
def local_day(found: date) -> str:
    """``{{ mark.on|local_day }}``: 3 Mar 2026."""
    return as_date(found, pgettext("day with year", "j M Y"))


@register.filter
def counted(number: int) -> str:
    """``{{ found.kept.of|counted }}``: whole thousands apart."""
    return drawings.count(number)


@register.filter
def gap(mean: Fraction | None) -> str:
    """``{{ each.service|gap }}``: 0.25, −0.50, in German 0,25; a dash where nothing was said."""
    return "–" if mean is None else number_format(f"{float(mean):.2f}", use_l10n=True).replace("-", "−")


@register.simple_tag
def scores_over(asked: Asked, over: Over) -> str:
    """``{% scores_over asked point.over %}``: the same figures over other days."""
    return asked.to(over=over)


@register.simple_tag
def scores_more(asked: Asked, **more: object) -> str:
    """``{% scores_more asked page=2 %}``: the same question with more in it; what is empty is left out."""
    return asked.to(over=None, **{name: str(value) for name, value in more.items() if value != ""})
