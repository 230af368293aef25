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

    Refused when a colleague answered one of them before.
    """
    for (message, kind), became in made.items():
        _kept, is_new = Hearing.objects.get_or_create(
            message=message,
            kind=kind,
            defaults={"became": became, "complaint": complaint if became else None, "at": now, "by": str(by)},
        )
        if not is_new:
            raise AlreadyAnswered(_("A colleague has just answered this. Nothing was opened twice."))
