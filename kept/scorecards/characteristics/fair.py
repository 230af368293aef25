"""Fair: complaints judged on full evidence, with reasons, in time, and not overturned; beside it the mix."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kept.base.periods import Period
from kept.complaints.models import Claim, Complaint
from kept.complaints.words import Word
from kept.scorecards import rules
from kept.scorecards.characteristics import Counted
from kept.scorecards.rules import Listed, Row

DEADLINE = timedelta(days=14)  # our choice: DOMAIN §7 names a deadline and no length
COUNTED = (Complaint.State.OPEN, Complaint.State.PROPOSED, Complaint.State.DECIDED)


def count(period: Period, *, now: datetime) -> Counted:
    """Complaints of the period; those open and not yet past the deadline are too early to tell, and named."""
    made = Complaint.objects.filter(at__gte=period.starts_at, at__lt=period.ends_at, state__in=COUNTED)
    rows, pending, overturned = [], [], []
    for complaint in made.prefetch_related("claims__verdicts", "letters", "reviews").order_by("at", "pk"):
        ref = f"complaint:{complaint.pk}"
        miss = _miss(complaint, now)
        if miss is None and not _is_answered(complaint):
            pending.append(ref)
            continue
        overturned.append(_is_overturned(complaint))
        rows.append(Row(ref, rules.yes(miss is None), miss or _("On full evidence, with reasons, in time.")))
    return Counted(Listed.of(rows), (rules.share(overturned),), tuple(pending))


def _miss(complaint: Complaint, now: datetime) -> str | None:
    sent = [letter.sent_at for letter in complaint.letters.all() if letter.sent_at is not None]
    if min(sent, default=now) - complaint.at > DEADLINE:
        return _("The reasons came later than 14 days, or not yet.")
    if any(_doubt_held_against(claim) for claim in complaint.claims.all() if claim.withdrawn_at is None):
        return _("A record of ours was missing, and the doubt did not go to the customer.")
    if _is_overturned(complaint):
        return _("Overturned on review.")
    return None


def _is_answered(complaint: Complaint) -> bool:
    return complaint.state == Complaint.State.DECIDED and any(
        letter.sent_at is not None for letter in complaint.letters.all()
    )


def _doubt_held_against(claim: Claim) -> bool:
    """Whether a person decided against the customer although a record that we owed was missing."""
    standing = claim.standing
    if standing is None or not standing.missing or standing.favours != "customer":
        return False
    return standing.final == Word.EXPECTATION_GAP


def _is_overturned(complaint: Complaint) -> bool:
    return any(review.upheld is False for review in complaint.reviews.all())
