"""What a customer was told by the complaint: the rows of a case as tellings, and the terms told by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import datetime
from textwrap import shorten

from kept.complaints.case import Case, Disclosure
from kept.policies.rules import (
    Binding,
    Grade,
    Reached,
    Reason,
    Telling,
    TermKind,
    Told,
    in_words,
    is_spoken,
    properly_told,
)
from kept.text.sentences import say

AFTER_THE_COMPLAINT = "The telling of {told} came after the complaint."
MOST_OF_A_TERM = 90  # characters of a term's text in a reason; the whole text stands with the term


def told(case: Case, name: str) -> Told:
    """Whether a term was properly told to this customer. What was told after the complaint is no answer."""
    zone, by = case.business.zone, case.complaint.at
    found = properly_told(_binding(case, name), _tellings(case, name), zone=zone)
    later = [
        Reason(say(AFTER_THE_COMPLAINT, told=in_words(each.at, zone)), (f"disclosures[{nth}]",))
        for nth, each in enumerate(case.disclosures)
        if each.term == name and each.at > by
    ]
    return replace(found, reasons=(*found.reasons, *later))


def told_by(case: Case, name: str) -> list[str]:
    """The fewest tellings that made a term properly told: without any of them it was not. Else none."""
    binding, needed, zone = _binding(case, name), _tellings(case, name), case.business.zone
    if not properly_told(binding, needed, zone=zone).k:
        return []
    for telling in sorted(needed, key=lambda each: (not each.spoken, each.at)):
        without = [each for each in needed if each is not telling]
        if properly_told(binding, without, zone=zone).k:
            needed = without
    return [telling.ref for telling in needed]


def medium_of(told: Disclosure) -> str:
    """The way by which it was told; "spoken" whatever word the file has for that."""
    grade = Grade[told.grade]
    medium = told.medium or ("spoken" if grade is Grade.A0 else "document")
    return "spoken" if is_spoken(medium, grade) else medium


def _binding(case: Case, name: str) -> Binding:
    term = next(term for term in case.terms if term.id == name)
    language = case.customer.language
    return Binding(
        f"terms[{term.id}]",
        shorten(term.text, MOST_OF_A_TERM, placeholder=" …") or term.id,
        TermKind(term.kind),
        term.version,
        term.bound_at,
        frozenset([language] if language else []),
    )


def _tellings(case: Case, name: str) -> list[Telling]:
    """The tellings of a term up to the complaint, each once, in however many rows it stands."""
    by = case.complaint.at
    rows: dict[Hashable, list[Telling]] = defaultdict(list)
    for nth, each in enumerate(case.disclosures):
        if each.term == name and each.at <= by:
            row = _telling(nth, each, by=by)
            alike = (row.at, row.medium, row.version, row.occasion, row.language, row.imported_at)
            rows[alike, row.paper].append(row)
    return [_as_one(same) for same in rows.values()]


def _as_one(rows: Sequence[Telling]) -> Telling:
    """One telling, with all that its rows hold of it: a mail in two rows is one mail."""
    logged = [row.logged_at for row in rows if row.logged_at is not None]
    handed_over = {row.handed_over for row in rows} - {None}
    return replace(
        rows[0],
        reached=tuple(step for row in rows for step in row.reached),
        logged_at=min((at for at in logged if at >= rows[0].at), default=min(logged, default=None)),
        handed_over=True in handed_over if handed_over else None,
    )


def _telling(nth: int, told: Disclosure, *, by: datetime) -> Telling:
    """A telling as the file has it: its last grade, if reached by then. Before, a writing was a document."""
    grade, medium = Grade[told.grade], medium_of(told)
    first = Grade.A1 if grade > Grade.A1 and not is_spoken(medium) else Grade.A0
    reached = (Reached(first, told.at), Reached(grade, told.grade_at or told.at))
    return Telling(
        f"disclosures[{nth}]",
        told.at,
        medium,
        tuple(step for step in reached if step.at <= by),
        version=told.version,
        occasion=told.occasion,
        language=told.language,
        logged_at=told.logged_at if told.logged_at and told.logged_at <= by else None,
        handed_over=told.handed_over,
        imported_at=told.imported_at,
        paper=told.paper,
    )
