"""Fair: complaints judged on full evidence, with reasons, in time, and not overturned; beside it the mix."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from kept.complaints.deadlines import AnswerDue, answers_due
from kept.complaints.models import Complaint, Verdict
from kept.complaints.slots import slots_filled
from kept.complaints.words import Word
from kept.scorecards import rules
from kept.scorecards.characteristics import Batch, Count

DEADLINE = timedelta(days=14)  # where no answer was promised by a day: complaints of before we did
FOUND = (Complaint.State.DECIDED, Complaint.State.CLOSED_WITHOUT_FINDING)  # by us, with reasons to send
NOT_JUDGED = {Complaint.State.SETTLED: "settled", Complaint.State.WITHDRAWN: "withdrawn"}
MOMENT = timedelta(microseconds=1)

REASONS = {
    "fair": _("On full evidence, with reasons, in time."),
    "late": _("The reasons came after the day that was promised, or not yet."),
    "doubt": _("A record of ours was missing, and the doubt did not go to the customer."),
    "overturned": _("Overturned on review."),
    "early": _("Too early to tell: it is not answered, and in time."),
    "settled": _("Settled with the customer in time: not judged, so left out."),
    "withdrawn": _("Taken back by the customer in time: not judged, so left out."),
}
MARKS = {
    "overturned": _("Overturned on review."),
    "overruled": _("A person decided otherwise than the desk proposed."),
    "looked_at": _("Judged a second time by somebody who did not know the verdict."),
    "agreed": _("The blind second look agreed."),
    "split": _("Different verdicts on its claims."),
    **{word.value: word.label for word in Word},
}


def count(batch: Batch) -> Iterator[Count]:
    """Whose it is: who decided. The policy is the first that its claims rest on.

    What was settled with the customer, or taken back, was not judged and is left out with its reason;
    a miss of before stays one. Open and not yet past the day that was promised for the answer: too early to
    tell. Marked with its verdicts, with a review that overturned it, and with the blind second look.
    """
    made = Complaint.objects.filter(pk__in=batch.numbers)
    complaints = list(
        made.prefetch_related(
            "claims__verdicts__second_look",
            "claims__relies_on__term__version",
            "claims__about",
            "letters",
            "reviews",
        )
    )
    due = answers_due(complaints)
    for complaint in complaints:
        claims = [claim for claim in complaint.claims.all() if claim.withdrawn_at is None]
        standing = [verdict for claim in claims if (verdict := claim.standing) is not None]
        late_at = _late_at(complaint, due.get(complaint.pk, []))
        reason = _reason(complaint, late=late_at is not None and late_at <= batch.now)
        early = reason == "early" or reason in NOT_JUDGED.values()
        yield Count(
            ref=f"complaint:{complaint.pk}",
            at=complaint.at,
            location=complaint.location_id,
            staff=next((v.decided_by_id for v in standing if v.decided_by_id), None),
            policy=next((rests.term.version.policy_id for c in claims for rests in c.relies_on.all()), None),
            score=None if early else rules.yes(reason == "fair"),
            reason=reason,
            marks=tuple(_marks(complaint, standing)),
            again_at=late_at if late_at is not None and late_at > batch.now else None,
        )


def not_erased(numbers: Collection[int]) -> set[int]:
    """Those of people whose evidence we still hold."""
    held = Complaint.objects.filter(pk__in=numbers, customer__erased_at=None)
    return set(held.values_list("pk", flat=True))


def _late_at(complaint: Complaint, due: Sequence[AnswerDue]) -> datetime | None:
    """The instant from which an answer is late, or was; None when all came in time."""
    if not due:
        sent = min((letter.sent_at for letter in complaint.letters.all() if letter.sent_at), default=None)
        due = [AnswerDue(f"complaint:{complaint.pk}", complaint.at + DEADLINE, sent)]
    missed = [each.until for each in due if each.answered_at is None or each.answered_at > each.until]
    if complaint.state in NOT_JUDGED and complaint.closed_at is not None:
        missed = [until for until in missed if until < complaint.closed_at]
    return min(missed) + MOMENT if missed else None


def _reason(complaint: Complaint, *, late: bool) -> str:
    if late:
        return "late"
    if complaint.state in FOUND and not slots_filled(complaint):
        return "doubt"
    if _is_overturned(complaint):
        return "overturned"
    if complaint.state in NOT_JUDGED:
        return NOT_JUDGED[Complaint.State(complaint.state)]
    return "fair" if _is_answered(complaint) else "early"


def _marks(complaint: Complaint, standing: list[Verdict]) -> Iterator[str]:
    words = {verdict.final for verdict in standing if verdict.final}
    if len(words) == 1:
        yield from words
    elif words:
        yield "split"
    if _is_overturned(complaint):
        yield "overturned"
    if any(verdict.overruled for verdict in standing):
        yield "overruled"
    looks = [look for v in standing if (look := getattr(v, "second_look", None)) is not None and look.word]
    if looks:
        yield "looked_at"
        if all(look.agrees for look in looks):
            yield "agreed"


def _is_answered(complaint: Complaint) -> bool:
    return complaint.state in FOUND and any(letter.sent_at is not None for letter in complaint.letters.all())


def _is_overturned(complaint: Complaint) -> bool:
    return any(review.upheld is False for review in complaint.reviews.all())
