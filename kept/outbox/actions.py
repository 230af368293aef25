"""Queueing what is to be sent, and noting what the other side answered."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from kept.base.actors import Actor
from kept.base.refusals import Refused
from kept.customers.models import Customer
from kept.customers.rules import ERASED, normal_email
from kept.outbox import rules
from kept.outbox.models import Enclosure, Outgoing

LONGEST_REFERENCES = 20  # the first and the latest are what mail programs thread by


class UnsafeHeader(Refused):
    code = "outbox_unsafe_header"


@dataclass(frozen=True)
class Thread:
    """Where a mail stands in an exchange: its own id, where answers go, and what it answers.

    Ids stand without angle brackets. Raises UnsafeHeader for anything that would break out of its header.
    """

    mail_id: str
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for one in (self.mail_id, self.reply_to, self.in_reply_to, *self.references):
            if not rules.fits_mail_id(one):
                raise UnsafeHeader(_("“%(id)s” cannot be the id of a mail.") % {"id": one[:60]})


@dataclass(frozen=True)
class File:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Made:
    """A file that was made for a mail, and the footer that the mail gets with it."""

    file: File
    footer: str = ""


@dataclass(frozen=True)
class ToMake:
    """A file that is made before the mail leaves: of what (``made_from``, such as "invoice:12")."""

    name: str
    content_type: str
    made_from: str


@transaction.atomic
def queue(
    *,
    to: str,
    subject: str,
    text: str,
    customer: Customer | None = None,
    html: str = "",
    thread: Thread | None = None,
    files: Sequence[File | ToMake] = (),
    leaves_by: datetime | None = None,
    by: Actor,
    now: datetime,
) -> Outgoing:
    """Write down a mail that is to be sent; the worker sends it after the caller's transaction.

    Refused (UnsafeHeader, UnreadableIdentity) for addresses and subjects that no header can hold.
    """
    thread = thread or Thread(mail_id=new_mail_id())
    chain = thread.references
    if len(chain) > LONGEST_REFERENCES:
        chain = (chain[0], *chain[-(LONGEST_REFERENCES - 1) :])
    outgoing = Outgoing.objects.create(
        customer=customer,
        to_address=normal_email(_header(to)),
        subject=rules.short_subject(_header(subject.strip())),
        text=text,
        html=html,
        mail_id=thread.mail_id,
        reply_to=thread.reply_to,
        in_reply_to=thread.in_reply_to[:998],
        references=" ".join(chain),
        automatic=not by.is_staff,
        queued_at=now,
        queued_by=str(by),
        due_at=now,
        leaves_by=leaves_by,
    )
    enclose(outgoing, files)
    return outgoing


@transaction.atomic
def enclose(outgoing: Outgoing, files: Sequence[File | ToMake]) -> None:
    """Add files to a mail that has not left; those to be made are made by whoever sends it."""
    for file in files:
        Enclosure.objects.create(
            outgoing=outgoing,
            name=_header(file.name)[:200],
            content_type=_header(file.content_type)[:100],
            made_from=file.made_from if isinstance(file, ToMake) else "",
            content=file.content if isinstance(file, File) else None,
        )


@transaction.atomic
def keep(enclosure: Enclosure, made: Made) -> bool:
    """Keep what was made for a mail. Answers whether it was kept.

    Whoever comes second changes nothing: the first one's paper is what leaves.
    """
    still_open = Enclosure.objects.filter(pk=enclosure.pk, content=None)
    if not still_open.update(content=made.file.content, name=_header(made.file.name)[:200]):
        return False
    if made.footer:
        Outgoing.objects.filter(pk=enclosure.outgoing_id).update(footer=made.footer)
    return True


@transaction.atomic
def leave_out(outgoing: Outgoing) -> int:
    """Let a mail leave without the papers that were not made; answers how many."""
    left_out, _by_table = Enclosure.objects.filter(outgoing=outgoing, content=None).delete()
    return left_out


def new_mail_id(prefix: str = "kept", *, once: str = "") -> str:
    """A Message-ID that nobody else makes, at the domain that we send from.

    What is to be sent once names itself (``once``): the table takes no second mail with its id.
    """
    domain = str(settings.MAIL_FROM).rpartition("@")[2].strip("> ") or "localhost"
    return f"{prefix}.{once or uuid.uuid4().hex}@{domain}"


@transaction.atomic
def take_up(pk: int, *, now: datetime) -> Outgoing | None:
    """Take a due mail in hand, so that no other worker does; None when there is nothing to do with it."""
    taken = (
        Outgoing.objects.due(now)
        .filter(pk=pk)
        .order_by()
        .update(attempts=F("attempts") + 1, due_at=now + rules.HELD_FOR)
    )
    return Outgoing.objects.prefetch_related("enclosures").get(pk=pk) if taken else None


@transaction.atomic
def accept(outgoing: Outgoing, *, response: str, now: datetime) -> Outgoing:
    """The receiving server took it: its answer, with its queue id, is kept. Twice is once."""
    outgoing = _lock(outgoing)
    if outgoing.state == Outgoing.State.ACCEPTED:
        return outgoing
    if outgoing.to_address == ERASED:  # while it was on its way: the answer names who it went to
        response = ""
    outgoing.state, outgoing.accepted_at, outgoing.response = Outgoing.State.ACCEPTED, now, response[:500]
    outgoing.failed_at, outgoing.last_error = None, ""
    outgoing.save(update_fields=["state", "accepted_at", "response", "failed_at", "last_error"])
    return outgoing


@transaction.atomic
def put_off(outgoing: Outgoing, *, why: rules.Undeliverable, now: datetime) -> Outgoing:
    """It was not taken: try again later, or give up when that would not help.

    What is our own fault is tried for ever, and is no attempt of the other side's patience.
    """
    outgoing = _lock(outgoing)
    if outgoing.state != Outgoing.State.QUEUED:
        return outgoing
    wait = None if why.permanent else rules.wait_after(outgoing.attempts)
    if why.ours:
        outgoing.attempts, wait = max(0, outgoing.attempts - 1), rules.wait_for_us(now - outgoing.queued_at)
    outgoing.last_error = why.words[:500]
    if wait is None:
        outgoing.state, outgoing.failed_at = Outgoing.State.FAILED, now
    else:
        outgoing.due_at = now + wait
    outgoing.save(update_fields=["state", "failed_at", "last_error", "due_at", "attempts"])
    return outgoing


@transaction.atomic
def bounce(outgoing: Outgoing, *, words: str, now: datetime) -> Outgoing:
    """A report says that it did not arrive after all. That it was accepted stays true, and stays written."""
    outgoing = _lock(outgoing)
    outgoing.bounced_at, outgoing.last_error = outgoing.bounced_at or now, words[:500] or _("It came back.")
    outgoing.save(update_fields=["bounced_at", "last_error"])
    return outgoing


@transaction.atomic
def try_again(outgoing: Outgoing, *, now: datetime) -> Outgoing:
    """A person wants a failed mail tried once more. Nothing happens to one that waits or was accepted."""
    outgoing = _lock(outgoing)
    if outgoing.state == Outgoing.State.FAILED:
        outgoing.state, outgoing.due_at, outgoing.failed_at = Outgoing.State.QUEUED, now, None
        outgoing.attempts = 0
        outgoing.save(update_fields=["state", "due_at", "failed_at", "attempts"])
    return outgoing


@transaction.atomic
def forget(people: Collection[int], *, addresses: Collection[str], now: datetime) -> None:
    """Empty every mail to these customers or addresses, with its files; what has not left never leaves.

    That a mail was accepted, when, and its Message-ID stay: they name nobody.
    """
    _empty(Outgoing.objects.filter(Q(customer__in=people) | Q(to_address__in=addresses)), now=now)


@transaction.atomic
def forget_mail(pk: int, *, now: datetime) -> None:
    """Empty one mail, to somebody who turned out to be nobody here."""
    _empty(Outgoing.objects.filter(pk=pk), now=now)


def _empty(mails: QuerySet[Outgoing], *, now: datetime) -> None:
    Enclosure.objects.filter(outgoing__in=mails).delete()
    mails.filter(state=Outgoing.State.QUEUED).update(state=Outgoing.State.FAILED, failed_at=now)
    mails.update(
        subject=ERASED,
        text=ERASED,
        html="",
        footer="",
        in_reply_to="",
        references="",
        response="",
        last_error="",
        to_address=ERASED,  # last: it is what the others were found by
    )


def _header(text: str) -> str:
    if not rules.fits_header(text):
        raise UnsafeHeader(_("A subject or address may not contain a line end. Please write it on one line."))
    return text


def _lock(outgoing: Outgoing) -> Outgoing:
    return Outgoing.objects.select_for_update().get(pk=outgoing.pk)
