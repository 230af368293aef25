"""What a person made of the claims that the desk proposed from a message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.complaints.models import Complaint, Hearing
from kept.conversations.models import Message
from kept.ledger import actions as ledger


class AlreadyAnswered(Refused):
    code = "proposed_claim_answered"


@transaction.atomic
def answer_proposals(
    made: Mapping[tuple[Message, str], str],
    *,
    complaint: Complaint | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Keep, for each proposed claim (its message, its kind), the kind it was opened as, or "" for none.

    What counts as no complaint is an entry. Refused when a colleague answered one of them before.
    """
    for (message, kind), became in made.items():
        _kept, is_new = Hearing.objects.get_or_create(
            message=message,
            kind=kind,
            defaults={"became": became, "complaint": complaint if became else None, "at": now, "by": str(by)},
        )
        if not is_new:
            raise AlreadyAnswered(_("A colleague has just answered this. Nothing was opened twice."))
    unheard = {(message, kind) for (message, kind), became in made.items() if not became}
    for talk in {message.conversation for message, _kind in unheard}:
        ledger.record(
            "claims.turned_down",
            talk,
            by=by,
            at=now,
            customer=talk.customer_id,
            kinds=sorted(kind for message, kind in unheard if message.conversation_id == talk.pk),
        )
