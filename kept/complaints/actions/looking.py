"""A second look, blind: chosen by the ledger at the decision, given by somebody who had no part in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import CLOCK, Actor
from kept.base.refusals import NotAllowed, Refused
from kept.business.models import Staff
from kept.business.queries import get_staff, require, who_may
from kept.business.rules import Right
from kept.complaints import looks
from kept.complaints.actions.locking import lock
from kept.complaints.models import Complaint, SecondLook, SteppedBack, Verdict
from kept.complaints.words import Word
from kept.ledger import actions as ledger
from kept.ledger.models import Entry


class NothingToLookAt(Refused):
    code = "no_second_look_waits"


class NotEveryClaim(Refused):
    code = "second_look_incomplete"


def choose(complaint: Complaint, entry: Entry, decided: Sequence[Verdict], *, now: datetime) -> bool:
    """Put the decided claims up for a second look, if the decision's entry says so; say whether it does."""
    if not looks.is_chosen(entry.payload_hash):
        return False
    SecondLook.objects.bulk_create(SecondLook(verdict=verdict, chosen_at=now) for verdict in decided)
    ledger.record("look.chosen", complaint, by=CLOCK, at=now, customer=complaint.customer_id)
    return True


@transaction.atomic
def look(
    complaint: Complaint, words: Mapping[int, str], *, because: str = "", by: Actor, now: datetime
) -> list[SecondLook]:
    """Give a verdict of one's own on each claim (claim number → verdict), without having seen the first.

    It changes nothing for the customer: it is compared. Refused for whoever had a part in it, with a claim
    left out, and the second time.
    """
    complaint = lock(complaint)
    person = _person(by)
    waiting = looks.open_looks().filter(verdict__claim__complaint=complaint)
    found = list(waiting.select_related("verdict"))
    if not found:
        raise NothingToLookAt(_("This was looked at already. Thank you."))
    if looks.seen_by(person).filter(pk=complaint.pk).exists():
        raise NotAllowed(_("A second look is given by somebody who had no part in it."))
    if {each.verdict.claim_id for each in found} - set(words):
        raise NotEveryClaim(_("Please judge every claim; your choices are kept."))
    for each in found:
        each.word, each.because = Word(words[each.verdict.claim_id]).value, because.strip()[:500]
        each.looked_at, each.looked_by = now, person
        each.save(update_fields=["word", "because", "looked_at", "looked_by"])
        ledger.record(
            "look.given",
            each.verdict,
            by=by,
            at=now,
            customer=complaint.customer_id,
            word=each.word,
            alike=each.agrees,
            because=each.because,
        )
    return found


@transaction.atomic
def step_back(complaint: Complaint, *, by: Actor, now: datetime) -> None:
    """Whoever has to know what was decided gives no second look, and sees it from now on. Twice is once.

    The look is a colleague's at once, and never again theirs, however often it is decided anew. Refused
    where none waits for this person. The entry says how many colleagues are ``left`` to give it.
    """
    complaint = lock(complaint)
    person = _person(by)
    if SteppedBack.objects.filter(complaint=complaint, staff=person).exists():
        return
    if not looks.blind_to(person, [complaint.pk]):
        raise NothingToLookAt(_("No second look waits for you here."))
    SteppedBack.objects.create(complaint=complaint, staff=person, at=now)
    others = who_may(Right.DECIDE_COMPLAINTS, but=person)
    left = sum(complaint.pk in looks.blind_to(other, [complaint.pk]) for other in others)
    ledger.record("look.stepped_back", complaint, by=by, at=now, customer=complaint.customer_id, left=left)


def _person(by: Actor) -> Staff:
    if not by.is_staff or by.id is None:
        raise NotAllowed(_("Only a person may judge this."))
    person = get_staff(by.id)
    require(person, Right.DECIDE_COMPLAINTS)
    return person
