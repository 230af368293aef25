"""Judging one claim: the first that holds decides, in the order of DOMAIN §6."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from kept.complaints.case import Claim, Fact
from kept.complaints.fields import ClaimKind
from kept.complaints.rules import house, tellings
from kept.complaints.rules.answers import ClaimAnswer, Favours, Verdict
from kept.complaints.rules.kinds import (
    AWAITS_PERSON,
    DECIDED_BY_CHARGES,
    DECIDED_BY_INSPECTION,
    DECIDED_BY_PROMISES,
    PROOF_OF_DELIVERY,
    may_decide,
)
from kept.complaints.rules.record import Record
from kept.policies.rules import Reason, Told
from kept.promises.rules import DECIDED_BY, Kind, Standing, State
from kept.text.sentences import say, word

OUT_OF_SCOPE = (State.NOT_DUE, State.RELEASED)
DAYS_OF_THE_SHORTEST_DUES = 7  # weekly
ABSENT_OURS = "The record that would decide this ({record}) is missing, and we should have kept it."
ABSENT_NOBODYS = "The record that would decide this ({record}) is missing, and it was never ours to keep."
TELLINGS = ("disclosure", "telling")  # a missing one is not_told, never no_evidence


@dataclass(frozen=True, eq=False)
class Question:
    """One claim with all that bears on it: the promises it is about, and the terms the answer rests on."""

    record: Record
    claim: Claim

    @cached_property
    def standings(self) -> list[Standing]:
        return self.record.scope(self.claim.about)

    @cached_property
    def in_scope(self) -> list[Standing]:
        return [each for each in self.standings if each.state not in OUT_OF_SCOPE]

    @cached_property
    def terms(self) -> dict[str, Told]:
        """The terms the claim relies on, and those a disputed charge was made by."""
        names = list(self.claim.relies_on)
        if self.claim.kind in DECIDED_BY_CHARGES:
            names += [charge.term for _, _, charge in self.charges if charge.term]
        return {name: tellings.told(self.record.case, name) for name in dict.fromkeys(names)}

    @cached_property
    def charges(self) -> list[tuple[datetime, str, Fact]]:
        """The charges up to the complaint, but for those that name a promise of another matter."""
        matter = self.record.matter(self.claim.about)
        return [
            each
            for each in self.record.happened("charge")
            if not matter or each[2].promise is None or each[2].promise in matter
        ]

    def because(self, *states: State) -> list[Reason]:
        return [Reason(each.because, each.refs) for each in self.standings if each.state in states]


def judge(question: Question) -> ClaimAnswer:
    """Give the claim its verdict, or None where only a person may."""
    for rule in RULES:
        answer = rule(question)
        if answer is not None:
            return answer
    return _expectation_gap(question)


def _rule_breach(question: Question) -> ClaimAnswer | None:
    breaches = house.breaches(question.record, question.claim)
    return _answer(question, Verdict.RULE_BREACH, _of_the_charge(question) + breaches) if breaches else None


def _of_the_charge(question: Question) -> list[Reason]:
    """What a disputed charge asks about, whatever decides it: whether its terms were told."""
    if question.claim.kind not in DECIDED_BY_CHARGES:
        return []
    return [reason for told in question.terms.values() for reason in told.reasons]


def _service_failure(question: Question) -> ClaimAnswer | None:
    """A promise in scope was broken and the evidence shows it; or the goods or the charges show it."""
    broken = question.because(State.BROKEN) + _damage(question) + _charged_twice(question)
    return _answer(question, Verdict.SERVICE_FAILURE, _of_the_charge(question) + broken) if broken else None


def _damage(question: Question) -> list[Reason]:
    if question.claim.kind not in DECIDED_BY_INSPECTION:
        return []
    return [
        Reason(say("The damage is on record."), (ref,))
        for ref, fact in question.record.facts("damage")
        if not fact.never and _concerns(question, fact.promise)
    ]


def _charged_twice(question: Question) -> list[Reason]:
    """The same amount for the same, twice in less than a week: weekly or monthly dues are not that."""
    if question.claim.kind != "billing.charged_twice":
        return []
    zone = question.record.case.business.zone
    charges = defaultdict(list)
    currencies = {charge.currency for _, _, charge in question.charges} - {None}
    only = currencies.pop() if len(currencies) == 1 else None
    for at, ref, charge in question.charges:
        if charge.amount:
            day = at.astimezone(zone).date()
            what = " ".join((charge.what or "").casefold().split())
            charges[charge.amount, charge.currency or only, charge.term, what].append((day, ref))
    return [
        Reason(say("The same amount was charged more than once."), (ref, again))
        for same in charges.values()
        for (day, ref), (later, again) in pairwise(same)
        if (later - day).days < DAYS_OF_THE_SHORTEST_DUES
    ]


def _no_evidence(question: Question) -> ClaimAnswer | None:
    """The slot that would decide is empty; in favour of the customer where the record was ours to keep."""
    ours = question.because(State.UNRECORDED)
    nobodys = question.because(State.NEVER_OURS)
    missing = [
        f"{DECIDED_BY[each.promise.kind]} of promises[{each.promise.id}]"
        for each in question.standings
        if each.state in (State.UNRECORDED, State.NEVER_OURS)
    ]
    for ref, record, should_exist in _absent_records(question):
        missing.append(record)
        form = ABSENT_OURS if should_exist else ABSENT_NOBODYS
        (ours if should_exist else nobodys).append(Reason(say(form, record=word(record)), (ref,)))
    if not ours and not nobodys and _lacks_inspection(question):
        missing.append("inspection")
        ours.append(Reason(say("Nobody wrote down in which state the goods were, and we should have.")))
    if not ours and not nobodys:
        return None
    favours: Favours = "customer" if ours else "nobody"
    return _answer(question, Verdict.NO_EVIDENCE, ours + nobodys, missing, favours)


def _absent_records(question: Question) -> list[tuple[str, str, bool]]:
    """Absent records that decide the claim itself and not one of its promises: a transcript, a consent.

    One that names neither a promise nor a kind of claim bears on every claim; where an untold term settles
    the claim, only if the record is of those that decide its kind.
    """
    kind = question.claim.kind
    untold = any(not told.k for told in question.terms.values())
    decided_by_promises = bool(question.in_scope) and kind in DECIDED_BY_PROMISES
    found = []
    for ref, fact in question.record.facts("record_absent"):
        record = fact.record or "record"
        if fact.claim not in (None, kind):
            continue
        about_a_promise = fact.promise is not None and kind not in DECIDED_BY_INSPECTION
        named_already = any(ref in each.refs for each in question.standings)
        elsewhere = decided_by_promises or about_a_promise
        is_a_telling = any(telling in record.casefold() for telling in TELLINGS)
        if (elsewhere and not _proves_delivery(kind, fact)) or named_already or is_a_telling:
            continue
        if untold and fact.promise is None and not may_decide(kind, record):
            continue
        of_a_promise = any(DECIDED_BY[each.kind] == record for each in question.record.promises.values())
        if _concerns(question, fact.promise) and not of_a_promise:
            found.append((ref, record, fact.should_exist is not False))
    return found


def _proves_delivery(kind: ClaimKind, absent: Fact) -> bool:
    """Whether it would show the handing over of the goods (DOMAIN §6): a truck that was there does not."""
    names_proof = any(proof in (absent.record or "").casefold() for proof in PROOF_OF_DELIVERY)
    return kind == "delivery.not_delivered" and names_proof and absent.should_exist is not False


def _lacks_inspection(question: Question) -> bool:
    """A claim about the goods, in which nobody looked at them, and which no untold term settles anyway.

    About a repair, a refund or a reply that we promised, the fact of that promise decides.
    """
    if question.claim.kind not in DECIDED_BY_INSPECTION or not (question.in_scope or question.terms):
        return False
    if question.in_scope and all(each.promise.kind is not Kind.DELIVERY_WINDOW for each in question.in_scope):
        return False
    looked = any(_concerns(question, fact.promise) for _, fact in question.record.facts("damage"))
    return not looked and all(told.k for told in question.terms.values())


def _concerns(question: Question, promise: str | None) -> bool:
    return promise is None or any(promise == each.promise.id for each in question.standings)


def _not_told(question: Question) -> ClaimAnswer | None:
    untold = [reason for told in question.terms.values() if not told.k for reason in told.reasons]
    return _answer(question, Verdict.NOT_TOLD, question.because(State.KEPT) + untold) if untold else None


def _conduct(question: Question) -> ClaimAnswer | None:
    """How somebody was treated is for a person to judge, never for the machine, from what was said."""
    if question.claim.kind not in AWAITS_PERSON:
        return None
    words = say("Nothing on record was broken or untold; how you were treated is for a person to judge.")
    dealings = sorted(
        (at, ref) for kind in ("statement", "handover") for at, ref, _ in question.record.happened(kind)
    )
    heard = Reason(words, tuple(ref for _at, ref in dealings))
    return _answer(question, None, [*question.because(State.KEPT), heard])


def _closed(question: Question) -> ClaimAnswer | None:
    if question.in_scope or question.terms:
        return None
    out = question.because(*OUT_OF_SCOPE)
    reason = Reason(say("No promise that was due, no term and no rule bears on this."))
    return _answer(question, Verdict.CLOSED_WITHOUT_FINDING, [*out, reason])


def _expectation_gap(question: Question) -> ClaimAnswer:
    told = [reason for each in question.terms.values() for reason in each.reasons]
    return _answer(question, Verdict.EXPECTATION_GAP, question.because(State.KEPT, *OUT_OF_SCOPE) + told)


RULES: Sequence[Callable[[Question], ClaimAnswer | None]] = (
    _rule_breach,
    _service_failure,
    _no_evidence,
    _not_told,
    _conduct,
    _closed,
)


def _answer(
    question: Question,
    verdict: Verdict | None,
    reasons: Sequence[Reason],
    missing: Sequence[str] = (),
    favours: Favours | None = None,
) -> ClaimAnswer:
    return ClaimAnswer(question.claim.kind, verdict, tuple(reasons), tuple(missing), favours)
