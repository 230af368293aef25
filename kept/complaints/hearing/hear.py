"""The engine: a text, its language's patterns for each kind, and which kind gives way to which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kept.complaints.fields import CLAIM_KINDS, ClaimKind
from kept.text import saying
from kept.text.saying import Found, Language, Pattern, Said

HERE = Path(__file__).parent
SIGNS = "signs"
GIVES_WAY: Mapping[ClaimKind, tuple[ClaimKind, ...]] = {  # in the same sentence, to what says it more exactly
    "conduct.ignored": (
        "membership.cancellation_ignored",
        "membership.cancellation_refused",
        "access.no_call_back",
        "access.unreachable",
        "billing.refund_late",
        "delivery.missed",
        "conduct.rude",
    ),
    "conduct.pressured": ("membership.pressured",),
    "conduct.wrong_information": (
        "access.no_call_back",
        "membership.cancellation_refused",
        "membership.fee_disputed",
        "delivery.wished_window_refused",
        "billing.refund_late",
    ),
    "delivery.not_delivered": (
        "delivery.missed",
        "delivery.late",
        "access.no_call_back",
        "billing.refund_late",
    ),
    "delivery.late": ("delivery.missed",),
    "delivery.damaged": ("product.worn",),
    "product.not_as_described": ("conduct.wrong_information", "product.worn", "billing.wrong_amount"),
    "product.defective": ("delivery.damaged", "product.worn"),
    "billing.not_agreed": (
        "membership.fee_disputed",
        "membership.unexpected_renewal",
        "membership.wrong_freeze",
    ),
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
    """Whether a text complains: its claims, and beside them the words that are loud without claiming."""

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
    for language, said in _read(text):
        for kind, pattern in patterns(language):
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
    signs = [at.cue for language, said in _read(text) for each in _signs(language) for at in said.find(each)]
    return Complaining(claims(text), tuple(dict.fromkeys(signs)))


@cache
def patterns(language: Language) -> tuple[tuple[ClaimKind, Pattern], ...]:
    """Every pattern of this language, with the kind that it speaks for."""
    lists = _lists(language)
    return tuple((kind, each) for kind in CLAIM_KINDS for each in language.patterns(kind, lists))


def _read(text: str) -> Iterator[tuple[Language, Said]]:
    for language, said in saying.read(text):
        yield language, saying.asserted(said, language)


@cache
def _signs(language: Language) -> tuple[Pattern, ...]:
    return language.patterns(SIGNS, _lists(language))


@cache
def _lists(language: Language) -> saying.Lists:
    return saying.read_lists(HERE / f"{language.name}.txt")
