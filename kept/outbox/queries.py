"""What waits to be sent, and what became of what was sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.base.refusals import NotFound
from kept.business.models import Staff
from kept.business.queries import require
from kept.business.rules import Right
from kept.outbox.models import Enclosure, Outgoing


def next_due(*, now: datetime) -> int | None:
    """The number of the mail that leaves next; None while nothing is due."""
    return Outgoing.objects.due(now).values_list("pk", flat=True).first()


def get_outgoing(pk: int) -> Outgoing:
    """A mail with the files that go with it, for whoever sends it."""
    return Outgoing.objects.prefetch_related("enclosures").get(pk=pk)


def to_make(outgoing: Outgoing) -> QuerySet[Enclosure]:
    """The files of a mail that are still to be made, in the order in which they were asked for."""
    return Enclosure.objects.filter(outgoing=outgoing, content=None).order_by("pk")


def papers_for(customers: Collection[int]) -> QuerySet[Enclosure]:
    """What we made and sent to these customers, newest first; without the bytes."""
    mine = Enclosure.objects.filter(outgoing__customer__in=customers, content__isnull=False)
    return mine.exclude(made_from="").select_related("outgoing").defer("content").order_by("-pk")


def get_paper_for(staff: Staff, pk: int) -> Enclosure:
    """A paper that we made for somebody, for who may read what we write to customers."""
    require(staff, Right.READ_CONVERSATIONS)
    found = Enclosure.objects.filter(pk=pk, content__isnull=False).exclude(made_from="").first()
    if found is None:
        raise NotFound(_("There is no such paper."))
    return found


def by_mail_id(mail_id: str) -> Outgoing | None:
    return Outgoing.objects.filter(mail_id=mail_id).first() if mail_id else None


def troubled_for(staff: Staff) -> QuerySet[Outgoing]:
    """Mails that were not taken, came back, or wait for something to be put right; the latest first."""
    require(staff, Right.READ_CONVERSATIONS)
    troubled = Outgoing.objects.exclude(last_error="").select_related("customer")
    return troubled.order_by("-queued_at", "-pk")


def get_troubled_for(staff: Staff, pk: int) -> Outgoing:
    """One of them, to be tried again. Raises NotFound for any other mail."""
    require(staff, Right.WRITE_CONVERSATIONS)
    found = troubled_for(staff).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("This mail has left, or there is none with this number."))
    return found
