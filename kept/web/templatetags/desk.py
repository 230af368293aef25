"""What the desk's templates may ask for: a code in words, the address of a row, the name behind ``by``."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kept.business.queries import name_of
from kept.desk import complain, rate, told, track
from kept.desk import exit as leaving
from kept.web.desk import refs, words

register = template.Library()

OWN_PAGES = "|".join(("p/window", "p/promise", leaving.PATH, rate.PATH, complain.PATH, told.PATH, track.PATH))
OWN_LINK = re.compile(rf"(/(?:{OWN_PAGES})/)[\w:~.=-]{{12,}}")


@register.filter
def said(code: str, kind: str) -> str:
    """``{{ telling.medium|said:"MEDIA" }}``: a code in the desk's words; the code itself if it is unknown."""
    known: dict[Any, Any] = getattr(words, kind)
    return str(known.get(code, code))


@register.filter
def grade(value: int) -> SafeString:
    """``{{ telling.grade|grade }}``: the grade, and what we hold, in words."""
    return format_html('<span class="grade"><b>A{}</b> {}</span>', value, words.GRADES[value])


@register.filter
def address(ref: str) -> str:
    """``{{ reason.ref|address }}``: the page that opens the row."""
    return refs.address(ref)


@register.filter
def subject(ref: str) -> str:
    """``promise:7`` as "promise 7"."""
    kind, _colon, number = ref.partition(":")
    return f"{words.SUBJECTS.get(kind, kind)} {number}"


@register.simple_tag
def once() -> SafeString:
    """``{% once %}``: a hidden field that names one showing of a form: sent twice, it counts once."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_hex(8))


@register.filter
def keyless(text: str) -> str:
    """``{{ message.text|keyless }}``: the customer's own links without the key that opens them.

    Whoever holds such a link acts as the customer; only they do.
    """
    return OWN_LINK.sub(r"\1…", text)


@register.filter
def of(found: Mapping[Any, Any], key: Any) -> Any:
    """``{{ lines|of:promise.pk }}``: what stands there under this key, or nothing."""
    return found.get(key)


@register.filter
def before_midnight(until: datetime) -> datetime:
    """A due instant that closes a local day is said as that day, not as the midnight after it."""
    return until - timedelta(microseconds=1)


@register.simple_tag(takes_context=True)
def name(context: template.Context, by: str) -> str:
    """``{% name message.by %}``: from the page's ``names`` where it has them. A customer has theirs."""
    if by.startswith("customer") and "customer" in context:
        return str(context["customer"].name)
    names = context.get("names")
    return str(names[by]) if names is not None else name_of(by)
