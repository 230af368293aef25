"""How far Kept's verdicts agree with the published decisions in tests/decisions, as readers translated them.

    python bench/complaints/decisions.py [FILE.json] [--differences]

Agreement is exact: the verdict, and with ``no_evidence`` whom it favours. Beside it the 95 % Wilson interval
of the share and Cohen's kappa (Cohen 1960: the agreement without what chance alone would give). Against the
tribunal itself only one question can be asked: did the customer get anything. What the readers were stands in
tests/decisions/README.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kept.complaints import casefile
from kept.scorecards.rules import wilson

FOR_THE_CUSTOMER = {"rule_breach", "service_failure", "not_told", "conduct"}
DECISIONS = Path(__file__).resolve().parents[2] / "tests/decisions/decisions.json"
Pair = tuple[str, str]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("file", nargs="?", type=Path, default=DECISIONS)
    arguments.add_argument("--differences", action="store_true", help="list each, with its reason")
    options = arguments.parse_args()
    decisions = json.loads(options.file.read_text())
    answers = [_answer(each) for each in decisions]
    inside = [not each.get("outside") for each in decisions]

    for reader in ("reader_1", "reader_2"):
        pairs = [
            (_word(each[reader]), kept)
            for each, (kept, _) in zip(decisions, answers, strict=True)
            if reader in each
        ]
        if not pairs:
            print(f"{reader}: no readings")
            continue
        print(_line(f"Kept with {reader}", pairs))
        if reader == "reader_1":
            print(_line("  decided within the form", _only(pairs, inside)))
            print(_line("  decided by a law without a pack", _only(pairs, [not each for each in inside])))
    both = [(_word(each["reader_1"]), _word(each["reader_2"])) for each in decisions if "reader_2" in each]
    if both:
        print(_line("reader_1 with reader_2", both))
    helped = [
        (_gets(each["tribunal"]["for"] in {"customer", "part"}), _gets(got))
        for each, (_, got) in zip(decisions, answers, strict=True)
    ]
    print(_line("Kept with the tribunal: does the customer get anything", helped))
    print(_line("  decided within the form", _only(helped, inside)))
    if options.differences:
        _list(decisions, answers)


def _answer(decision: dict[str, Any]) -> tuple[str, bool]:
    """Kept's verdict in one word, and whether the customer gets anything by it."""
    answer = casefile.judge(casefile.read(json.dumps(decision["case"]).encode()).case).as_dict()
    claims = answer["claims"]
    got = any(each["verdict"] in FOR_THE_CUSTOMER or each.get("favours") == "customer" for each in claims)
    return _word({"verdict": answer["verdict"], "favours": claims[0].get("favours")}), got


def _word(reading: dict[str, Any]) -> str:
    verdict = str(reading["verdict"])
    return f"{verdict} ({reading.get('favours')})" if verdict == "no_evidence" else verdict


def _gets(anything: bool) -> str:
    return "something" if anything else "nothing"


def _only(pairs: Sequence[Pair], chosen: Iterable[bool]) -> list[Pair]:
    return [pair for pair, counts in zip(pairs, chosen, strict=True) if counts]


def _line(name: str, pairs: Sequence[Pair]) -> str:
    same = sum(one == other for one, other in pairs)
    between = wilson(Fraction(same), len(pairs))
    share = f"{same / len(pairs):4.0%} [{between.low:.0%}, {between.high:.0%}]" if between else "—"
    return f"{name:<56} {same:>2} of {len(pairs):>2}  {share}  kappa {kappa(pairs)}"


def kappa(pairs: Sequence[Pair]) -> str:
    """(observed − expected) ÷ (1 − expected), of two who put the same things into the same drawers."""
    n = len(pairs)
    if not n:
        return "—"
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = Fraction(sum(ones[word] * others[word] for word in ones), n * n)
    observed = Fraction(sum(one == other for one, other in pairs), n)
    return "—" if expected == 1 else f"{float((observed - expected) / (1 - expected)):.2f}"


def _list(decisions: Sequence[dict[str, Any]], answers: Sequence[tuple[str, bool]]) -> None:
    for each, (kept, _) in zip(decisions, answers, strict=True):
        if kept != _word(each["reader_1"]):
            why = each.get("kept_differs", "no reason written")
            print(f"\n{each['name']}\n  reader_1 {_word(each['reader_1'])} · Kept {kept}\n  {why}")


if __name__ == "__main__":
    main()
