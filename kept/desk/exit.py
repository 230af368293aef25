"""Letting somebody go: asked in a conversation or on the customer's own page, confirmed, with a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import CLOCK, SOFTWARE, Actor
from kept.base.money import Money
from kept.base.refusals import NotFound, Refused
from kept.business.models import Staff
from kept.conversations import actions as conversations
from kept.conversations import queries as talk
from kept.conversations import tokens
from kept.conversations.models import Channel, Conversation, Message
from kept.customers.models import Identity
from kept.customers.queries import by_identity, email_of, ids_of
from kept.customers.rules import normal_email
from kept.desk import clock, links, rate, receipts, sealing
from kept.memberships import actions as memberships
from kept.memberships import leaving, queries
from kept.memberships.actions import Choice
from kept.memberships.actions.join import lock
from kept.memberships.models import Cancellation, Membership
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.promises.models import Promise

SALT = "kept.desk.exit"
PATH = "leave"  # kept/web/memberships/urls.py opens what stands under it
LINK_HOLDS = timedelta(days=30)
LINK_AGAIN_AFTER, MOST_LINKS_A_DAY = timedelta(minutes=5), 5  # whoever knows an address cannot flood it


class LinkExpired(links.LinkExpired):
    code = "exit_link_expired"


class AnotherCustomer(Refused):
    code = "exit_of_another_customer"


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to end, and where they said so.

    ``asked_at`` is earlier than the conversation where they had asked before (a letter that went astray).
    """

    choice: Choice
    conversation: Conversation | None = None
    asked_at: datetime | None = None


@dataclass(frozen=True)
class Written:
    """A mail about an exit, the rows that its receipt proves, and by when it must have left."""

    to: str
    subject: str
    text: str
    proves: tuple[Model, ...]
    leaves_by: datetime | None = None


@transaction.atomic
def show(
    membership: Membership, wanted: Wanted, *, staff: Staff | None = None, by: Actor, now: datetime
) -> Cancellation:
    """The first step: keep the asking and show the money. No reason is asked for, and nothing is offered.

    Refused when the conversation is somebody else's, or nothing was chosen.
    """
    conversation = wanted.conversation or _own_page(membership, by=by, now=now)
    if conversation.customer_id not in ids_of(membership.customer):
        raise AnotherCustomer(_("This membership belongs to somebody else than this conversation."))
    at = min(wanted.asked_at or now, asked_in(conversation, membership, now=now))
    asked = memberships.Asked(at=at, channel=conversation.channel, conversation=conversation)
    cancellation = memberships.ask_to_leave(membership, asked, by=by, now=now)
    subject = conversations.Subject("cancellation", _about(membership))
    conversations.touch(conversation, subject, staff=staff, by=by, now=now)
    if cancellation.is_open:
        memberships.show_money(cancellation, wanted.choice, by=by, now=now)
    return queries.get_exit(cancellation.pk)


def asked_in(conversation: Conversation, membership: Membership, *, now: datetime) -> datetime:
    """When they asked in this conversation: a call, when it rang; in writing, with the first words that ask.

    Where no words are found (they were said otherwise), with the customer's latest. What was settled before
    (an exit of this membership that was confirmed or taken back) is not asked for again.
    """
    since = queries.settled_before(membership) or conversation.opened_at
    if conversation.channel == Channel.PHONE:
        return max(conversation.opened_at, since)
    theirs = conversation.messages.filter(direction=Message.Direction.IN, at__gte=since)
    said = list(theirs.order_by("at", "pk"))
    asking = [message.at for message in said if leaving.speaks_of_leaving(message.text)]
    return next(iter(asking), said[-1].at if said else now)


