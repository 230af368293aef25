"""The letter: drafted by the desk, made good by a person, and noted as sent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.complaints import limits, queries
from kept.complaints.actions import owing
from kept.complaints.actions.locking import lock
from kept.complaints.letter import LONGEST
from kept.complaints.letter_words import FORBIDDEN
from kept.complaints.models import Complaint, Letter
from kept.ledger import actions as ledger
from kept.outbox.models import Outgoing


class LetterTooLong(Refused):
    code = "letter_too_long"


class LetterBlames(Refused):
    code = "letter_blames"


class LetterLeft(Refused):
    code = "letter_left_already"


@transaction.atomic
def draft_letter(complaint: Complaint, text: str, *, language: str, by: Actor, now: datetime) -> Letter:
    """Put the letter down, over a draft that was not sent yet."""
    complaint = lock(complaint)
    letter = complaint.letters.filter(sent_at=None).first() or Letter(complaint=complaint)
    letter.text, letter.language, letter.drafted_at, letter.edited_by = text, language, now, str(by)
    letter.save()
    return letter


@transaction.atomic
def edit_letter(letter: Letter, text: str, *, by: Actor, now: datetime) -> Letter:
    """A person changes the words. Refused when too long, when it blames, and when it was sent."""
    lock(letter.complaint)
    letter = Letter.objects.get(pk=letter.pk)
    if letter.sent_at is not None:
        raise LetterLeft(_("This letter has left already."))
    refuse_unsendable(text)
    letter.text, letter.edited_by, letter.drafted_at = text, str(by), now
    letter.save(update_fields=["text", "edited_by", "drafted_at"])
    return letter


@transaction.atomic
def letter_left(letter: Letter, outgoing: Outgoing, *, by: Actor, now: datetime) -> Letter:
    """The letter is in the outbox: the answer we owed. To a finding the customer may answer for a while."""
    complaint = lock(letter.complaint)
    letter = Letter.objects.get(pk=letter.pk)
    if letter.sent_at is not None:
        raise LetterLeft(_("This letter has left already."))
    refuse_unsendable(letter.text)
    letter.sent_at, letter.outgoing = now, outgoing
    letter.save(update_fields=["sent_at", "outgoing"])
    if complaint.has_finding:
        complaint.answer_until = max([now + limits.MAY_ANSWER_FOR, *_promised_days(complaint)])
        complaint.save(update_fields=["answer_until"])
    ledger.record(
        "letter.sent",
        letter,
        by=by,
        at=now,
        customer=complaint.customer_id,
        complaint=complaint,
        text=letter.text,
        outgoing=outgoing,
    )
    owing.answered(complaint, letter, by=by, now=now)
    return letter


def _promised_days(complaint: Complaint) -> list[datetime]:
    """When what we promised is due: the letter names the first of these as the day to answer by."""
    finding = queries.newest_finding(complaint)
    return [] if finding is None else [promise.until for promise in queries.mended_by(finding)]


def refuse_unsendable(text: str) -> None:
    """At most 150 words, and none of the sentences that we never say (DOMAIN §6)."""
    words = len(text.split())
    if words > LONGEST:
        raise LetterTooLong(
            _("A letter has at most %(most)d words; this one has %(words)d. Your text is kept.")
            % {"most": LONGEST, "words": words}
        )
    said = next((phrase for phrase in FORBIDDEN if phrase in " ".join(text.lower().split())), None)
    if said:
        raise LetterBlames(_("We never write “%(phrase)s”. Your text is kept.") % {"phrase": said})
