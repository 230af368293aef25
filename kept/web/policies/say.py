"""A term's sentence in the reader's language: sums, days and times as people write them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.utils.dateformat import format as as_date
from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language_info, gettext, gettext_lazy, ngettext, pgettext

from kept.base.money import Money
from kept.business.money import say_money
from kept.policies.terms import Said

TERMS: dict[str, Lazy] = {  # by their keys; a rule with a name of its own is called by that
    "window": gettext_lazy("Delivery window"),
    "visit_notice": gettext_lazy("Call before a visit"),
    "late_credit": gettext_lazy("Money for a missed window"),
    "fee": gettext_lazy("Fee for ending it"),
    "notice": gettext_lazy("Notice period"),
    "refund": gettext_lazy("Money back after the end"),
    "cooling_off": gettext_lazy("Time to take it back"),
}


def say(said: Said) -> str:
    """``We come within a window of 4 hours.``, in the language that is active."""
    words = ngettext(said.words, said.many, said.n) if said.many else gettext(said.words)
    return words % ({"n": said.n} | {name: _value(value) for name, value in said.values.items()})


def language_name(code: str) -> str:
    """``Deutsch``: a language by its own name; its code where nobody knows it."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def _value(value: Any) -> str:
    match value:
        case Said():
            return say(value)
        case Money():
            return say_money(value)
        case date():
            # Translators: a day of an example, in the letters of Django's date formats: Friday 20 Nov 2026
            return as_date(value, pgettext("day of an example", "l j M Y"))
        case time():
            return f"{value.hour}:{value:%M}" if value.minute else f"{value.hour}"
    return str(value)
