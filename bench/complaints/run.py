"""How well the desk hears complaints, on a file of messages with their claims written by another hand.

    python bench/complaints/run.py FILE.jsonl [--ids odd|even] [--errors]

A line holds id, language, channel, text, claims as [{kind, sentence}], asks_to_leave. A claim counts as heard
when its kind is proposed for its message; ``sentences`` says how often the sentence overlaps the one marked.
Every figure stands with its 95 % Wilson interval. ``--ids`` takes every second line only: one half to write
rules by, the other to be surprised by. ``--errors`` lists what was missed and what was made up.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import adapter

Z = 1.959964  # of 95 %


@dataclass
class Tally:
    """Hits, inventions and misses of one kind of answer."""

    hit: int = 0
    invented: int = 0
    missed: int = 0

    def add(self, *, wanted: bool, got: bool) -> None:
        self.hit += wanted and got
        self.invented += got and not wanted
        self.missed += wanted and not got

    @property
    def line(self) -> str:
        precision, recall = share(self.hit, self.hit + self.invented), share(self.hit, self.hit + self.missed)
        return f"precision {precision}   recall {recall}"


@dataclass
class Scores:
    """One set of messages, scored."""

    messages: int = 0
    kinds: dict[str, Tally] = field(default_factory=dict)
    complaint: Tally = field(default_factory=Tally)
    leaving: Tally = field(default_factory=Tally)
    whole: int = 0  # messages with exactly the claims marked
    sentences: int = 0
    errors: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def add(self, message: dict[str, Any]) -> None:
        began = time.perf_counter()
        heard = dict(adapter.claims(message["text"]))
        leaves = adapter.asks_to_leave(message["text"])
        self.slowest = max(self.slowest, time.perf_counter() - began)
        marked = {claim["kind"]: claim["sentence"] for claim in message["claims"]}
        for kind in {*heard, *marked}:
            self.kinds.setdefault(kind, Tally()).add(wanted=kind in marked, got=kind in heard)
            if kind in heard and kind in marked:
                self.sentences += overlap(heard[kind], marked[kind])
        self.complaint.add(wanted=bool(marked), got=bool(heard))
        self.leaving.add(wanted=message["asks_to_leave"], got=leaves)
        self.whole += heard.keys() == marked.keys()
        self.messages += 1
        self._note(message, heard, marked, leaves)

    def _note(
        self, message: dict[str, Any], heard: dict[str, str], marked: dict[str, str], leaves: bool
    ) -> None:
        wrong = [f"missed {kind}" for kind in marked.keys() - heard.keys()]
        wrong += [f"invented {kind}" for kind in heard.keys() - marked.keys()]
        if leaves != message["asks_to_leave"]:
            wrong.append("made up an asking to leave" if leaves else "missed an asking to leave")
        if wrong:
            self.errors.append(
                f"{message['id']} {message['language']}: {', '.join(wrong)}\n    {message['text']!r}"
            )

    @property
    def together(self) -> Tally:
        every = self.kinds.values()
        return Tally(sum(t.hit for t in every), sum(t.invented for t in every), sum(t.missed for t in every))


def overlap(heard: str, marked: str) -> bool:
    """Whether more than half the words of the shorter one stand in the other."""
    one, other = set(heard.split()), set(marked.split())
    return 2 * len(one & other) > min(len(one), len(other))


def share(part: int, whole: int) -> str:
    """``"0.913 [0.874, 0.941] of 231"``: a share with its Wilson interval."""
    if not whole:
        return "none"
    rate = part / whole
    middle = (rate + Z * Z / (2 * whole)) / (1 + Z * Z / whole)
    half = Z / (1 + Z * Z / whole) * math.sqrt(rate * (1 - rate) / whole + Z * Z / (4 * whole * whole))
    return f"{rate:.3f} [{middle - half:.3f}, {middle + half:.3f}] of {whole}"


def scored(messages: Iterable[dict[str, Any]]) -> Scores:
    scores = Scores()
    for message in messages:
        scores.add(message)
    return scores


def shown(name: str, scores: Scores) -> None:
    together = scores.together
    print(f"── {name}: {scores.messages} messages")
    print(f"all claims        {together.line}")
    every = [tally for tally in scores.kinds.values() if tally.hit + tally.missed]
    recall = sum(t.hit / (t.hit + t.missed) for t in every) / max(len(every), 1)
    precision = sum(t.hit / max(t.hit + t.invented, 1) for t in every) / max(len(every), 1)
    print(f"mean over kinds   precision {precision:.3f}   recall {recall:.3f}   ({len(every)} kinds)")
    print(f"complaint or not  {scores.complaint.line}")
    print(f"asks to leave     {scores.leaving.line}")
    print(f"exactly right     {share(scores.whole, scores.messages)}")
    print(f"sentences         {share(scores.sentences, together.hit)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--ids", choices=["odd", "even"])
    parser.add_argument("--errors", action="store_true")
    asked = parser.parse_args()
    messages = [json.loads(line) for line in asked.file.read_text(encoding="utf-8").splitlines() if line]
    if asked.ids:
        messages = messages[asked.ids == "even" :: 2]
    scores = scored(messages)
    shown("all", scores)
    for language, count in sorted(Counter(message["language"] for message in messages).items()):
        if count < len(messages):
            shown(language, scored(message for message in messages if message["language"] == language))
    print("── by kind")
    for kind, tally in sorted(scores.kinds.items()):
        print(f"{kind:36} {tally.line}   {dict(Counter(missed=tally.missed, invented=tally.invented))}")
    print(f"slowest message   {1000 * scores.slowest:.1f} ms")
    if asked.errors:
        print("── errors", *scores.errors, sep="\n")


if __name__ == "__main__":
    main()
