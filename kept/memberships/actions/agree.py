"""Agreeing: what was shown and ticked is kept, and whoever asked to join on the page is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import CLOCK, SOFTWARE, Actor
from kept.base.refusals import Refused
from kept.ledger import actions as ledger
from kept.memberships.models import Consent, Membership, Plan, PlanAddOn, SignUp
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing

HOLDS = timedelta(days=7)  # a letter that nobody confirms binds nothing after it


class TooLate(Refused):
    code = "sign_up_too_late"


@dataclass(frozen=True)
class Agreed:
    """What stood before the customer, and what they ticked; see ``models.Consent``."""

    place: str
    language: str
    shown: dict[str, Any]
    mark: str
    ticked: Sequence[str]
    ticked_at: datetime
    handed_over: bool = False
    confirmed_at: datetime | None = None


@dataclass(frozen=True)
class Asker:
    """Whoever typed this; nobody knows yet whether the mailbox is theirs. Address and number are normal."""

    name: str
    email: str
    phone: str = ""


@transaction.atomic
def consent(membership: Membership, agreed: Agreed, *, by: Actor, now: datetime) -> Consent:
    """Keep what was agreed to. The row never changes and never goes: it outlasts any duty to keep."""
    kept = Consent.objects.create(
        membership=membership,
        place=agreed.place,
        language=agreed.language,
        shown=agreed.shown,
        mark=agreed.mark,
        ticked=list(agreed.ticked),
        ticked_at=agreed.ticked_at,
        handed_over=agreed.handed_over,
        confirmed_at=agreed.confirmed_at,
        recorded_at=now,
        by=str(by),
    )
    ledger.record(
        "membership.consented",
        membership,
        by=by,
        at=now,
        customer=membership.customer_id,
        place=kept.place,
        language=kept.language,
        shown=kept.shown,
        ticked=kept.ticked,
        ticked_at=kept.ticked_at,
        handed_over=kept.handed_over,
        confirmed_at=kept.confirmed_at,
    )
    return kept


@transaction.atomic
def ask_to_join(
    asker: Asker,
    agreed: Agreed,
    *,
    plan: Plan,
    add_ons: Sequence[PlanAddOn] = (),
    began_at: datetime,
    now: datetime,
) -> SignUp:
    """Somebody read the terms on the page and ticked them. The entry names no person: it may be anybody."""
    asked = SignUp.objects.create(
        plan=plan,
        name=asker.name,
        email=asker.email,
        phone=asker.phone,
        language=agreed.language,
        shown=agreed.shown,
        mark=agreed.mark,
        ticked=list(agreed.ticked),
        began_at=began_at,
        ticked_at=agreed.ticked_at,
        until=now + HOLDS,
    )
    asked.add_ons.set(add_ons)
    ledger.record(
        "joining.ticked", asked, by=SOFTWARE, at=now, plan=plan, shown=asked.shown, ticked=asked.ticked
    )
    return asked


@transaction.atomic
def letter_queued(asked: SignUp, letter: Outgoing) -> SignUp:
    """The contract leaves with this letter; only a button behind its link can join them."""
    asked.letter = letter
    asked.save(update_fields=["letter"])
    return asked


@transaction.atomic
def confirmed(asked: SignUp, membership: Membership, *, now: datetime) -> SignUp:
    """The button was pressed, and this membership came of it. Refused when the letter's time is over."""
    asked = lock(asked)
    if not asked.waits(now):
        raise TooLate(
            _("This letter has had its time. Nothing was bound; please choose your plan once more.")
        )
    asked.confirmed_at, asked.membership = now, membership
    asked.save(update_fields=["confirmed_at", "membership"])
    return asked


@transaction.atomic
def forget_unconfirmed(*, now: datetime) -> int:
    """Nobody pressed the button in time: what was typed goes, its letter too, and the row says so.

    Answers how many. Safe to run twice.
    """
    late = SignUp.objects.select_for_update().filter(confirmed_at=None, forgotten_at=None, until__lte=now)
    found = list(late)
    for asked in found:
        asked.name = asked.email = asked.phone = ""
        asked.forgotten_at = now
        asked.save(update_fields=["name", "email", "phone", "forgotten_at"])
        if asked.letter_id is not None:
            outbox.forget_mail(asked.letter_id, now=now)
        ledger.record("joining.lapsed", asked, by=CLOCK, at=now, ticked_at=asked.ticked_at)
    return len(found)


def lock(asked: SignUp) -> SignUp:
    """The sign-up as it stands now; two of one mailbox wait for each other, so that it is one person's."""
    list(SignUp.objects.select_for_update().filter(email=asked.email).order_by("pk"))
    return (
        SignUp.objects.select_for_update(of=("self",))
        .select_related("plan__location", "membership", "letter")
        .get(pk=asked.pk)
    )
