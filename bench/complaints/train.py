"""Teach what claims and asking to leave sound like: from the lines in ``lines/`` and five sets of messages.

    python -m bench.complaints.train            write the weights.npz of both, as they are shipped
        --without held_out_4.jsonl              leave this set out, to be judged by it:
                                                bench/complaints/run.py bench/complaints/held_out_4.jsonl
        --ids odd                               leave out only these of its messages; run.py takes --ids, too
        --fifths                                teach four fifths, judge the last, five times; write nothing

A line: ``kind<TAB>text``; kinds joined by ``+``; ``leave`` asks to leave, ``none`` claims nothing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kept.complaints.fields import CLAIM_KINDS
from kept.complaints.hearing import hear
from kept.memberships import leaving
from kept.text.saying.weighing import PLACES, Sentence, likely, places, shared, tokens

HERE = Path(__file__).parent
LINES = HERE / "lines"
SETS = ("practice.jsonl", "held_out.jsonl", "held_out_2.jsonl", "held_out_3.jsonl", "held_out_4.jsonl")
ROUNDS, PACE, FORGETS = 12, 0.3, 5e-3  # AdaGrad (Duchi, Hazan, Singer 2011) with a little decay
RARE = -3.0  # a label's bias before anything is learned: most sentences claim nothing
NOTHING_LEFT_OUT: frozenset[str] = frozenset()
SAME = 0.6  # of the words of the shorter of two sentences
Lesson = tuple[np.ndarray, Set[str]]
Message = dict[str, Any]
Chances = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Taught:
    each: np.ndarray  # (places, labels)
    bias: np.ndarray  # (labels)

    def spoken(self, at: np.ndarray) -> np.ndarray:
        """For each label what the tokens at these places say of it."""
        said: np.ndarray = self.each[at].sum(0) / np.sqrt(len(at)) + self.bias
        return said


def teach(lessons: Sequence[Lesson], labels: Sequence[str], *, seed: int = 0) -> Taught:
    """One logistic regression for each label, by stochastic gradient over the lessons in random order."""
    wanted = np.array([[label in said for label in labels] for _, said in lessons], dtype=float)
    each, bias = np.zeros((PLACES, len(labels))), np.full(len(labels), RARE)
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


def write(taught: Taught, path: Path) -> None:
    """Each weight in a byte: of its label's largest, in 127ths; less than three of them are left out."""
    scale = np.abs(taught.each).max(0) / 127
    each = np.rint(taught.each / scale).astype(np.int8)
    each[np.abs(each) < 3] = 0
    np.savez_compressed(path, each=each, scale=scale, bias=taught.bias)


def of_claims(messages: Sequence[Message]) -> Iterator[Lesson]:
    for named, text in lines():
        whole = together(text, hear.sentences(text, NOTHING_LEFT_OUT))
        if whole.words:
            yield places(tokens(whole)), with_any(frozenset(named) & set(CLAIM_KINDS))
    for message in messages:
        for each in hear.sentences(message["text"], NOTHING_LEFT_OUT):
            if each.words:
                kinds = frozenset(c["kind"] for c in message["claims"] if is_same(each.text, c["sentence"]))
                yield places(tokens(each)), with_any(kinds)


def with_any(kinds: Set[str]) -> Set[str]:
    return kinds | {hear.ANY} if kinds else kinds


def of_leaving(messages: Sequence[Message]) -> Iterator[Lesson]:
    """Who complains of a membership may ask to leave it or not: that teaches nothing here.

    Which sentence asks is not marked: those that ask plainly do; where none does, the one that comes nearest
    by what the others taught.
    """
    sure, unmarked = list(_of_lines_about_leaving()), []
    for message in messages:
        read = [each for each in leaving.sentences(message["text"], NOTHING_LEFT_OUT) if each.words]
        plainly = [each for each in read if leaving.PLAINLY in each.found]
        if message["asks_to_leave"] and not plainly:
            unmarked.append([places(tokens(each)) for each in read])
        elif message["asks_to_leave"]:
            sure += [(places(tokens(each)), frozenset({leaving.ASKS})) for each in plainly]
        elif not any(claim["kind"].startswith("membership.") for claim in message["claims"]):
            sure += [(places(tokens(each)), frozenset[str]()) for each in read]
    taught = teach(sure, (leaving.ASKS,))
    yield from sure
    for sentences in unmarked:
        yield max(sentences, key=lambda at: taught.spoken(at)[0]), frozenset({leaving.ASKS})


def _of_lines_about_leaving() -> Iterator[Lesson]:
    for named, text in lines():
        whole = together(text, leaving.sentences(text, NOTHING_LEFT_OUT))
        if whole.words and not any(each.startswith("membership.") for each in named):
            yield places(tokens(whole)), frozenset(named) & {leaving.ASKS}


def lines() -> Iterator[tuple[Sequence[str], str]]:
    for path in sorted(LINES.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            named, _tab, text = line.partition("\t")
            yield named.split("+"), text


def together(text: str, read: Sequence[Sentence]) -> Sentence:
    """A line as one sentence: its claim may be told in two."""
    return Sentence(
        text,
        [word for each in read for word in each.words],
        [names for each in read for names in each.meanings],
        {name for each in read for name in each.classes},
        {name: "" for each in read for name in each.found},
    )


def messages(*, without: str | None, ids: str | None) -> list[Message]:
    """All sets but one, or but the odd or the even messages of that one."""
    found = []
    for name in SETS:
        every = [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
        left = [] if ids is None else every[ids == "odd" :: 2]
        found += left if name == without else every
    return found


def is_same(one: str, other: str) -> bool:
    if one.strip() in other or other in one:
        return True
    words, others = set(one.casefold().split()), set(other.casefold().split())
    fewest = min(len(words), len(others))
    return fewest > 2 and len(words & others) > SAME * fewest


def of_fifths(lessons: Sequence[Lesson], labels: Sequence[str], chances: Chances) -> None:
    """How well four fifths find what the sentences of the last fifth say, from a few chances on."""
    order = np.random.default_rng(1).permutation(len(lessons))
    counts: dict[float, list[int]] = {at: [0, 0, 0] for at in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)}
    for fifth in range(5):
        held = set(order[fifth::5].tolist())
        taught = teach([lesson for nth, lesson in enumerate(lessons) if nth not in held], labels)
        for nth in held:
            at, wanted = lessons[nth]
            each = chances(taught.spoken(at))
            for enough, count in counts.items():
                got = {label for label, chance in zip(labels, each, strict=False) if chance >= enough}
                said = wanted - {hear.ANY}
                for nth_count, found in enumerate((got & said, got - said, said - got)):
                    count[nth_count] += len(found)
    for enough, (hit, invented, missed) in counts.items():
        print(f"from {enough}: precision {hit / (hit + invented):.3f}, recall {hit / (hit + missed):.3f}")


COURSES = (
    (of_claims, (*CLAIM_KINDS, hear.ANY), shared, hear.HERE / "weights.npz"),
    (of_leaving, (leaving.ASKS,), likely, leaving.HERE / "weights.npz"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--fifths", action="store_true")
    parser.add_argument("--without", choices=SETS)
    parser.add_argument("--ids", choices=["odd", "even"])
    asked = parser.parse_args()
    taught_by = messages(without=asked.without, ids=asked.ids)
    for course, labels, chances, path in COURSES:
        lessons = list(course(taught_by))
        if asked.fifths:
            print(f"{path.parent.name}: {len(lessons)} lessons")
            of_fifths(lessons, labels, chances)
        else:
            write(teach(lessons, labels), path)


if __name__ == "__main__":
    main()
