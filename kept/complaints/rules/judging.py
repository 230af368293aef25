"""Judging a complaint: every claim, the complaint's verdict, the figures, and whether a person must look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kept.complaints.case import Case
from kept.complaints.rules import claims
from kept.complaints.rules.answers import Answer, ClaimAnswer, ProposedRemedy, Verdict
from kept.complaints.rules.expectations import outcome
from kept.complaints.rules.gaps import decompose, rating
from kept.complaints.rules.kinds import usual_remedies
from kept.complaints.rules.record import Record
from kept.promises.rules import Standing, kept_score

NEEDS_A_SECOND_PERSON_ABOVE = 10_000  # minor units, DOMAIN §6 and §10


def judge(case: Case) -> Answer:
    """Judge a case from its facts alone (DOMAIN §5, §6, §10). Tone and text play no part."""
    record = Record(case)
    complaint = case.complaint
    questions = [claims.Question(record, claim) for claim in complaint.claims]
    answers = tuple(claims.judge(question) for question in questions)
    verdict = _of_the_complaint(answers)
    standings = _union(
        (question.standings for question in questions) if questions else [record.scope(complaint.about)]
    )
    kept = kept_score(standings)
    told = int(all(each.k for question in questions for each in question.terms.values()))
    stars = rating(complaint.stars)
    return Answer(
        claims=answers,
        verdict=verdict,
        kept=kept,
        told=told,
        rating=stars,
        rating_imputed=complaint.stars is None,
        gaps=None if kept is None else decompose(kept, told, stars),
        outcome=outcome(case.expectations, standings, kept),
        needs_person=_needs_person(answers, verdict, complaint.at_stake),
        remedies=tuple(
            ProposedRemedy(nth, remedy)
            for nth, answer in enumerate(answers)
            if answer.for_the_customer
            for remedy in usual_remedies(answer.kind)
        ),
        standings=standings,
    )


def _of_the_complaint(answers: Sequence[ClaimAnswer]) -> Verdict | None:
    """One verdict if all agree, split if not, none while a claim awaits a person or without any claim."""
    verdicts = {answer.verdict for answer in answers}
    if not verdicts or None in verdicts:
        return None
    return verdicts.pop() if len(verdicts) == 1 else Verdict.SPLIT


def _needs_person(answers: Sequence[ClaimAnswer], verdict: Verdict | None, at_stake: int | None) -> bool:
    awaited = any(answer.verdict is None for answer in answers)
    dear = (at_stake or 0) > NEEDS_A_SECOND_PERSON_ABOVE
    return awaited or (dear and verdict is Verdict.EXPECTATION_GAP)


def _union(scopes: Iterable[Sequence[Standing]]) -> tuple[Standing, ...]:
    found: dict[str, Standing] = {}
    for scope in scopes:
        for each in scope:
            found.setdefault(each.promise.id, each)
    return tuple(found.values())
