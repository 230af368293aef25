"""The engine: a text, its languages' patterns for each kind, and which kind gives way to which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kept.complaints.fields import CLAIM_KINDS, ClaimKind
from kept.complaints.hearing import english, german
from kept.text import saying
from kept.text.saying.patterns import Pattern
from kept.text.saying.said import Found, Said, asserted


@dataclass(frozen=True, eq=False)
class Heard:
    """How a language complains: the language, its patterns for each kind, and its signs of complaining."""

    language: saying.Language
    kinds: Mapping[ClaimKind, str]
    signs: str


LANGUAGES: Sequence[Heard] = (
    Heard(english.LANGUAGE, english.KINDS, english.SIGNS),
    Heard(german.LANGUAGE, german.KINDS, german.SIGNS),
)
GIVES_WAY: Mapping[ClaimKind, tuple[ClaimKind, ...]] = {  # in the same sentence, to what says it more exactly
    "conduct.ignored": (
        "membership.cancellation_ignored",
        "access.no_call_back",
        "access.unreachable",
        "billing.refund_late",
        "delivery.missed",
        "conduct.rude",
        "membership.cancellation_refused",
    ),
    "conduct.pressured": ("membership.pressured",),
    "delivery.not_delivered": ("delivery.missed", "delivery.late", "access.no_call_back", "billing.refund_late"),
    "delivery.late": ("delivery.missed",),
    "product.not_as_described": ("conduct.wrong_information", "product.worn", "billing.wrong_amount"),
    "conduct.wrong_information": (
        "access.no_call_back",
        "membership.cancellation_refused",
        "membership.fee_disputed",
        "delivery.wished_window_refused",
        "billing.refund_late",
    ),
    "product.defective": ("delivery.damaged", "product.worn"),
    "delivery.damaged": ("product.worn",),
    "billing.not_agreed": ("membership.fee_disputed", "membership.unexpected_renewal", "membership.wrong_freeze"),
    "billing.wrong_amount": ("billing.charged_twice", "membership.fee_disputed", "billing.not_agreed"),
    "membership.cancellation_refused": ("membership.pressured",),
}


@dataclass(frozen=True)
class Proposed:
    """One claim: its kind (DOMAIN §6), its sentence as it stands in the text, the words that made it."""

    kind: ClaimKind
    sentence: str
    cue: str


@dataclass(frozen=True)
class Complaining:
    """Whether a text complains, with its claims, and the words that show anger without claiming anything."""

    claims: tuple[Proposed, ...]
    signs: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.claims)


def claims(text: str) -> tuple[Proposed, ...]:
    """What it claims, each kind once, in the order of its sentences. Tone, insults and thanks add nothing.

    Only the first 20,000 characters are read. What is denied, supposed, asked, settled long ago or told of
    somebody else claims nothing (``kept/text/saying``).
    """
    found: dict[tuple[int, ClaimKind], Found] = {}
    for heard, said in _read(text):
        for kind, pattern in _patterns(heard):
            for at in said.find(pattern):
                found.setdefault((at.number, kind), at)
    proposed: dict[ClaimKind, Proposed] = {}
    for number, kind in sorted(found, key=lambda key: (key[0], CLAIM_KINDS.index(key[1]))):
        if not any((number, other) in found for other in GIVES_WAY.get(kind, ())):
            at = found[number, kind]
            proposed.setdefault(kind, Proposed(kind, at.sentence, at.cue))
    return tuple(proposed.values())


def complains(text: str) -> Complaining:
    """Whether it complains: it claims something. The signs are shown beside it, and decide nothing."""
    signs = [at.cue for heard, said in _read(text) for each in _signs(heard) for at in said.find(each)]
    return Complaining(claims(text), tuple(dict.fromkeys(signs)))


def _read(text: str) -> Iterator[tuple[Heard, Said]]:
    by_code = {heard.language.code: heard for heard in LANGUAGES}
    for language, said in saying.read(text, [heard.language for heard in LANGUAGES]):
        yield by_code[language.code], asserted(said, language)


@cache
def _patterns(heard: Heard) -> tuple[tuple[ClaimKind, Pattern], ...]:
    return tuple(
        (kind, each) for kind, written in heard.kinds.items() for each in heard.language.patterns(written)
    )


@cache
def _signs(heard: Heard) -> tuple[Pattern, ...]:
    return heard.language.patterns(heard.signs)

