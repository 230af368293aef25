"""A complaint as its page shows it: claims with reasons that open rows, the three gaps, the promise lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kept.business.rules import Right
from kept.complaints import queries, reasons, slots, stakes
from kept.complaints.deadlines import answers_owed
from kept.complaints.rules.gaps import Gaps
from kept.complaints.words import Word
from kept.desk import ladder
from kept.promises import queries as promises
from kept.web.complaints.rows import Opened, opened
from kept.web.desk import lines
from kept.web.promise_line import State

if TYPE_CHECKING:
    from kept.business.models import Staff
    from kept.complaints.models import Claim, Complaint, Finding, Verdict
    from kept.promises.models import Promise

SHAPES = {
    Word.EXPECTATION_GAP: State.KEPT,
    Word.CONDUCT: State.TOLD,
    Word.NO_EVIDENCE: State.TOLD,
    Word.CLOSED_WITHOUT_FINDING: State.RELEASED,
}
THIRD: dict[str | None, Lazy] = {
    "expectation gap": _("Expectation gap"),
    "goodwill": _("Goodwill"),
    None: _("What remains"),
}
OUTCOMES: dict[str, Lazy] = {
    "exceeded": _("exceeded"),
    "met": _("met"),
    "missed": _("missed"),
    "unknown": _("unknown"),
}


@dataclass(frozen=True)
class Reason:
    words: str
    rows: tuple[Opened, ...]


@dataclass(frozen=True)
class ShownClaim:
    """One claim with the verdict that counts, and what this person may do about it."""

    claim: Claim
    verdict: Verdict | None
    word: str
    shape: State
    reasons: tuple[Reason, ...]
    slots: slots.Slots
    may_decide: bool
    may_second: bool


@dataclass(frozen=True)
class Gap:
    """One of the three: its width in per cent of all that was lost, and the figure, never rounded away."""

    kind: str
    words: str
    width: str
    figure: str


def page(complaint: Complaint, staff: Staff, *, now: datetime) -> dict[str, Any]:
    """Everything the complaint's page shows to this person."""
    finding = queries.newest_finding(complaint)
    claims = [claim for claim in complaint.claims.all() if claim.withdrawn_at is None]
    rows = opened(
        row for claim in claims if claim.standing for each in claim.standing.reasons for row in each["rows"]
    )
    filled = slots.of_complaint(complaint)
    open_still = complaint.closed_at is None
    return {
        "complaint": complaint,
        "stake": stakes.of(complaint),
        "customer": complaint.customer,
        "zone": complaint.location.zone,
        "finding": finding,
        "claims": [_claim(claim, staff, rows, filled[claim.pk], open_still=open_still) for claim in claims],
        "withdrawn": [claim for claim in complaint.claims.all() if claim.withdrawn_at is not None],
        "gaps": gaps(finding) if finding else [],
        "against": OUTCOMES[finding.outcome_against_expectation] if finding else "",
        "lines": _with_wishes(queries.promises_in(finding), complaint, now=now) if finding else [],
        "mended": lines.shown(queries.mended_by(finding), now=now) if finding else [],
        "owed": lines.shown(answers_owed(complaint, *complaint.reviews.all()), now=now),
        "ladder": ladder.of(complaint, finding, staff=staff, now=now) if finding else None,
        "decided_before": _decided_before(claims),
        "reopenings": list(complaint.reopenings.all()),
        "letter": complaint.letters.order_by("-pk").first(),
        "answer": getattr(complaint, "answer", None),
        "reviews": complaint.reviews.select_related("reviewer").order_by("pk"),
        "open_still": open_still,
        "words": Word.choices,
        "now": now,
    }


def gaps(finding: Finding) -> list[Gap]:
    """The three gaps with their bars. Empty without a scope.

    The third is called expectation gap, or goodwill below zero, only above one star (DOMAIN §5).
    """
    if not finding.kept_score:
        return []
    found = Gaps(
        Fraction(finding.service_gap), Fraction(finding.disclosure_gap), Fraction(finding.expectation_gap)
    )
    third = "goodwill" if found.expectation < 0 else "expectation"
    return [
        _gap("service", _("Service gap"), found.service),
        _gap("disclosure", _("Disclosure gap"), found.disclosure),
        _gap(third, THIRD[found.label], abs(found.expectation)),
    ]


def figure(value: Fraction) -> str:
    """0, 1, or up to three decimals; what does not fit is marked as about."""
    text = f"{float(value):.3f}".rstrip("0").rstrip(".")
    return text if Fraction(text) == value else f"≈ {text}"


def _with_wishes(found: Iterable[Promise], complaint: Complaint, *, now: datetime) -> list[lines.Shown]:
    """The lines, with the hour that was wished for: an expectation that was missed can be seen there."""
    wished = promises.wishes_of(complaint.customer).exclude(wished_at=None).order_by("at")
    hours = {wish.about: wish.wished_at for wish in wished}
    return [lines.Shown(each, lines.line_of(each, now=now, wish_at=hours.get(each.about))) for each in found]


def _gap(kind: str, words: Lazy, value: Fraction) -> Gap:
    return Gap(kind, str(words), f"{_percent(value)}%", figure(value))


def _percent(value: Fraction) -> str:
    return f"{100 * float(value):.2f}".rstrip("0").rstrip(".")


def _claim(
    claim: Claim, staff: Staff, rows: Mapping[str, Opened], filled: slots.Slots, *, open_still: bool
) -> ShownClaim:
    verdict = claim.standing
    counted = verdict.final or verdict.proposed if verdict else ""
    second = verdict is not None and verdict.second_needed and verdict.seconded_at is None
    return ShownClaim(
        claim=claim,
        verdict=verdict,
        word=str(Word(counted).label) if counted else str(_("A person has to judge this")),
        shape=SHAPES.get(Word(counted), State.BROKEN) if counted else State.MADE,
        reasons=_reasons(verdict, rows),
        slots=filled,
        may_decide=open_still and verdict is not None and not verdict.final,
        may_second=bool(
            open_still
            and second
            and verdict
            and verdict.decided_by_id != staff.pk
            and staff.may(Right.CONFIRM_AS_SECOND)
        ),
    )


def _reasons(verdict: Verdict | None, rows: Mapping[str, Opened]) -> tuple[Reason, ...]:
    found: Iterable[Any] = verdict.reasons if verdict else ()
    language = get_language() or "en"
    return tuple(
        Reason(reasons.as_kept(each, language), _each_place_once(rows[row] for row in each["rows"]))
        for each in found
    )


def _each_place_once(found: Iterable[Opened]) -> tuple[Opened, ...]:
    """Forty lines of one conversation are opened by one link."""
    return tuple({(each.address, each.words): each for each in found}.values())


def _decided_before(claims: Iterable[Claim]) -> list[Verdict]:
    """What people decided on these claims before the verdict that counts now, oldest first."""
    return [
        verdict
        for claim in claims
        for verdict in sorted(claim.verdicts.all(), key=lambda each: each.pk)
        if verdict.final and verdict != claim.standing
    ]