@transaction.atomic
def confirm(cancellation: Cancellation, *, address: str = "", by: Actor, now: datetime) -> Cancellation:
    """The second step: it ends, the receipt leaves, and the matter is settled. Twice is once.

    Without a known or given ``address`` no mail can leave: the receipt is printed and handed over.
    """
    lock(cancellation.membership)
    if queries.get_exit(cancellation.pk).confirmed_at is not None:
        return queries.get_exit(memberships.confirm(cancellation, by=by, now=now).pk)
    cancellation = queries.get_exit(memberships.confirm(cancellation, by=by, now=now).pk)
    to = address or email_of(cancellation.membership.customer)
    if to:
        with override(cancellation.membership.customer.language):
            subject = _("Receipt: end of %(what)s") % {"what": receipts.what_ends(cancellation)}
            text = receipts.receipt(
                cancellation,
                link=way_out(cancellation.membership, now=now),
                question=rate.link(
                    cancellation.membership.customer, _about(cancellation.membership), now=now
                ),
            )
        receipt = Written(
            to, subject, text, proves=_rows_of(cancellation), leaves_by=_promised_by(cancellation)
        )
        sent = _write(cancellation, receipt, by=by, now=now)
        memberships.receipt_queued(cancellation, sent)
    _settle(cancellation, by=by, now=now)
    return queries.get_exit(cancellation.pk)


@transaction.atomic
def undo(cancellation: Cancellation, *, by: Actor, now: datetime) -> Cancellation:
    """The customer stays after all; until the end date, at their word or click. They get it in writing."""
    lock(cancellation.membership)
    was_undone = queries.get_exit(cancellation.pk).undone_at is not None
    cancellation = memberships.undo(cancellation, by=by, now=now)
    to = email_of(cancellation.membership.customer)
    if cancellation.confirmed_at is not None and not was_undone and to:
        with override(cancellation.membership.customer.language):
            subject, text = receipts.undone(cancellation)
        _write(cancellation, Written(to, subject, text, proves=_rows_of(cancellation)), by=by, now=now)
    _settle(cancellation, by=by, now=now)
    return queries.get_exit(cancellation.pk)


def receipt_accepted(outgoing: Outgoing, *, now: datetime) -> None:
    """The receiving server took a mail: when it is a receipt, that promise ends. Twice is once."""
    found = queries.exit_of_receipt(outgoing.pk)
    if found is not None:
        at = outgoing.accepted_at or now
        memberships.receipt_sent(found, at=at, evidence=f"outgoing:{outgoing.pk}", by=CLOCK, now=now)


def receipt_handed_over(cancellation: Cancellation, *, by: Actor, now: datetime) -> Cancellation:
    """The receipt was printed, or read on their own page: it is in the customer's hands."""
    evidence = f"cancellation:{cancellation.pk}"
    return memberships.receipt_sent(cancellation, at=now, evidence=evidence, by=by, now=now)


@transaction.atomic
def paid_back(promise: Promise, amount: Money, *, reference: str = "", by: Actor, now: datetime) -> bool:
    """Money went back for an exit's refund promise: a payment, and the fact that ends it. Else False."""
    found = queries.exit_of_refund(promise.pk)
    if found is None:
        return False
    reference = reference or f"promise-{promise.pk}-{int(now.timestamp())}"
    memberships.pay_back(found, amount, at=now, reference=reference, by=by, now=now)
    return True


@transaction.atomic
def send_links(address: str, *, now: datetime) -> Outgoing | None:
    """Somebody asks for their way out: a letter to the mailbox we know, with a link to each membership.

    The mailbox shows who they are; there is no log-in. None for an address that has none here, and for one
    that got such a letter just now or five today: whoever asks is told the same either way.
    """
    customer = by_identity(Identity.Kind.EMAIL, normal_email(address))
    running = [] if customer is None else queries.running_memberships_of(customer)
    if customer is None or not running:
        return None
    with override(customer.language):
        subject, text = receipts.links([(one.plan.name, way_out(one, now=now)) for one in running], customer)
    today = Outgoing.objects.filter(customer=customer, subject=subject, queued_at__gt=now - timedelta(days=1))
    if today.count() >= MOST_LINKS_A_DAY or today.filter(queued_at__gt=now - LINK_AGAIN_AFTER).exists():
        return None
    return outbox.queue(
        to=normal_email(address), subject=subject, text=text, customer=customer, by=SOFTWARE, now=now
    )


def way_out(membership: Membership, *, now: datetime) -> str:
    """The address of the customer's own page, signed: it opens without a log-in for 30 days."""
    return f"{settings.BASE_URL}/{PATH}/{token(membership, now=now)}"


