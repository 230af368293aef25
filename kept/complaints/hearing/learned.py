"""What some thousand sentences taught: how far the words of one speak for each kind of claim.

A logistic regression for each kind over the words of a sentence, their pairs, the parts of them, and the patterns
that found something in it. ``python -m bench.complaints.train`` makes ``weights.npz`` from ``bench/complaints/lines``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np

from kept.complaints.fields import CLAIM_KINDS, ClaimKind

PLACES = 1 << 15  # tokens share so many weights by their checksums
PARTS = (4, 5)  # letters of the parts of a word: they make "cancelled" and "cancelation" alike
PATTERN_WEIGHS = 4  # a pattern counts as so many words
WEIGHTS = Path(__file__).with_name("weights.npz")
Kinds = Sequence[ClaimKind]


@dataclass(frozen=True, eq=False)
class Weights:
    """``each``: int8 (places, kinds), to be multiplied by ``scale`` (kinds); ``bias``: (kinds). All of ``kinds``."""

    kinds: Kinds
    each: np.ndarray
    scale: np.ndarray
    bias: np.ndarray

    def chances(self, words: Sequence[str], patterns: Collection[ClaimKind]) -> Mapping[ClaimKind, float]:
        """For each kind how likely (0 to 1) a sentence of these words, in which these patterns stand, claims it."""
        at = places(tokens(words, patterns))
        if not len(at):
            return {}
        spoken = self.each[at].sum(0, dtype=np.int64) * self.scale / np.sqrt(len(at)) + self.bias
        return dict(zip(self.kinds, (1 / (1 + np.exp(-spoken))).tolist(), strict=True))

    def weightiest(self, words: Sequence[str], kind: ClaimKind, *, most: int = 3) -> tuple[str, ...]:
        """The words that spoke for this kind most, in their order in the sentence."""
        column = self.each[:, self.kinds.index(kind)]
        weight = {word: int(column[places(_of_word(_plain(word)))].sum(dtype=np.int64)) for word in words}
        chosen = sorted((word for word in weight if weight[word] > 0), key=lambda word: -weight[word])[:most]
        return tuple(sorted(chosen, key=words.index))


@cache
def weights() -> Weights:
    with np.load(WEIGHTS) as kept:
        return Weights(CLAIM_KINDS, kept["each"], kept["scale"], kept["bias"])


def tokens(words: Sequence[str], patterns: Collection[ClaimKind]) -> set[str]:
    """What is weighed: each word and its parts, each pair of words with at most one between, each pattern."""
    plain = [_plain(word) for word in words]
    found = {token for word in plain for token in _of_word(word)}
    found.update(f"2 {one} {two}" for one, two in zip(plain, plain[1:], strict=False))
    found.update(f"3 {one} {two}" for one, two in zip(plain, plain[2:], strict=False))
    found.update(f"pattern {nth} {kind}" for kind in patterns for nth in range(PATTERN_WEIGHS))
    return found


def places(found: Collection[str]) -> np.ndarray:
    """Where the weights of these tokens stand, each place once, in order."""
    return np.unique(
        np.fromiter((crc32(each.encode()) % PLACES for each in found), dtype=np.int64, count=len(found))
    )


def _of_word(word: str) -> Iterator[str]:
    yield f"1 {word}"
    whole = f"<{word}>"
    for length in PARTS:
        yield from (f"part {whole[at : at + length]}" for at in range(len(whole) - length + 1))


def _plain(word: str) -> str:
    return "0" if word[:1].isdigit() else word
