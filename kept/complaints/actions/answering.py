"""The customer's turn: one answer before it is final, and a review by somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import CLOCK, Actor
from kept.base.refusals import NotAllowed, Refused
from kept.business.models import Staff
from kept.business.queries import get_staff, require, who_may
from kept.business.rules import Right
from kept.complaints import limits, slots, stakes
from kept.complaints.actions import owing
from kept.complaints.actions.locking import lock
from kept.complaints.models import Answer, Claim, Complaint, Review, Verdict
from kept.complaints.words import Word
from kept.ledger import actions as ledger


class AnsweredAlready(Refused):
    code = "complaint_answered_already"


class Final(Refused):
    code = "complaint_is_final"


class ReviewPending(Refused):
    code = "review_pending"


class NotReviewable(Refused):
    code = "nothing_to_review"


class NeedsSecond(Refused):
    code = "review_needs_second_person"


@transaction.atomic
def answer_once(complaint: Complaint, words: str, *, by: Actor, now: datetime) -> Answer:
    """The customer says something to the verdict, and a person looks again.

    Refused the second time, and once it is final.
    """
    complaint = lock(complaint)
    if Answer.objects.filter(complaint=complaint).exists():
        raise AnsweredAlready(_("Your answer is with us already. You may ask for a review by somebody else."))
    over = complaint.closed_at is not None and not complaint.has_finding
    if over or complaint.is_final(now):
        raise Final(_("This is final by now. You may ask for a review by somebody else."))
    answer = Answer.objects.create(complaint=complaint, words=words, at=now, by=str(by))
    if complaint.has_finding:
        complaint.state, complaint.closed_at, complaint.closed_by = Complaint.State.OPEN, None, ""
        complaint.save(update_fields=["state", "closed_at", "closed_by"])
    ledger.record("complaint.answered", complaint, by=by, at=now, customer=complaint.customer_id, words=words)
    owing.owe_answer(complaint, now=now)
    return answer


@transaction.atomic
def ask_review(complaint: Complaint, words: str = "", *, by: Actor, now: datetime) -> Review:
    """The customer wants somebody else to look. Refused before a decision, and while one is being made."""
    complaint = lock(complaint)
    if not complaint.has_finding:
        raise NotReviewable(_("There is no decision yet that somebody else could review."))
    if complaint.reviews.filter(reviewed_at=None).exists():
        raise ReviewPending(_("Somebody else is looking at it already."))
    review = Review.objects.create(complaint=complaint, words=words, asked_at=now, asked_by=str(by))
    ledger.record("review.asked", review, by=by, at=now, customer=complaint.customer_id, words=words)
    owing.owe_answer(complaint, review=review, now=now)
    return review


@transaction.atomic
def review(
    asked: Review, *, because: str, changed: Mapping[int, str] | None = None, by: Actor, now: datetime
) -> Review:
    """Somebody else has looked: the verdicts stand, or are ``changed`` (claim number → verdict), and why.

    Refused for whoever decided, closed or reviewed it before, without a reason, when it was reviewed already,
    while it is being decided anew, and for a verdict against the customer that a second person would have to
    agree with. Where nobody else is left, the same person looks again a day later
    (DOMAIN §6: on a one-person desk a wait and the offer of a review stand in for the second person).
    """
    complaint = lock(asked.complaint)
    asked = Review.objects.get(pk=asked.pk)
    person = get_staff(by.id) if by.is_staff and by.id is not None else None
    if person is None:
        raise NotAllowed(_("Only a person may review this."))
    require(person, Right.DECIDE_COMPLAINTS)
    if asked.reviewed_at is not None:
        raise NotReviewable(_("This was reviewed already."))
    if not complaint.has_finding:
        raise NotReviewable(_("It is being decided anew; that comes first."))
    if not because.strip():
        raise NotReviewable(_("Please say why: the customer may read it."))
    claims = list(complaint.claims.filter(withdrawn_at=None).prefetch_related("verdicts"))
    _refuse_same_person(person, complaint, claims, now)
    asked.reviewer, asked.reviewed_at, asked.because = person, now, because.strip()[:500]
    asked.upheld = not changed
    asked.save()
    for claim in claims:
        if changed and claim.pk in changed:
            _change(claim, changed[claim.pk], asked, person, now)
    if changed and complaint.state == Complaint.State.CLOSED_WITHOUT_FINDING:
        complaint.state = Complaint.State.DECIDED
        complaint.save(update_fields=["state"])
    ledger.record(
        "review.made",
        asked,
        by=by,
        at=now,
        customer=complaint.customer_id,
        upheld=asked.upheld,
        because=asked.because,
        changed={str(pk): word for pk, word in (changed or {}).items()},
    )
    return asked


def _refuse_same_person(person: Staff, complaint: Complaint, claims: Sequence[Claim], now: datetime) -> None:
    """Whoever had a say reviews only where everybody who may has had one, and a day later."""
    said = dict(_said(complaint, claims))
    if person.pk not in said:
        return
    if any(other.pk not in said for other in who_may(Right.DECIDE_COMPLAINTS, but=person)):
        raise NotAllowed(_("A review is made by somebody who has not decided on it before."))
    if now < max(said.values()) + limits.ALONE_WAITS:
        raise NotAllowed(_("Nobody else is here to review it. You can look at it again after a day."))


def _said(complaint: Complaint, claims: Sequence[Claim]) -> Iterator[tuple[int, datetime]]:
    """Who decided, agreed, reviewed or closed it without a finding, by number, and when."""
    for verdict in (verdict for claim in claims for verdict in claim.verdicts.all()):
        for who in (verdict.decided_by_id, verdict.seconded_by_id):
            if who is not None and verdict.decided_at is not None:
                yield who, verdict.decided_at
    for review in complaint.reviews.exclude(reviewed_at=None):
        if review.reviewer_id is not None and review.reviewed_at is not None:
            yield review.reviewer_id, review.reviewed_at
    closer = Actor.parse(complaint.closed_by) if complaint.closed_by else CLOCK
    if closer.is_staff and closer.id is not None and complaint.closed_at is not None:
        yield closer.id, complaint.closed_at


def _change(claim: Claim, word: str, asked: Review, person: Staff, now: datetime) -> Verdict:
    """A new verdict of the reviewer's stands in front of the old one, which stays on record."""
    before = claim.standing
    if before is None:
        raise NotReviewable(_("There is no decision yet that somebody else could review."))
    favours = before.favours
    if word == Word.NO_EVIDENCE != before.final:
        favours = slots.doubt_favours(claim)
    if limits.turns_against(before.final, word, favours, stakes.most_of(claim.complaint)):
        raise NeedsSecond(
            _(
                "So much is at stake that one person does not turn this against the customer. Let it stand; "
                "it can be opened again afterwards and decided with a second person."
            )
        )
    return Verdict.objects.create(
        claim=claim,
        finding=before.finding,
        review=asked,
        proposed=before.proposed,
        favours=favours,
        reasons=before.reasons,
        evidence=before.evidence,
        missing=before.missing,
        final=Word(word).value,
        because=asked.because,
        decided_at=now,
        decided_by=person,
    )