def token(membership: Membership, *, now: datetime) -> str:
    return signing.Signer(salt=SALT, sep="~").sign(f"{membership.pk}-{int(now.timestamp())}")


def open_link(signed: str, *, now: datetime) -> Membership:
    """The membership behind a signed link. Raises NotFound for a forged one, LinkExpired for an old one."""
    try:
        number, _dash, made = signing.Signer(salt=SALT, sep="~").unsign(signed).partition("-")
    except signing.BadSignature as error:
        raise NotFound(_("This link is not complete. Please open it again from our letter.")) from error
    if now.timestamp() - int(made) > LINK_HOLDS.total_seconds():
        raise LinkExpired(
            _("This link was open for 30 days. Write or phone us: whoever answers lets you go at once.")
        )
    membership = queries.get_membership(int(number))
    links.still_open(membership.customer)
    return membership


def _own_page(membership: Membership, *, by: Actor, now: datetime) -> Conversation:
    """The conversation of what is done on the customer's own page: that of the open exit, or a new one."""
    open_exit = queries.open_exit(membership)
    if open_exit is not None:
        asked = open_exit.askings.filter(channel=Channel.PORTAL).select_related("conversation").first()
        if asked is not None and asked.conversation is not None:
            return asked.conversation
    subject = _("Cancellation of %(plan)s") % {"plan": membership.plan.name}
    return conversations.start(membership.customer, channel=Channel.PORTAL, subject=subject, by=by, now=now)


def _write(cancellation: Cancellation, written: Written, *, by: Actor, now: datetime) -> Outgoing:
    """Queue a mail about the exit, and keep it as a message of the conversation in which it was asked for."""
    conversation = _conversation(cancellation)
    membership = cancellation.membership
    thread = None
    if conversation is not None:
        thread = outbox.Thread(
            mail_id=outbox.new_mail_id(tokens.token(conversation.pk)),
            reply_to=tokens.reply_address(conversation.pk, membership.location.mail_address),
        )
    sent = outbox.queue(
        to=written.to,
        subject=written.subject,
        text=written.text,
        customer=membership.customer,
        thread=thread,
        files=[sealing.to_seal(*written.proves)],
        leaves_by=written.leaves_by,
        by=by,
        now=now,
    )
    if conversation is not None:
        words = conversations.Words(
            text=written.text,
            direction=Message.Direction.OUT,
            said_at=now,
            mail_id=sent.mail_id,
            outgoing=sent,
        )
        message = conversations.add_message(conversation, words, by=by, now=now)
        clock.answered(conversation, message, by=by, now=now)
    return sent


def _rows_of(cancellation: Cancellation) -> tuple[Model, ...]:
    """What a receipt of this exit proves: the exit, what we promised with it, each term held or not."""
    promised = (cancellation.end_promise, cancellation.receipt_promise, cancellation.refund_promise)
    return (cancellation, *filter(None, promised), *cancellation.applications.order_by("pk"))


def _promised_by(cancellation: Cancellation) -> datetime | None:
    return cancellation.receipt_promise.until if cancellation.receipt_promise else None


def _conversation(cancellation: Cancellation) -> Conversation | None:
    """The latest conversation in which they asked."""
    asking = (
        cancellation.askings.exclude(conversation=None)
        .select_related("conversation__customer")
        .order_by("-recorded_at", "-pk")
        .first()
    )
    return asking.conversation if asking else None


def _settle(cancellation: Cancellation, *, by: Actor, now: datetime) -> None:
    """The matter is settled in every conversation that touched it; what came by the own page is closed."""
    for asking in cancellation.askings.exclude(conversation=None).select_related("conversation"):
        assert asking.conversation is not None
        for matter in talk.matters_of(asking.conversation):
            if matter.about == _about(cancellation.membership):
                conversations.settle(matter, by=by, now=now)
        asking.conversation.refresh_from_db()
        if asking.channel == Channel.PORTAL and not asking.conversation.is_closed:
            conversations.close(asking.conversation, by=by, now=now)


def _about(membership: Membership) -> str:
    return f"membership:{membership.pk}"
