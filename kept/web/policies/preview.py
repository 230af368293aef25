"""What is being written, as its customers will see it: the words, how they read, what the terms do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kept.base.money import Money
from kept.desk.earliest import earliest, longest_window_minutes
from kept.memberships.queries import plans
from kept.policies.actions import CheckDraft
from kept.policies.terms import Fee, LateCredit, Said, Typed, Window
from kept.policies.worked import Ground, Span, worked
from kept.text import markdown, reading
from kept.web.policies.forms import WritingForm
from kept.web.policies.say import say

if TYPE_CHECKING:
    from kept.business.models import Location

LONG = 250  # words; about a minute and a quarter of reading, and more than people read before they buy


@dataclass(frozen=True)
class Paper:
    """One language: the words, what was measured of them, what to look at, the terms said and worked out."""

    language: str
    name: str
    title: str
    words: str
    asks: CheckDraft | None
    reading: reading.Reading
    remarks: Sequence[str]
    said: Sequence[str]
    examples: Sequence[str]


def papers(form: WritingForm, *, location: Location, now: datetime) -> list[Paper]:
    """A paper for each language that has words. The form was checked; what is wrong in it is left out."""
    examples = worked(form.terms, ground(location, now=now)) if form.terms else []
    longest = longest_window_minutes()
    return [
        _paper(form, language, name, examples, longest)
        for language, name in form.languages.items()
        if form.cleaned_data.get(f"words_{language}")
    ]


def ground(location: Location, *, now: datetime) -> Ground:
    """What the examples stand on today: the trucks' first window, the first plan's price, the calendar."""
    first = earliest(now=now)
    plan = plans().first()
    return Ground(
        today=now.astimezone(location.zone).date(),
        calendar=location.calendar,
        monthly=plan.price.share(1, plan.period_months) if plan else Money.of(50, location.currency),
        first=Span(first.day, first.opens, first.closes) if first else None,
    )


def _paper(form: WritingForm, language: str, name: str, examples: Sequence[Said], longest: int) -> Paper:
    found = form.cleaned_data
    words = found[f"words_{language}"]
    plain = markdown.to_plain(words)
    measured = reading.read(plain, language)
    with override(language):
        said = [say(term.said) for term in form.terms if term.facts]
        shown = [say(example) for example in examples]
    remarks = [*_of_reading(measured), *_of_figures(form.terms, plain), *_of_windows(form.terms, longest)]
    return Paper(
        language=language,
        name=name,
        title=found.get(f"title_{language}", ""),
        words=words,
        asks=found.get(f"check_{language}"),
        reading=measured,
        remarks=remarks,
        said=said,
        examples=shown,
    )


def _of_reading(measured: reading.Reading) -> Iterator[str]:
    if not measured.is_plain:
        yield _("Hard to read. Shorter sentences and shorter words help.")
    if measured.words > LONG:
        yield _("Long: few people read more than %(most)s words before they say yes.") % {"most": LONG}


def _of_figures(terms: Sequence[Typed], plain: str) -> Iterator[str]:
    """What the terms say and the words do not name as a figure: the 3 of “30” is none."""
    named = set(re.findall(r"\d+", plain))
    missing = [figure for term in terms for figure in _figures(term) if figure not in named]
    if missing:
        yield ngettext(
            "The terms say %(figures)s; the words do not name this figure.",
            "The terms say %(figures)s; the words do not name these figures.",
            len(missing),
        ) % {"figures": ", ".join(dict.fromkeys(missing))}


def _figures(term: Typed) -> list[str]:
    counted = [str(n) for name, n in term.facts.items() if name in ("hours", "days", "months", "percent")]
    if isinstance(term, Fee | LateCredit):
        counted.append(str(int(Money(term.minor, term.currency).major)))
    return counted


def _of_windows(terms: Sequence[Typed], longest: int) -> Iterator[str]:
    """A policy that promises shorter windows than the trucks offer would be broken by the next booking."""
    hours = [term.hours for term in terms if isinstance(term, Window)]
    if hours and longest > min(hours) * 60:
        yield _("The trucks offer windows of up to %(minutes)s minutes, longer than these terms promise.") % {
            "minutes": longest
        }
