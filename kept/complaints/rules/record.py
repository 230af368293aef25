"""What a case holds, laid out for judging: promises with their evidence, and the exits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from kept.complaints import case as cases
from kept.complaints.case import Case
from kept.complaints.fields import RECEIPT
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
        promises = {each.id: _owed(each, replaced[each.id]) for each in self.case.promises}
        return {ident: self._due_with_its_exit(promise) for ident, promise in promises.items()}

    def _due_with_its_exit(self, promise: Owed) -> Owed:
        """A receipt that was written down as a promise is due within 60 seconds all the same."""
        confirmed = self._its_exit(promise)
        if promise.until is None or confirmed is None:
            return promise
        return replace(promise, until=min(promise.until, confirmed + RECEIPT_WITHIN))

    def _its_exit(self, receipt: Owed) -> datetime | None:
        """When the exit was confirmed whose receipt this is. None for any other: a copy promised later."""
        exits = (at for at, _, _ in self.happened("exit_confirmed"))
        still_due = (at for at in exits if at + RECEIPT_WITHIN >= receipt.made_at)
        return min(still_due, default=None) if receipt.kind is Kind.RECEIPT else None

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
        if any(self._its_exit(self.promises[ident]) for ident in found):
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
