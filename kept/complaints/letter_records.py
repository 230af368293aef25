"""What a letter looked at: the dated records that an answer rests on, each by its name. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from kept.complaints.case import Case, Fact
from kept.complaints.letter_words import Words
from kept.complaints.rules import tellings
from kept.complaints.rules.answers import Answer


@dataclass(frozen=True)
class Record:
    """One dated record that an answer rests on: its reference in the case, and what it is called."""

    ref: str
    at: datetime
    words: str


def of(case: Case, answer: Answer, words: Words) -> list[Record]:
    """All of them, each once, oldest first."""
    refs = [ref for claim in answer.claims for ref in claim.evidence]
    refs += [ref for standing in answer.standings for ref in standing.refs]
    found = (_record(case, ref, words) for ref in dict.fromkeys(refs))
    return sorted((each for each in found if each is not None), key=lambda each: (each.at, each.ref))


def by_conversation(case: Case, records: Iterable[Record], words: Words) -> list[Record]:
    """What was said in one conversation on one day as one record: its first line, and how many they are."""
    found: list[Record] = []
    talks: dict[tuple[str, str, date], list[Record]] = {}
    for record in records:
        fact = _fact(case, record.ref)
        if fact is None or fact.kind != "statement" or fact.record is None:
            found.append(record)
        else:
            on = record.at.astimezone(case.business.zone).date()
            talks.setdefault((fact.record, fact.channel or "other", on), []).append(record)
    for (_conversation, channel, _on), lines in talks.items():
        what = words.said.get(channel, words.said["other"])
        called = what if len(lines) == 1 else words.lines.format(what=what, n=len(lines))
        found.append(replace(lines[0], words=called))
    return sorted(found, key=lambda each: (each.at, each.ref))


def fitting(case: Case, records: Iterable[Record], most: int) -> list[Record]:
    """So many of them: a telling that changed nothing is left out first, the lines a person read last."""
    needed = {ref for term in case.terms for ref in tellings.told_by(case, term.id)}

    def weight(record: Record) -> int:
        fact = _fact(case, record.ref)
        if fact is not None and fact.kind == "statement":
            return 0
        return 2 if record.ref.startswith("disclosures[") and record.ref not in needed else 1

    return sorted(sorted(records, key=weight)[:most], key=lambda each: each.at)


def _record(case: Case, ref: str, words: Words) -> Record | None:
    """A piece of evidence with its date; None where it has none."""
    shelf, _, key = ref.removesuffix("]").partition("[")
    names = words.evidence
    if shelf == "promises":
        made = next((each.made_at for each in case.promises if each.id == key), None)
        return None if made is None else Record(ref, made, names["promise"])
    if shelf == "disclosures":
        telling = case.disclosures[int(key)]
        is_spoken = tellings.medium_of(telling) == "spoken"
        return Record(ref, telling.at, names["spoken" if is_spoken else "written"])
    fact = _fact(case, ref)
    if fact is None or fact.at is None or fact.kind not in names:
        return None
    theirs = fact.kind == "statement" and str(fact.by).startswith("customer")
    return Record(ref, fact.at, names["statement.theirs" if theirs else fact.kind])


def _fact(case: Case, ref: str) -> Fact | None:
    shelf, _, key = ref.removesuffix("]").partition("[")
    return case.facts[int(key)] if shelf == "facts" else None
