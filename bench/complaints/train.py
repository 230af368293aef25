"""Teach the weights of kept/complaints/hearing from the lines in ``lines/`` and the practice messages.

    python -m bench.complaints.train            write weights.npz
    python -m bench.complaints.train --fifths   teach four fifths, judge the last, five times; write nothing

A line: ``kind<TAB>text``; kinds joined by ``+``; ``none`` where nothing is claimed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kept.complaints.fields import CLAIM_KINDS, ClaimKind
from kept.complaints.hearing import hear
from kept.text.saying.weighing import PLACES, Sentence, places, tokens

HERE = Path(__file__).parent
LINES = HERE / "lines"
PRACTICE = HERE / "practice.jsonl"
ROUNDS, PACE, FORGETS = 12, 0.3, 1e-3  # AdaGrad (Duchi, Hazan, Singer 2011) with a little decay
RARE = -3.0  # a kind's bias before anything is learned: most sentences claim nothing
NOTHING_LEFT_OUT: frozenset[str] = frozenset()
SAME = 0.6  # of the words of the shorter of two sentences
Lesson = tuple[np.ndarray, frozenset[ClaimKind]]


@dataclass(frozen=True)
class Taught:
    each: np.ndarray  # (places, kinds)
    bias: np.ndarray  # (kinds)


def teach(lessons: Sequence[Lesson], *, seed: int = 0) -> Taught:
    """One logistic regression for each kind, by stochastic gradient over the lessons in random order."""
    wanted = np.array([[kind in kinds for kind in CLAIM_KINDS] for _, kinds in lessons], dtype=float)
    each, bias = np.zeros((PLACES, len(CLAIM_KINDS))), np.full(len(CLAIM_KINDS), RARE)
    squares = np.full_like(each, 1e-2)
    random = np.random.default_rng(seed)
    for _ in range(ROUNDS):
        for nth in random.permutation(len(lessons)):
            at = lessons[nth][0]
            share = 1 / np.sqrt(len(at))
            missed = 1 / (1 + np.exp(-(each[at].sum(0) * share + bias))) - wanted[nth]
            step = missed * share
            squares[at] += step**2
            each[at] -= PACE * (step / np.sqrt(squares[at]) + FORGETS * each[at])
            bias -= 0.02 * missed
    return Taught(each, bias)


def write(taught: Taught) -> None:
    """Each weight in a byte: of its kind's largest, in 127ths."""
    scale = np.abs(taught.each).max(0) / 127
    each = np.rint(taught.each / scale).astype(np.int8)
    np.savez_compressed(hear.HERE / "weights.npz", each=each, scale=scale, bias=taught.bias)


def of_lines() -> Iterator[Lesson]:
    for path in sorted(LINES.glob("*.tsv")):
        for line in path.read_text().splitlines():
            named, _tab, text = line.partition("\t")
            read = hear.sentences(text, NOTHING_LEFT_OUT)
            whole = Sentence(
                text,
                [word for each in read for word in each.words],
                {name for each in read for name in each.classes},
                {kind: "" for each in read for kind in each.found},
            )
            if whole.words:
                yield places(tokens(whole)), kinds_of(named)


def of_messages(messages: Sequence[dict[str, Any]]) -> Iterator[Lesson]:
    for message in messages:
        for each in hear.sentences(message["text"], NOTHING_LEFT_OUT):
            kinds = frozenset(c["kind"] for c in message["claims"] if is_same(each.text, c["sentence"]))
            if each.words:
                yield places(tokens(each)), kinds


def kinds_of(named: str) -> frozenset[ClaimKind]:
    return frozenset(kind for kind in CLAIM_KINDS if kind in named.split("+"))


def is_same(one: str, other: str) -> bool:
    if one.strip() in other or other in one:
        return True
    words, others = set(one.casefold().split()), set(other.casefold().split())
    fewest = min(len(words), len(others))
    return fewest > 2 and len(words & others) > SAME * fewest


def of_fifths() -> None:
    """How well four fifths find the claims in the sentences of the last, from a few chances on."""
    lessons = [*of_lines(), *of_messages(practice())]
    order = np.random.default_rng(1).permutation(len(lessons))
    hits: dict[float, list[int]] = {at: [0, 0, 0] for at in (0.1, 0.15, 0.2, 0.25, 0.3, 0.4)}
    for fifth in range(5):
        held = set(order[fifth::5].tolist())
        taught = teach([lesson for nth, lesson in enumerate(lessons) if nth not in held])
        for nth in held:
            at, wanted = lessons[nth]
            chances = 1 / (1 + np.exp(-(taught.each[at].sum(0) / np.sqrt(len(at)) + taught.bias)))
            for likely, count in hits.items():
                got = {kind for kind, chance in zip(CLAIM_KINDS, chances, strict=True) if chance >= likely}
                count[0] += len(got & wanted)
                count[1] += len(got - wanted)
                count[2] += len(wanted - got)
    for likely, (hit, invented, missed) in hits.items():
        print(f"from {likely}: precision {hit / (hit + invented):.3f}, recall {hit / (hit + missed):.3f}")


def practice() -> list[dict[str, Any]]:
    return [json.loads(line) for line in PRACTICE.read_text().splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--fifths", action="store_true")
    if parser.parse_args().fifths:
        of_fifths()
    else:
        write(teach([*of_lines(), *of_messages(practice())]))


if __name__ == "__main__":
    main()
