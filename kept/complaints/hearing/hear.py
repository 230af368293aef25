"""The engine: the sentences of a text, what their words and patterns speak for, and what is likely enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kept.complaints.fields import CLAIM_KINDS, ClaimKind
from kept.text import saying
from kept.text.saying import Language, Pattern, Said, weighing

HERE = Path(__file__).parent
SIGNS = "signs"
ANY = "any"  # beside the kinds, what was taught too: whether anything is claimed
LIKELY = 0.28  # from this chance on a claim is proposed: one too many is unticked, one too few is lost
LIKELY_WITH_PATTERN = 0.17  # where a pattern of the kind stands in the sentence too


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
    proposed: dict[ClaimKind, Proposed] = {}
    for each in sentences(text):
        chances = weights().shares(each)
        for kind in CLAIM_KINDS:
            enough = LIKELY_WITH_PATTERN if kind in each.found else LIKELY
            if chances.get(kind, 0) >= enough and kind not in proposed:
                cue = each.found.get(kind) or " … ".join(weights().weightiest(each, kind))
                proposed[kind] = Proposed(kind, each.text, cue)
    return tuple(proposed.values())


def complains(text: str) -> Complaining:
    """Whether it complains: it claims something. The signs are shown beside it, and decide nothing."""
    signs = [at.cue for language, said in _read(text) for each in _signs(language) for at in said.find(each)]
    return Complaining(claims(text), tuple(dict.fromkeys(signs)))


def sentences(text: str, contexts: frozenset[str] = saying.EVERY_CONTEXT) -> list[weighing.Sentence]:
    """Its sentences as they are weighed, without what these contexts take out."""
    return weighing.sentences(text, _classes, patterns, contexts)


@cache
def weights() -> weighing.Weights:
    return weighing.read(HERE / "weights.npz", (*CLAIM_KINDS, ANY))


@cache
def patterns(language: Language) -> tuple[tuple[ClaimKind, Pattern], ...]:
    """Every pattern of this language, with the kind that it speaks for."""
    lists = _lists(language)
    return tuple((kind, each) for kind in CLAIM_KINDS for each in language.patterns(kind, lists))


def _read(text: str) -> Iterator[tuple[Language, Said]]:
    for language, said in saying.read(text):
        yield language, saying.asserted(said, language)


@cache
def _classes(language: Language) -> tuple[tuple[str, Pattern], ...]:
    return language.classes(_lists(language))


@cache
def _signs(language: Language) -> tuple[Pattern, ...]:
    return language.patterns(SIGNS, _lists(language))


@cache
def _lists(language: Language) -> saying.Lists:
    return saying.read_lists(HERE / f"{language.name}.txt")
