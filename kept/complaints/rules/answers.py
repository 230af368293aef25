"""What the judge answers: a verdict per claim, the figures, the reasons, and the evidence they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal

from kept.complaints.fields import ClaimKind
from kept.complaints.rules.gaps import Gaps
from kept.complaints.rules.kinds import Remedy
from kept.policies.rules import Reason
from kept.promises.rules import Standing

Favours = Literal["customer", "nobody"]
Outcome = Literal["exceeded", "met", "missed", "unknown"]


class Verdict(StrEnum):
    RULE_BREACH = "rule_breach"
    SERVICE_FAILURE = "service_failure"
    NO_EVIDENCE = "no_evidence"
    NOT_TOLD = "not_told"
    CONDUCT = "conduct"  # only a person issues it
    EXPECTATION_GAP = "expectation_gap"
    SPLIT = "split"  # a complaint only
    CLOSED_WITHOUT_FINDING = "closed_without_finding"
    WITHDRAWN = "withdrawn"  # the customer's act, never the judge's


@dataclass(frozen=True)
class Judged:
    """A person's word on one claim: their name and their reason. The judge itself never has one."""

    who: str
    because: str


@dataclass(frozen=True)
class ClaimAnswer:
    """One claim judged. ``verdict`` None: a person has to judge it. ``missing`` names the empty slots.

    ``judged`` is there once a person judged it for themselves, with a reason.
    """

    kind: ClaimKind
    verdict: Verdict | None
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...] = ()
    favours: Favours | None = None
    judged: Judged | None = None

    @property
    def evidence(self) -> tuple[str, ...]:
        """Every piece of evidence that the reasons rest on, each once, in order."""
        return tuple(dict.fromkeys(ref for reason in self.reasons for ref in reason.refs))

    @property
    def for_the_customer(self) -> bool:
        """Whether something is to be made good: we broke, did not record, or did not tell."""
        ours = (Verdict.RULE_BREACH, Verdict.SERVICE_FAILURE, Verdict.NOT_TOLD, Verdict.CONDUCT)
        return self.verdict in ours or self.favours == "customer"

    def as_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "kind": self.kind,
            "verdict": None if self.verdict is None else self.verdict.value,
            "reasons": [reason.words for reason in self.reasons],
            "evidence": list(self.evidence),
            "missing": list(self.missing),
        }
        return found if self.favours is None else found | {"favours": self.favours}


@dataclass(frozen=True)
class ProposedRemedy:
    """A usual remedy for one claim, proposed; a person decides. ``claim`` counts from 0."""

    claim: int
    remedy: Remedy


@dataclass(frozen=True)
class Answer:
    """A complaint judged. ``K`` and the gaps are None where nothing is in scope; ``k`` is 1 or 0."""

    claims: tuple[ClaimAnswer, ...]
    verdict: Verdict | None
    kept: Fraction | None
    told: int
    rating: Fraction
    rating_imputed: bool
    gaps: Gaps | None
    outcome: Outcome
    needs_person: bool
    remedies: tuple[ProposedRemedy, ...]
    standings: tuple[Standing, ...]

    def as_dict(self) -> dict[str, Any]:
        """The answer in the form of DOMAIN §10, numbers unrounded, with a few fields of our own after it."""
        gaps = self.gaps
        return {
            "claims": [claim.as_dict() for claim in self.claims],
            "verdict": None if self.verdict is None else self.verdict.value,
            "K": None if self.kept is None else float(self.kept),
            "k": self.told,
            "r": None if gaps is None else float(self.rating),
            "service_gap": None if gaps is None else float(gaps.service),
            "disclosure_gap": None if gaps is None else float(gaps.disclosure),
            "expectation_gap": None if gaps is None else float(gaps.expectation),
            "outcome_against_expectation": self.outcome,
            "needs_person": self.needs_person,
            "remedies": [
                {"claim": each.claim, "kind": each.remedy.code, "words": each.remedy.words["en"]}
                for each in self.remedies
            ],
            "label": None if gaps is None else gaps.label,
            "rating_imputed": self.rating_imputed,
            "scope": [
                {
                    "promise": each.promise.id,
                    "state": each.state.value,
                    "score": None if each.score is None else float(each.score),
                    "because": each.because,
                }
                for each in self.standings
            ],
        }
