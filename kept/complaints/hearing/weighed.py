"""What a message claims: its sentences, what their patterns and their words speak for, and what is sure enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kept.complaints.fields import CLAIM_KINDS, ClaimKind
from kept.complaints.hearing import hear, learned
from kept.complaints.hearing.hear import Proposed
from kept.text import saying
from kept.text.saying.said import asserted
from kept.text.saying.words import CLAUSE, SENTENCE, TAKEN_OUT

LIKELY = 0.2  # from this chance on a claim is proposed: one too many is unticked, one too few is lost
MARKS = frozenset({CLAUSE, SENTENCE, TAKEN_OUT})


@dataclass(frozen=True)
class Sentence:
    """One sentence as it stands in the text, its words that count, and the cue of each pattern found in it."""

    text: str
    words: Sequence[str]
    patterns: dict[ClaimKind, str]


def claims(text: str) -> tuple[Proposed, ...]:
    """What it claims, each kind once, in the order of its sentences. Tone, insults and thanks add nothing.

    Only the first 20,000 characters are read. What is denied, supposed, asked, settled long ago or told of
    somebody else claims nothing (``kept/text/saying``).
    """
    weights = learned.weights()
    proposed: dict[ClaimKind, Proposed] = {}
    for each in sentences(text):
        chances = weights.chances(each.words, each.patterns)
        for kind in CLAIM_KINDS:
            if chances.get(kind, 0) >= LIKELY and kind not in proposed:
                cue = each.patterns.get(kind) or " … ".join(weights.weightiest(each.words, kind))
                proposed[kind] = Proposed(kind, each.text, cue)
    return tuple(proposed.values())


def sentences(text: str, *, in_context: bool = True) -> list[Sentence]:
    """Its sentences in order; ``in_context`` leaves out what is not said of us as having happened."""
    found: dict[int, Sentence] = {}
    for language, whole in saying.read(text):
        said = asserted(whole, language) if in_context else whole
        cues: dict[int, dict[ClaimKind, str]] = {}
        for kind, pattern in hear.patterns(language):
            for at in said.find(pattern):
                cues.setdefault(at.number, {}).setdefault(kind, at.cue)
        for number, (begins, ends) in enumerate(said.borders):
            words = [said.plain[at] for at in said.range_of(number) if said.plain[at] not in MARKS]
            other = found.get(number)
            if other is None or len(words) > len(other.words):
                found[number] = Sentence(said.text[begins:ends], words, {})
            found[number].patterns.update(cues.get(number, {}))
    return [found[number] for number in sorted(found)]
