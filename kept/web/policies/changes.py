"""What changed between two versions of a policy: its terms in sentences, its words one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kept.policies.terms import Typed
from kept.text.difference import How, Piece, differences
from kept.web.policies.say import language_name, say

if TYPE_CHECKING:
    from kept.policies.models import Version, Wording


@dataclass(frozen=True)
class Change:
    """``terms``: key, sentence before, sentence now. ``words``: language by name and code, its pieces."""

    since: Version
    terms: Sequence[tuple[str, str, str]]
    words: Sequence[tuple[str, str, Sequence[Piece]]]


def change(older: Version, newer: Version) -> Change:
    """From the one to the other; a language or a term that only one of them has came or went whole."""
    return Change(older, list(_terms(older, newer)), list(_words(older, newer)))


def _terms(older: Version, newer: Version) -> Iterator[tuple[str, str, str]]:
    before, now = ({term.key: term.typed for term in version.terms.all()} for version in (older, newer))
    for key in dict.fromkeys([*now, *before]):
        if before.get(key) != now.get(key):
            yield key, _said(before.get(key)), _said(now.get(key))


def _words(older: Version, newer: Version) -> Iterator[tuple[str, str, Sequence[Piece]]]:
    before, now = (
        {each.language: _whole(each) for each in version.wordings.all()} for version in (older, newer)
    )
    for language in dict.fromkeys([*now, *before]):
        pieces = differences(before.get(language, ""), now.get(language, ""))
        if any(piece.how != How.SAME for piece in pieces):
            yield language_name(language), language, pieces


def _whole(wording: Wording) -> str:
    """Everything that customers read: title, words, and the question with its answers, in whatever order."""
    asks = wording.asks
    return "\n\n".join(
        [wording.title, wording.words, *([asks.question, *sorted(asks.answers)] if asks else [])]
    )


def _said(term: Typed | None) -> str:
    return say(term.said) if term else ""
