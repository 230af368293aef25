"""What a customer wants settled: opened by a first contact, settled, opened again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
        matter = _name(unnamed, conversation, subject, by=by, now=now)
    else:
        named = Subject(subject.kind, subject.about or own)
        matter = _touch(conversation, named, words=words, staff=staff, by=by, at=now, now=now)
    if matter is not None and staff is not None and matter.first_staff is None:
        matter.first_staff = staff
        matter.save(update_fields=["first_staff"])
        _record("matter.taken_up", matter, by=by, now=now, first=staff)
    return matter


def _latest(conversation: Conversation, about: str) -> Matter | None:
    theirs = Matter.objects.select_for_update().filter(customer__in=ids_of(conversation.customer))
    return theirs.filter(about=about).order_by("-opened_at", "-pk").first()


def _touch(
    conversation: Conversation,
    subject: Subject,
    *,
    words: str,
    staff: Staff | None,
    by: Actor,
    at: datetime,
    now: datetime,
) -> Matter | None:
    """The contact counts from ``at``: earlier than now where what it is about was said afterwards."""
    matter = _latest(conversation, subject.about)
    names = (conversation.customer.name,)
    decided = rules.touch(settled_at=matter.settled_at if matter else None, words=words, names=names, now=at)
    if decided.effect is rules.Effect.NONE:
        return None
    if matter is None or decided.effect is rules.Effect.OPENS_ANEW:
        matter = _open(conversation, subject, staff=staff, by=by, at=at, now=now)
    reopened = decided.effect is rules.Effect.REOPENS
    if reopened:
        matter.settled_at, matter.settled_by = None, ""
        matter.save(update_fields=["settled_at", "settled_by"])
        _record("matter.reopened", matter, by=by, now=now, because=decided.because, contact_at=at)
    if reopened or not matter.contacts.filter(conversation=conversation).exists():
        Contact.objects.update_or_create(
            matter=matter, conversation=conversation, at=at, defaults={"reopened": reopened}
        )
        if decided.effect is rules.Effect.JOINS:
            _record("matter.contacted", matter, by=by, now=now, conversation=conversation, contact_at=at)
    return matter


def _open(
    conversation: Conversation,
    subject: Subject,
    *,
    staff: Staff | None,
    by: Actor,
    at: datetime,
    now: datetime,
) -> Matter:
    matter = Matter.objects.create(
        customer=conversation.customer,
        kind=subject.kind,
        about=subject.about,
        opened_at=at,
        first_staff=staff,
    )
    _record("matter.opened", matter, by=by, now=now, about=subject.about, opened_at=at, first=staff)
    return matter


def _name(
    unnamed: Matter, conversation: Conversation, subject: Subject, *, by: Actor, now: datetime
) -> Matter:
    """Now we know what it is about: it joins or reopens that matter as of when it came, or takes its name."""
    if _latest(conversation, subject.about) is not None:
        at = unnamed.opened_at
        named = _touch(conversation, subject, words="", staff=None, by=by, at=at, now=now)
        if named is not None:
            _record("matter.named", unnamed, by=by, now=now, joins=named)
            unnamed.contacts.all().delete()
            unnamed.delete()
            return named
    unnamed.kind, unnamed.about = subject.kind, subject.about
    unnamed.save(update_fields=["kind", "about"])
    _record("matter.named", unnamed, by=by, now=now, about=subject.about)
    return unnamed


@transaction.atomic
def settle(matter: Matter, *, by: Actor, now: datetime) -> Matter:
    """What was wanted is done. A second time changes nothing."""
    matter = Matter.objects.select_for_update().get(pk=matter.pk)
    if matter.settled_at is None:
        matter.settled_at, matter.settled_by = now, str(by)
        matter.save(update_fields=["settled_at", "settled_by"])
        _record("matter.settled", matter, by=by, now=now, about=matter.about)
    return matter


def _record(kind: str, matter: Matter, *, by: Actor, now: datetime, **facts: Any) -> None:
    ledger.record(kind, matter, by=by, at=now, customer=matter.customer_id, **facts)
