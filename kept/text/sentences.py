"""A sentence that remembers how it was made, so that another language can say the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo

Value = str | float | int
Forms = Mapping[str, str]


class Sentence(str):
    """English words, and the form and values that they were made of. Else a string like any other."""

    form: str
    values: Mapping[str, Value]


class Moment(str):
    """An instant in English words, with the instant itself. ``whole_day``: only its local day is said."""

    at: datetime
    zone: tzinfo
    whole_day: bool


def say(form: str, **values: Value) -> Sentence:
    """Fill the form: ``say("It came on {at}.", at=…)``. Values may be sentences and moments themselves."""
    made = Sentence(form.format(**values))
    made.form, made.values = form, values
    return made


def word(words: str) -> Sentence:
    """Words that stand as they are, whatever braces they hold, unless a language has its own for them."""
    made = Sentence(words)
    made.form, made.values = words, {}
    return made


def moment(words: str, at: datetime, zone: tzinfo, *, whole_day: bool = False) -> Moment:
    made = Moment(words)
    made.at, made.zone, made.whole_day = at, zone, whole_day
    return made


def said_in(words: str, forms: Forms, *, day: Callable[[Moment], str], point: str = ".") -> str:
    """The same in the language of ``forms`` (English form → its form), with that language's dates.

    ``point`` is its decimal point. What has no form in it, or never was made of one, stays English.
    """
    if isinstance(words, Moment):
        return day(words)
    if not isinstance(words, Sentence) or words.form not in forms:
        return str(words)
    values = {name: _value(value, forms, day, point) for name, value in words.values.items()}
    return forms[words.form].format(**values)


def _value(value: Value, forms: Forms, day: Callable[[Moment], str], point: str) -> str:
    if isinstance(value, str):
        return said_in(value, forms, day=day, point=point)
    return f"{value:.4g}".replace(".", point)
