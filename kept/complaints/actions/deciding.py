"""A person decides: confirms or overrules what the desk proposed, judges conduct, agrees as the second."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import CLOCK, Actor
from kept.base.refusals import NotAllowed, Refused
from kept.business.models import Staff
from kept.business.queries import colleagues, get_staff, require
from kept.business.rules import Right
from kept.complaints import limits, slots, stakes
from kept.complaints.actions import looking
from kept.complaints.actions.locking import lock
from kept.complaints.actions.opening import AlreadyOver
from kept.complaints.models import Claim, Complaint, Verdict
from kept.complaints.queries import case_hash
from kept.complaints.words import Word
from kept.ledger import actions as ledger


class AlreadyDecided(Refused):
    code = "verdict_already_decided"


class NotProposed(Refused):
    code = "verdict_not_proposed"


class NeedsReason(Refused):
    code = "overrule_needs_reason"


class NeedsAnother(Refused):
    code = "second_person_must_be_another"


@transaction.atomic
def confirm(verdict: Verdict, *, by: Actor, now: datetime) -> Verdict:
    """A person agrees with the desk. Refused where only a person can judge, and when it is decided."""
    verdict = _lock(verdict)
    if not verdict.proposed:
        raise NotProposed(_("The desk proposes nothing here: please judge it, with a reason."))
    return _decide(verdict, verdict.proposed, "", by=by, now=now)


@transaction.atomic
def overrule(verdict: Verdict, to: str, *, because: str, by: Actor, now: datetime) -> Verdict:
    """A person judges otherwise, and says why. Refused without a reason, and when it is decided."""
    return _decide(_lock(verdict), to, _reason(because), by=by, now=now)


@transaction.atomic
def decide_conduct(verdict: Verdict, to: str, *, because: str, by: Actor, now: datetime) -> Verdict:
    """A person judges how somebody was treated, which the desk never does. Refused where it proposed one."""
    verdict = _lock(verdict)
    if verdict.proposed:
        raise NotProposed(_("The desk proposes a verdict here: confirm it, or overrule it with a reason."))
    return _decide(verdict, to, _reason(because), by=by, now=now)


@transaction.atomic
def second(verdict: Verdict, *, by: Actor, now: datetime) -> Verdict:
    """Another person agrees with a verdict against the customer above the money limit."""
    verdict = _lock(verdict)
    person = _person(by, Right.CONFIRM_AS_SECOND)
    _refuse_outdated(verdict)
    if not verdict.final or not verdict.second_needed or verdict.seconded_at is not None:
        raise NotProposed(_("This verdict waits for nobody."))
    if person == verdict.decided_by:
        raise NeedsAnother(_("The second person is somebody else than the first."))
    verdict.seconded_at, verdict.seconded_by = now, person
    verdict.save(update_fields=["seconded_at", "seconded_by"])
    _record("verdict.seconded", verdict, by=by, now=now)
    settle(verdict.claim.complaint, by=by, now=now)
    return verdict


def settle_waited(*, now: datetime) -> int:
    """Settle the complaints whose verdicts waited, on a one-person desk, long enough. Safe to run twice.

    Where the second person left before they agreed, the wait begins now.
    """
    _wait_for_nobody(now=now)
    waited = Verdict.objects.filter(
        waits_until__lte=now, seconded_at=None, claim__complaint__state=Complaint.State.PROPOSED
    )
    settled = 0
    for complaint in Complaint.objects.filter(pk__in=waited.values("claim__complaint")):
        with transaction.atomic():
            settled += settle(complaint, by=CLOCK, now=now)
    return settled


def _wait_for_nobody(*, now: datetime) -> None:
    left_alone = Verdict.objects.filter(
        second_needed=True,
        waits_until=None,
        seconded_at=None,
        claim__complaint__state=Complaint.State.PROPOSED,
    )
    for verdict in left_alone.select_related("decided_by"):
        if verdict.decided_by is not None and not somebody_else_than(verdict.decided_by):
            still = left_alone.filter(pk=verdict.pk)
            still.update(waits_until=limits.waits_until(now, somebody_else=False))


def settle(complaint: Complaint, *, by: Actor, now: datetime) -> bool:
    """Call the complaint decided once every standing claim has a verdict that counts; say whether it is."""
    complaint = lock(complaint)
    standing = [
        claim.standing for claim in complaint.claims.filter(withdrawn_at=None).prefetch_related("verdicts")
    ]
    if complaint.state != Complaint.State.PROPOSED or not standing:
        return False
    if not all(verdict is not None and verdict.stands(now) for verdict in standing):
        return False
    finals = [verdict.final for verdict in standing if verdict is not None]
    nothing = set(finals) == {Word.CLOSED_WITHOUT_FINDING}
    complaint.state = Complaint.State.CLOSED_WITHOUT_FINDING if nothing else Complaint.State.DECIDED
    complaint.closed_at, complaint.closed_by = now, str(by)
    complaint.save(update_fields=["state", "closed_at", "closed_by"])
    entry = ledger.record(
        "complaint.decided",
        complaint,
        by=by,
        at=now,
        customer=complaint.customer_id,
        verdicts=finals,
        case=case_hash(complaint),
    )
    looking.choose(complaint, entry, [verdict for verdict in standing if verdict is not None], now=now)
    return True


def _decide(verdict: Verdict, to: str, because: str, *, by: Actor, now: datetime) -> Verdict:
    complaint = verdict.claim.complaint
    person = _person(by, Right.DECIDE_COMPLAINTS)
    _refuse_outdated(verdict)
    if verdict.final:
        raise AlreadyDecided(_("This claim is decided already. A review by somebody else can change it."))
    verdict.final, verdict.because = Word(to).value, because
    if verdict.final == Word.NO_EVIDENCE != verdict.proposed:
        verdict.favours = slots.doubt_favours(verdict.claim)
    verdict.decided_at, verdict.decided_by = now, person
    verdict.second_needed = limits.needs_second(verdict.final, verdict.favours, stakes.most_of(complaint))
    if verdict.second_needed:
        verdict.waits_until = limits.waits_until(now, somebody_else=somebody_else_than(person))
    verdict.save()
    kind = "confirmed" if verdict.final == verdict.proposed else "overruled" if verdict.proposed else "given"
    _record(f"verdict.{kind}", verdict, by=by, now=now)
    settle(complaint, by=by, now=now)
    return verdict


def _refuse_outdated(verdict: Verdict) -> None:
    """The complaint is over, the customer no longer says it, or the desk has proposed anew since."""
    if verdict.claim.complaint.closed_at is not None:
        raise AlreadyOver
    if verdict.claim.withdrawn_at is not None:
        raise NotProposed(_("The customer no longer says this, so there is nothing to decide."))
    if verdict.claim.standing != verdict:
        raise NotProposed(_("There is a newer proposal on this claim."))


def somebody_else_than(person: Staff) -> bool:
    """Whether somebody else here may confirm as the second."""
    others = colleagues().exclude(pk=person.pk)
    return any(other.may(Right.CONFIRM_AS_SECOND) for other in others)


def _person(by: Actor, right: Right) -> Staff:
    if not by.is_staff or by.id is None:
        raise NotAllowed(_("Only a person may decide this."))
    person = get_staff(by.id)
    require(person, right)
    return person


def _reason(because: str) -> str:
    if not because.strip():
        raise NeedsReason(_("Please say why: the customer may read it."))
    return because.strip()[:500]


def _lock(verdict: Verdict) -> Verdict:
    claim = Claim.objects.get(pk=verdict.claim_id)
    lock(claim.complaint)
    return Verdict.objects.select_related("claim__complaint__location", "decided_by").get(pk=verdict.pk)


def _record(kind: str, verdict: Verdict, *, by: Actor, now: datetime) -> None:
    ledger.record(
        kind,
        verdict,
        by=by,
        at=now,
        customer=verdict.claim.complaint.customer_id,
        claim=verdict.claim,
        proposed=verdict.proposed,
        final=verdict.final,
        because=verdict.because,
        second_needed=verdict.second_needed,
        waits_until=verdict.waits_until,
    )
