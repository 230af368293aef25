"""What a case holds, laid out for judging: promises with evidence, terms with tellings, the exits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from textwrap import shorten

from kept.complaints import case as cases
from kept.complaints.case import Case
from kept.complaints.fields import RECEIPT
from kept.policies.rules import Binding, Grade, Reached, Telling, TermKind, Told, is_spoken, properly_told
from kept.promises.rules import (
    DECIDED_BY,
    RECEIPT_WITHIN,
    Absent,
    End,
    Evidence,
    Fact,
    Kind,
    Owed,
    Standing,
    State,
    since_promised,
    standing,
)
from kept.promises.versions import Versions
from kept.text.sentences import say

MOST_OF_A_TERM = 90  # characters of a term's text in a reason; the whole text stands with the term


@dataclass(frozen=True)
class ConfirmedExit:
    """A confirmed exit and the receipt it implies. ``promise``: the end date it is about, if named."""

    ref: str
    at: datetime
    promise: str | None
    receipt: Standing


@dataclass(frozen=True, eq=False)
class Record:
    """The case seen from the complaint: every question the judging asks has its method here."""

    case: Case

    @property
    def at(self) -> datetime:
        return self.case.complaint.at

    @cached_property
    def promises(self) -> dict[str, Owed]:
        replaced = self.case.replaced()
        return {each.id: _owed(each, replaced[each.id]) for each in self.case.promises}

    @cached_property
    def versions(self) -> Versions:
        return Versions(self.promises)

    def facts(self, *kinds: str) -> Iterator[tuple[str, cases.Fact]]:
        """The facts of these kinds, each with its reference."""
        for nth, fact in enumerate(self.case.facts):
            if fact.kind in kinds:
                yield f"facts[{nth}]", fact

    def happened(self, kind: str) -> list[tuple[datetime, str, cases.Fact]]:
        """The facts of this kind up to the complaint, in the order of time."""
        found = [(fact.at, ref, fact) for ref, fact in self.facts(kind) if fact.at and fact.at <= self.at]
        return sorted(found, key=lambda each: each[0])

    def scope(self, about: Iterable[str]) -> list[Standing]:
        """How the promises stood that these words are about (DOMAIN §10, "scope of a claim")."""
        about = list(about)
        named = [ident for ident in about if ident in self.promises]
        found = self.versions.that_count(named, self.at)
        standings = [self.standing(ident) for ident in found]
        if any(self.promises[ident].kind is Kind.RECEIPT for ident in found):
            return standings  # the receipt was written down as a promise of its own
        ends = self.ends(about)
        mine = [each for each in self.exits if ends and (each.promise is None or each.promise in ends)]
        if RECEIPT in about and not mine:
            mine = self.exits
        return standings + [each.receipt for each in mine]

    def matter(self, about: Iterable[str]) -> set[str]:
        """The promises that these words are about, in all their versions."""
        named = {ident for ident in about if ident in self.promises}
        return named | {other for ident in named for other in self.versions.related(ident)}

    def ends(self, about: Iterable[str]) -> set[str]:
        """The end dates among them: which exits are meant. None: whichever there are."""
        return {ident for ident in self.matter(about) if self.promises[ident].kind is Kind.END_DATE}

    def standing(self, ident: str) -> Standing:
        """How one promise stood at the complaint."""
        promise, zone = self.promises[ident], self.case.business.zone
        found = standing(promise, self.evidence(ident), at=self.at, zone=zone)
        if found.state is State.UNRECORDED and self._was_moved_by_us(promise):
            form = "We promised {promise}, and moved it ourselves to a time still to come."
            because = say(form, promise=promise.in_words(zone))
            return replace(found, state=State.BROKEN, because=because)
        return found

    def _was_moved_by_us(self, promise: Owed) -> bool:
        """Missed because we replaced it, by a version not yet due: no record is missing, we moved it."""
        newer = [self.promises[ident] for ident in self.versions.later(promise.id)]
        ours = promise.end is not None and promise.end.how == "replaced" and promise.end.wish == "ours"
        waiting = [each for each in newer if each.until is not None and each.until >= self.at >= each.made_at]
        return ours and promise.ended_in_time(self.at) and bool(waiting)

    def evidence(self, ident: str) -> Evidence:
        """What is on record about a promise: its own facts, else those of its other versions."""
        promise = self.promises[ident]
        kind = DECIDED_BY[promise.kind]
        others = self.versions.related(ident)
        own = self._facts_about(promise, lambda named: named == ident)
        if not own:
            own = [
                fact
                for fact in self._facts_about(promise, lambda named: named in others)
                if fact.at is not None or self._is_of_later(fact.ref, ident)
            ]
        if not own and self._alone(promise, others):
            own = self._facts_about(promise, lambda named: named is None)
        absent = self._absences(promise, others, kind)
        return Evidence(tuple(own), tuple(absent))

    def _facts_about(self, promise: Owed, concerns: Callable[[str | None], bool]) -> list[Fact]:
        zone = self.case.business.zone
        found = []
        for ref, fact in self.facts(DECIDED_BY[promise.kind]):
            if concerns(fact.promise):
                day = fact.end_date
                ends_on = day.astimezone(zone).date() if isinstance(day, datetime) else day
                found.append(Fact(ref, fact.at, bool(fact.reached), fact.amount, fact.currency, ends_on))
        return list(since_promised(promise, found))

    def _is_of_later(self, ref: str, ident: str) -> bool:
        """Whether a fact is about a later version: only then its "never" says something about this one."""
        named = self.case.facts[int(ref[len("facts[") : -1])].promise
        return named is not None and named in self.versions.later(ident)

    def _alone(self, promise: Owed, others: list[str]) -> bool:
        """Whether facts that name no promise can only be about this one."""
        same = {each.id for each in self.promises.values() if each.kind is promise.kind}
        return same <= {promise.id, *others}

    def _absences(self, promise: Owed, others: list[str], kind: str) -> Iterator[Absent]:
        for ref, fact in self.facts("record_absent"):
            names_it = fact.promise in (promise.id, *others)
            means_it = fact.promise is None and _name(fact.record) in (kind, promise.kind)
            if names_it or (means_it and self._alone(promise, others)):
                yield Absent(ref, fact.record or kind, fact.should_exist is not False)

    @cached_property
    def exits(self) -> list[ConfirmedExit]:
        """The exits confirmed by the complaint, each once, with the receipt due 60 seconds later."""
        sent = sorted(self.facts("receipt_sent"), key=lambda each: (each[1].at is None, each[1].at))
        found: list[ConfirmedExit] = []
        for at, ref, confirmed in self.happened("exit_confirmed"):
            if any((at, confirmed.promise) == (other.at, other.promise) for other in found):
                continue  # one confirmation, written down twice
            mine = [
                (receipt_ref, fact)
                for receipt_ref, fact in sent
                if fact.promise in (None, RECEIPT, confirmed.promise)
                or self._is_a_receipt_of_its_own(fact.promise)
                or confirmed.promise is None
            ]
            mine = [each for each in mine if each[1].at is None or each[1].at >= at - RECEIPT_WITHIN][:1]
            sent = [each for each in sent if each not in mine]
            name = RECEIPT if not found else f"{RECEIPT}-{len(found) + 1}"
            owed = Owed(name, Kind.RECEIPT, at, at + RECEIPT_WITHIN)
            evidence = Evidence(tuple(Fact(receipt_ref, fact.at) for receipt_ref, fact in mine))
            receipt = standing(owed, evidence, at=self.at, zone=self.case.business.zone)
            found.append(ConfirmedExit(ref, at, confirmed.promise, receipt))
        return found

    def _is_a_receipt_of_its_own(self, ident: str | None) -> bool:
        return ident in self.promises and self.promises[ident].kind is Kind.RECEIPT

    def told(self, name: str) -> Told:
        """Whether a term was properly told to this customer."""
        binding, tellings = self._told_of(name)
        return properly_told(binding, tellings, zone=self.case.business.zone)

    def told_by(self, name: str) -> list[str]:
        """The fewest tellings that made a term properly told: without any of them it was not. Else none."""
        binding, needed = self._told_of(name)
        zone = self.case.business.zone
        if not properly_told(binding, needed, zone=zone).k:
            return []
        for telling in sorted(needed, key=lambda each: (not each.spoken, each.at)):
            without = [each for each in needed if each is not telling]
            if properly_told(binding, without, zone=zone).k:
                needed = without
        return [telling.ref for telling in needed]

    def _told_of(self, name: str) -> tuple[Binding, list[Telling]]:
        term = next(term for term in self.case.terms if term.id == name)
        language = self.case.customer.language
        binding = Binding(
            f"terms[{term.id}]",
            shorten(term.text, MOST_OF_A_TERM, placeholder=" …") or term.id,
            TermKind(term.kind),
            term.version,
            term.bound_at,
            frozenset([language] if language else []),
        )
        rows: dict[Hashable, list[Telling]] = defaultdict(list)
        for nth, each in enumerate(self.case.disclosures):
            if each.term == term.id:
                row = _telling(nth, each)
                what = (
                    row.at,
                    row.medium,
                    row.version,
                    row.occasion,
                    row.language,
                    row.imported_at,
                    row.paper,
                )
                rows[what].append(row)
        return binding, [_one_telling(same) for same in rows.values()]


def _name(record: str | None) -> str:
    return (record or "").strip().casefold()


def _owed(promise: cases.Promise, replaces: str | None) -> Owed:
    end = None
    if promise.end is not None:
        end = End(promise.end.how, promise.end.at, promise.end.wish)
    return Owed(
        promise.id,
        Kind(promise.kind),
        promise.made_at,
        promise.until,
        starts_at=promise.starts_at,
        amount=promise.amount,
        currency=promise.currency,
        accepted=promise.accepted,
        end=end,
        replaces=replaces,
    )


def _one_telling(rows: Sequence[Telling]) -> Telling:
    """One telling, with all that its rows hold of it: a mail in two rows is one mail."""
    logged = [row.logged_at for row in rows if row.logged_at is not None]
    handed_over = {row.handed_over for row in rows} - {None}
    return replace(
        rows[0],
        reached=tuple(step for row in rows for step in row.reached),
        logged_at=min((at for at in logged if at >= rows[0].at), default=min(logged, default=None)),
        handed_over=True in handed_over if handed_over else None,
    )


def _telling(nth: int, told: cases.Disclosure) -> Telling:
    """A telling as the file has it: its last grade. Before a better one, a writing was a document (A1)."""
    grade = Grade[told.grade]
    medium = told.medium or ("spoken" if grade is Grade.A0 else "document")
    first = Grade.A1 if grade > Grade.A1 and not is_spoken(medium) else Grade.A0
    return Telling(
        f"disclosures[{nth}]",
        told.at,
        medium,
        (Reached(first, told.at), Reached(grade, told.grade_at or told.at)),
        version=told.version,
        occasion=told.occasion,
        language=told.language,
        logged_at=told.logged_at,
        handed_over=told.handed_over,
        imported_at=told.imported_at,
        paper=told.paper,
    )
