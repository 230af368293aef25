"""Proposing verdicts: the rows are gathered, the pure judge answers, and its answer is written down."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction

from kept.base.actors import Actor
from kept.complaints import casefile, evidence, reasons
from kept.complaints.actions.locking import lock
from kept.complaints.actions.opening import AlreadyOver
from kept.complaints.models import Complaint, Finding, Rating, Verdict
from kept.complaints.rules.answers import Answer, ClaimAnswer
from kept.complaints.words import Word
from kept.ledger import actions as ledger
from kept.policies.rules import Reason


@transaction.atomic
def propose(complaint: Complaint, *, by: Actor, now: datetime) -> Finding:
    """Judge the complaint on what is on record, and write down what is proposed, with the case it rests on.

    May be done again while nothing is final: the newest finding counts. Refused when the complaint is over.
    """
    complaint = lock(complaint)
    if complaint.closed_at is not None:
        raise AlreadyOver
    gathered = evidence.of_complaint(complaint)
    answer = casefile.judge(gathered.case)
    finding = Finding.objects.create(complaint=complaint, **_figures(gathered, answer), at=now, by=str(by))
    for claim, found in zip(complaint.claims.filter(withdrawn_at=None), answer.claims, strict=True):
        verdict = Verdict.objects.create(claim=claim, finding=finding, **_proposal(found, gathered.rows))
        ledger.record(
            "verdict.proposed",
            verdict,
            by=by,
            at=now,
            customer=complaint.customer_id,
            claim=claim,
            proposed=verdict.proposed,
            favours=verdict.favours,
            reasons=verdict.reasons,
            missing=verdict.missing,
            kept_score=finding.kept_score,
            told=finding.told,
            gaps=[finding.service_gap, finding.disclosure_gap, finding.expectation_gap],
        )
    complaint.state = Complaint.State.PROPOSED
    complaint.save(update_fields=["state"])
    return finding


def find_on_rating(rating: Rating, *, by: Actor, now: datetime) -> Finding:
    """The figures beside a rating: nobody claims anything, so there is no verdict (DOMAIN §10)."""
    gathered = evidence.of_rating(rating)
    answer = casefile.judge(gathered.case)
    return Finding.objects.create(rating=rating, **_figures(gathered, answer), at=now, by=str(by))


def _figures(gathered: evidence.Gathered, answer: Answer) -> dict[str, Any]:
    gaps = answer.gaps
    return {
        "case": gathered.case.model_dump(mode="json", by_alias=True, exclude_none=True),
        "rows": gathered.rows,
        "verdict": answer.verdict or "",
        "kept_score": _exact(answer.kept),
        "told": answer.told,
        "rated": _exact(answer.rating) if gaps else "",
        "imputed": answer.rating_imputed,
        "service_gap": _exact(gaps.service if gaps else None),
        "disclosure_gap": _exact(gaps.disclosure if gaps else None),
        "expectation_gap": _exact(gaps.expectation if gaps else None),
        "outcome_against_expectation": answer.outcome,
        "needs_person": answer.needs_person,
        "remedies": [
            {"claim": each.claim, "code": each.remedy.code, "words": dict(each.remedy.words)}
            for each in answer.remedies
        ],
    }


def _proposal(found: ClaimAnswer, rows: dict[str, str]) -> dict[str, Any]:
    return {
        "proposed": found.verdict if found.verdict in Word.values else "",
        "favours": found.favours or "",
        "reasons": [_reason(reason, rows) for reason in found.reasons],
        "evidence": _rows(found.evidence, rows),
        "missing": list(found.missing),
    }


def _reason(reason: Reason, rows: dict[str, str]) -> dict[str, Any]:
    spoken = reasons.in_every_language(reason.words)
    others = [{"language": language, "words": words} for language, words in spoken.items()]
    return {"words": reason.words, "in": others, "rows": _rows(reason.refs, rows)}


def _rows(refs: tuple[str, ...], rows: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(rows.get(each, each) for each in refs))


def _exact(score: Fraction | None) -> str:
    return "" if score is None else str(score)
