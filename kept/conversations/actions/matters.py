"""What a customer wants settled: opened by a first contact, settled, opened again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kept.base.actors import Actor
from kept.business.models import Staff
from kept.conversations import rules
from kept.conversations.models import Contact, Conversation, Matter
from kept.customers.queries import ids_of
from kept.ledger import actions as ledger


@dataclass(frozen=True)
class Subject:
    """What a contact is about: a kind ("delivery"), and the row ("order:12") as soon as it is known."""

    kind: str
    about: str = ""


@transaction.atomic
def touch(
    conversation: Conversation,
    subject: Subject,
    *,
    words: str = "",
    staff: Staff | None = None,
    by: Actor,
    now: datetime,
) -> Matter | None:
    """A conversation touches what its customer wants settled: the open matter, or one that it opens (again).

    While nobody has said what it is about, the conversation is its own subject; said later, the contact
    counts from when it came. None is answered for pure thanks: they touch nothing.
    """
    own = f"conversation:{conversation.pk}"
    unnamed = _latest(conversation, own) if subject.about else None
    matter: Matter | None
    if unnamed is not None and unnamed.settled_at is None:
        matter = _name(unnamed, conversation, subject, by=by)
    else:
        matter = _touch(conversation, subject.kind, subject.about or own, words=words, by=by, now=now)
    if matter is not None and staff is not None and matter.first_staff is None:
        matter.first_staff = staff
        matter.save(update_fields=["first_staff"])
    return matter


def _latest(conversation: Conversation, about: str) -> Matter | None:
    theirs = Matter.objects.select_for_update().filter(customer__in=ids_of(conversation.customer))
    return theirs.filter(about=about).order_by("-opened_at", "-pk").first()


def _touch(
    conversation: Conversation, kind: str, about: str, *, words: str, by: Actor, now: datetime
) -> Matter | None:
    matter = _latest(conversation, about)
    names = (conversation.customer.name,)
    decided = rules.touch(settled_at=matter.settled_at if matter else None, words=words, names=names, now=now)
    if decided.effect is rules.Effect.NONE:
        return None
    if matter is None or decided.effect is rules.Effect.OPENS_ANEW:
        matter = Matter.objects.create(customer=conversation.customer, kind=kind, about=about, opened_at=now)
    reopened = decided.effect is rules.Effect.REOPENS
    if reopened:
        matter.settled_at, matter.settled_by = None, ""
        matter.save(update_fields=["settled_at", "settled_by"])
        ledger.record(
            "matter.reopened", matter, by=by, at=now, customer=matter.customer_id, because=decided.because
        )
    if reopened or not matter.contacts.filter(conversation=conversation).exists():
        Contact.objects.update_or_create(
            matter=matter, conversation=conversation, at=now, defaults={"reopened": reopened}
        )
    return matter


def _name(unnamed: Matter, conversation: Conversation, subject: Subject, *, by: Actor) -> Matter:
    """Now we know what it is about: it joins or reopens that matter as of when it came, or takes its name."""
    if _latest(conversation, subject.about) is not None:
        named = _touch(conversation, subject.kind, subject.about, words="", by=by, now=unnamed.opened_at)
        if named is not None:
            unnamed.contacts.all().delete()
            unnamed.delete()
            return named
    unnamed.kind, unnamed.about = subject.kind, subject.about
    unnamed.save(update_fields=["kind", "about"])
    return unnamed


@transaction.atomic
def settle(matter: Matter, *, by: Actor, now: datetime) -> Matter:
    """What was wanted is done. A second time changes nothing."""
    matter = Matter.objects.select_for_update().get(pk=matter.pk)
    if matter.settled_at is None:
        matter.settled_at, matter.settled_by = now, str(by)
        matter.save(update_fields=["settled_at", "settled_by"])
        ledger.record(
            "matter.settled", matter, by=by, at=now, customer=matter.customer_id, about=matter.about
        )
    return matter
