"""Telling a customer before they ask that we will probably miss their window: one tap by mail, or spoken."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.refusals import Refused
from kept.business.models import Staff
from kept.business.rules import Right
from kept.conversations import actions as conversations
from kept.conversations.models import Channel, Conversation, Message
from kept.customers.queries import canonical, email_of
from kept.deliveries import queries, words, words_live
from kept.deliveries.live import Seen
from kept.deliveries.models import Delivery, Stop
from kept.deliveries.rules import LocalWindow
from kept.desk import book, links, make_good, reply, track
from kept.ledger.actions import ref
from kept.promises import actions as promises
from kept.promises.models import Fact, Promise, Wish

MAIL, PHONE = "mail", "phone"
MOST_WINDOWS = 3


class NothingToWarnOf(Refused):
    """The window has ended, or all is as promised."""

    code = "nothing_to_warn_of"


class NoAddress(Refused):
    code = "warning_without_address"


@transaction.atomic
def by_mail(stop: Stop, seen: Seen, *, staff: Staff, now: datetime) -> Fact:
    """Write to them in their language: what we promised, what we see, what they get, what they may choose.

    It is a contact of its own, with the mail as its evidence; their answer comes back into it. Pressed
    twice, it is sent once. Raises NothingToWarnOf, NoAddress.
    """
    promise = _lock(stop, seen)
    if before := contacts(promise).filter(source=MAIL).first():
        return before
    customer = canonical(promise.customer)
    if email_of(customer) is None:
        raise NoAddress(_("We know no e-mail address of them. Call them, and say so here."))
    with override(customer.language):
        subject = _("Your delivery today: we will probably be late")
        if seen.latest is None:
            subject = _("Your delivery today: our truck cannot come as promised")
        text = "\n\n".join(letter(stop, seen, now=now))
    contact = _begin(stop, Channel.EMAIL, subject, staff=staff, now=now)
    outgoing = reply.write(contact, text, by=staff.actor, now=now)
    said = conversations.Words(
        text=text, direction=Message.Direction.OUT, said_at=now, mail_id=outgoing.mail_id, outgoing=outgoing
    )
    conversations.add_message(contact, said, by=staff.actor, now=now)
    conversations.close(contact, by=staff.actor, now=now)
    happened = promises.Happened(make_good.CONTACT, now, MAIL, evidence=ref(outgoing))
    return _record(promise, happened, staff=staff, now=now)


@transaction.atomic
def by_phone(stop: Stop, seen: Seen, *, staff: Staff, now: datetime) -> Fact:
    """They were called, and it was said: a call that is over. Pressed twice, it is one.

    Raises NothingToWarnOf.
    """
    promise = _lock(stop, seen)
    if before := contacts(promise).filter(source=PHONE).first():
        return before
    with override(canonical(promise.customer).language):
        text = "\n\n".join(what_we_see(stop, seen, now=now))
    contact = _begin(stop, Channel.PHONE, "", staff=staff, now=now)
    said = conversations.Words(text=text, direction=Message.Direction.OUT, said_at=now)
    conversations.add_message(contact, said, by=staff.actor, now=now)
    conversations.end_call(contact, by=staff.actor, now=now)
    conversations.close(contact, by=staff.actor, now=now)
    happened = promises.Happened(make_good.CONTACT, now, PHONE, reached=True, evidence=ref(contact))
    return _record(promise, happened, staff=staff, now=now)


def move(stop: Stop, seen: Seen, window: LocalWindow, *, staff: Staff, now: datetime) -> Stop:
    """They were called, and took another window instead of the one that we cannot make: at our wish.

    Both windows count (DOMAIN §5), and what was told for a missed one is promised at once. Raises
    NothingToWarnOf; NoLongerFree: that they were called is noted all the same.
    """
    by_phone(stop, seen, staff=staff, now=now)
    by = staff.actor
    return book.move(stop.delivery, window, wish=Wish.OURS, today_too=True, by=by, now=now)


def contacts(promise: Promise) -> QuerySet[Fact]:
    """Each time we told them, the first one first."""
    return Fact.objects.filter(promise=promise, kind=make_good.CONTACT)


def letter(stop: Stop, seen: Seen, *, now: datetime) -> list[str]:
    """The warning, paragraph by paragraph, in the language that is switched on."""
    delivery, location = stop.delivery, stop.promise.location
    hello = _("Hello %(name)s,") % {"name": delivery.customer.name}
    paragraphs = [hello, *what_we_see(stop, seen, now=now)]
    if seen.latest is not None:
        where = _("How far our truck has come, you see here: %(link)s")
        paragraphs.append(where % {"link": track.link(delivery, now=now)})
    paragraphs.append(_choices(delivery, now=now))
    if location.phone:
        paragraphs.append(_("Or call us: %(phone)s.") % {"phone": location.phone})
    return paragraphs


def what_we_see(stop: Stop, seen: Seen, *, now: datetime) -> list[str]:
    """What we promised, what we see now, why, that we are sorry, and what they get if it comes so."""
    zone = stop.promise.location.zone
    promised = _("We promised to come today between %(opens)s and %(closes)s.") % {
        "opens": f"{stop.opens:%H:%M}",
        "closes": f"{stop.closes:%H:%M}",
    }
    expected = words_live.span(seen, now=now, zone=zone)
    if expected:
        seen_now = _("As it looks now, we come between %(from)s and %(until)s. We are sorry.")
        first, _dash, last = expected.partition("–")
        says = seen_now % {"from": first, "until": last}
    else:
        says = _("As it looks now, we cannot come in this window. We are sorry.")
    found = make_good.credit(stop.promise)
    return [
        f"{promised} {says}",
        words_live.why_for_them(seen.because),
        *([make_good.in_words(found)] if found else []),
    ]


def _choices(delivery: Delivery, *, now: datetime) -> str:
    """The next true windows, and the page on which they choose."""
    free = queries.quote(delivery, now=now).nearest_to(now, most=MOST_WINDOWS)
    link = links.window_page(delivery, now=now)
    choose = _("If another window suits you better, choose here: %(link)s") % {"link": link}
    named = [f"  {words.say(each.window)}" for each in free]
    return "\n".join([choose, *([_("Free as we write:")] if named else []), *named])


def _lock(stop: Stop, seen: Seen) -> Promise:
    """The promise, held until it is written that they were told. Raises NothingToWarnOf."""
    promise = promises.lock(stop.promise)
    if promise.settled_at is not None or seen.promise != promise.pk or not seen.outlook.is_danger:
        raise NothingToWarnOf(_("There is nothing to warn them of any more. Please reload the board."))
    return promise


def _begin(stop: Stop, channel: str, subject: str, *, staff: Staff, now: datetime) -> Conversation:
    """A contact that we begin: whose it is, if this person may answer what comes back."""
    assignee = staff if staff.may(Right.WRITE_CONVERSATIONS) else None
    customer = canonical(stop.promise.customer)
    return conversations.start(
        customer, channel=channel, subject=subject, assignee=assignee, by=staff.actor, now=now
    )


def _record(promise: Promise, happened: promises.Happened, *, staff: Staff, now: datetime) -> Fact:
    promises.record(promise, happened, by=staff.actor, now=now)
    return contacts(promise).get(evidence=happened.evidence)
