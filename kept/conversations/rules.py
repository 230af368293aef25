"""When a new word reopens a settled matter, and what a change of a conversation's state asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kept.text.thanks import is_pure_thanks

REOPENS_WITHIN = timedelta(days=7)  # DOMAIN.md §3, "matter"; the seventh day's same instant is outside


class Effect(StrEnum):
    """What a contact does to the matter it touches."""

    JOINS = "joins"
    REOPENS = "reopens"
    OPENS_ANEW = "opens_anew"
    NONE = "none"


@dataclass(frozen=True)
class Touch:
    effect: Effect
    because: str


def wakes(*, words: str, names: Iterable[str] = ()) -> bool:
    """Whether a customer's word brings a waiting or closed conversation back to the open ones."""
    return not is_pure_thanks(words, names)


def touch(*, settled_at: datetime | None, words: str, names: Iterable[str] = (), now: datetime) -> Touch:
    """What a contact of the same customer about the same subject does to a matter (DOMAIN.md §3).

    ``names`` are people's, which may stand in a word of thanks.
    """
    if is_pure_thanks(words, names):
        return Touch(Effect.NONE, "pure thanks ask for nothing")
    if settled_at is None:
        return Touch(Effect.JOINS, "the matter is still open")
    if now - settled_at < REOPENS_WITHIN:
        return Touch(Effect.REOPENS, "a new contact within 7 days of its being settled")
    return Touch(Effect.OPENS_ANEW, "it had been settled for 7 days or more")
