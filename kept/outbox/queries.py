"""What waits to be sent, and what became of what was sent."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.outbox.models import Outgoing


def due(*, now: datetime, most: int = 200) -> list[int]:
    """The numbers of the mails that may be sent now, the longest waiting first."""
    return list(Outgoing.objects.due(now).values_list("pk", flat=True)[:most])


def by_mail_id(mail_id: str) -> Outgoing | None:
    return Outgoing.objects.filter(mail_id=mail_id).first() if mail_id else None


def troubled_for(staff: Staff) -> QuerySet[Outgoing]:
    """Mails that were not taken, or came back: somebody should look, the latest first."""
    require(staff, Right.READ_CONVERSATIONS)
    troubled = Q(state=Outgoing.State.FAILED) | Q(bounced_at__isnull=False)
    return Outgoing.objects.filter(troubled).order_by("-queued_at", "-pk")
