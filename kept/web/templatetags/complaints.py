"""What the pages of complaints ask for: reasons in the reader's language, how easily a letter is read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import get_language, gettext

from kept.complaints import queries, reasons
from kept.complaints.letter import LONGEST
from kept.customers.queries import canonical
from kept.text import reading
from kept.web.complaints import looked_at as records

if TYPE_CHECKING:
    from kept.complaints.models import Complaint
    from kept.complaints.slots import Slot

register = template.Library()


@register.filter
def as_kept(reason: dict[str, Any]) -> str:
    """``{{ reason|as_kept }}``: a verdict's reason in the language of the page."""
    return reasons.as_kept(reason, get_language() or "en")


@register.filter
def record_names(missing: list[str]) -> str:
    """``{{ verdict.missing|record_names }}``: the absent records, without the promise each is about."""
    names = (gettext(name.partition(" of promises[")[0].replace("_", " ")) for name in missing)
    return ", ".join(dict.fromkeys(names))


@register.filter
def not_on_record(slots: tuple[Slot, ...]) -> list[str]:
    """``{{ slots|not_on_record }}``: the names of those that hold nothing, where that is nobody's fault."""
    return [slot.words for slot in slots if slot.state == "empty" and not slot.because]


@register.filter
def is_instant(value: object) -> bool:
    return isinstance(value, datetime)


@register.inclusion_tag("complaints/_letter.html")
def letter_read(text: str | None, language: str) -> dict[str, Any]:
    """``{% letter_read letter.text letter.language %}``: its words, of so many, and how easily it is read.

    Words are counted as sending counts them; the ease is that of the text as it stands.
    """
    text = text or ""
    words = len(text.split())
    return {
        "words": words,
        "most": LONGEST,
        "too_long": words > LONGEST,
        "read": reading.read(text, language),
    }


@register.inclusion_tag("complaints/_looked_at.html", takes_context=True)
def looked_at(context: template.Context, complaint: Complaint) -> dict[str, Any]:
    """``{% looked_at complaint %}``: the records behind what was found, each to be opened by the customer."""
    finding = queries.newest_finding(complaint)
    found = records.opened(finding, canonical(complaint.customer).language) if finding else []
    return {"records": found, "zone": complaint.location.zone, "now": context["now"]}
