"""The day by which we answer is a promise like any other: made, put off in the open, ended by the letter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import SOFTWARE, Actor
from kept.base.refusals import NotAllowed, Refused
from kept.business.queries import get_staff, require
from kept.business.rules import Right
from kept.complaints.actions.locking import lock
from kept.complaints.deadlines import SOURCE, answer_by, answers_owed
from kept.complaints.models import Complaint, Letter, Review
from kept.customers.queries import canonical
from kept.ledger import actions as ledger
from kept.ledger.actions import ref
from kept.promises import actions as promises
from kept.promises.models import Outcome, Promise, Wish
from kept.promises.owed import Kind


class NothingOwed(Refused):
    code = "no_answer_is_owed"


class NoLaterDay(Refused):
    code = "answer_not_put_off"


def owe_answer(complaint: Complaint, *, review: Review | None = None, now: datetime) -> Promise:
    """Promise an answer within the location's working days. Once: an answer that is owed still stands."""
    about = review or complaint
    standing = answers_owed(about).open().last()
    if standing is not None:
        return standing
    location = complaint.location
    until = answer_by(location.calendar, location.complaints_within_days, now=now)
    return promises.make(_offer(complaint, about, until), by=SOFTWARE, now=now)


def answered(complaint: Complaint, letter: Letter, *, by: Actor, now: datetime) -> None:
    """The letter left: it is the answer to the complaint, and to the reviews that were made.

    On an answer that is overdue it is written down as well: how late we were.
    """
    for owed in answers_owed(complaint, *complaint.reviews.exclude(reviewed_at=None)):
        if owed.outcome in ("", Outcome.BROKEN) and not owed.facts.exists():
            sent = promises.Happened("reply_sent", now, "desk", evidence=ref(letter))
            promises.record(owed, sent, by=by, now=now)


def freed(complaint: Complaint, because: str, *, by: Actor, now: datetime) -> None:
    """The customer takes it back and wants no answer: the promises of one are released."""
    for owed in answers_owed(complaint, *complaint.reviews.all()).open():
        promises.release(owed, reason=because, wish=Wish.CUSTOMER, by=by, now=now)


@transaction.atomic
def put_off(complaint: Complaint, until: datetime, *, because: str, by: Actor, now: datetime) -> Promise:
    """Name a later day for the answer, at our wish and with the reason; the day named first counts as well.

    The oldest answer that is owed is put off. Refused without a reason, for an earlier day, and where none
    is owed. Raises NotAllowed for anybody but a person who decides complaints.
    """
    complaint = lock(complaint)
    if by.id is None or not by.is_staff:
        raise NotAllowed(_("Only a person may put an answer off."))
    require(get_staff(by.id), Right.DECIDE_COMPLAINTS)
    owed = answers_owed(complaint, *complaint.reviews.all()).open().first()
    if owed is None:
        raise NothingOwed(_("No answer is owed on this complaint."))
    if not because.strip():
        raise NoLaterDay(_("Please say why: the customer reads it."))
    if until <= max(owed.until, now):
        raise NoLaterDay(_("An answer is put off to a later day than the one we promised."))
    review = next((each for each in complaint.reviews.all() if ref(each) == owed.about), None)
    about = review or complaint
    promise = promises.replace(owed, _offer(complaint, about, until), wish=Wish.OURS, by=by, now=now)
    ledger.record(
        "answer.put_off",
        complaint,
        by=by,
        at=now,
        customer=complaint.customer_id,
        promise=promise,
        because=because.strip()[:500],
    )
    return promise


def _offer(complaint: Complaint, about: Complaint | Review, until: datetime) -> promises.Offer:
    with override(canonical(complaint.customer).language):
        words = (
            _("Somebody else looks at your complaint again and writes to you")
            if isinstance(about, Review)
            else _("We answer your complaint, with our reasons")
        )
    return promises.Offer(
        customer=complaint.customer,
        location=complaint.location,
        kind=Kind.REPLY,
        words=words,
        until=until,
        about=ref(about),
        source=SOURCE,
    )
