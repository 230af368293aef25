"""What is written about a window: the page to choose one, the confirmation with its papers, the farewell."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kept.base.actors import Actor
from kept.customers.queries import email_of
from kept.deliveries import words
from kept.deliveries.models import Delivery, Stop
from kept.deliveries.rules import LocalWindow
from kept.desk import links, papers, sealing, tell, track
from kept.ledger.actions import ref
from kept.outbox import actions as outbox
from kept.outbox.models import Outgoing
from kept.policies.models import Disclosure
from kept.policies.queries import due_on
from kept.promises.models import Promise, Wish


@transaction.atomic
def invite(delivery: Delivery, *, by: Actor, now: datetime) -> Outgoing | None:
    """Send the link of the small page on which the customer chooses a window. None without an address."""
    address = email_of(delivery.customer)
    if address is None:
        return None
    with override(delivery.customer.language):
        subject = _("Choose when we come: order %(number)s") % {"number": delivery.order.number}
        asking = _("here you see when a truck can come, and choose what suits you:")
        text = "\n\n".join([_hello(delivery), asking, links.window_page(delivery, now=now)])
    return outbox.queue(to=address, subject=subject, text=text, customer=delivery.customer, by=by, now=now)


@transaction.atomic
def confirm(stop: Stop, *, by: Actor, now: datetime) -> Outgoing | None:
    """Queue the confirmation of a window: the paper, the entry for their calendar, the policies due now.

    It says what became of an earlier window, and where another one is chosen. Without an address nothing is
    sent, and None is returned.
    """
    delivery, customer, promise = stop.delivery, stop.delivery.customer, stop.promise
    address = email_of(customer)
    if address is None:
        return None
    number = delivery.order.number
    with override(customer.language):
        other = _("Another window suits you better? Choose it here: %(link)s")
        said = [_hello(delivery), words.promise_words(stop.window), in_place_of(promise), delivery.address]
        follow = _("On the day you see here how far our truck has come: %(link)s")
        said += [other % {"link": links.window_page(delivery, now=now)}]
        said += [follow % {"link": track.link(delivery, now=now)}, tell.own_page(customer, now=now)]
        letter = tell.Letter(
            subject=_("We come %(window)s") % {"window": words.say(stop.window)},
            paragraphs=tuple(paragraph for paragraph in said if paragraph),
            policies=tuple(due_on(Disclosure.Occasion.SCHEDULING)),
            occasion=Disclosure.Occasion.SCHEDULING,
            about=ref(delivery),
            files=(
                outbox.ToMake(f"{number}.pdf", papers.PDF, f"confirmation:{promise.pk}"),
                outbox.ToMake(f"{number}.ics", papers.CALENDAR, f"calendar:{promise.pk}"),
            ),
            proves=(promise,),
        )
    return tell.send(letter, to=address, customer=customer, by=by, now=now)


@transaction.atomic
def call_off(delivery: Delivery, promise: Promise | None, *, by: Actor, now: datetime) -> Outgoing | None:
    """Write that a delivery is cancelled; the window that was promised is taken out of their calendar."""
    customer, number = delivery.customer, delivery.order.number
    address = email_of(customer)
    if address is None:
        return None
    with override(customer.language):
        subject = _("Your delivery for order %(number)s is cancelled") % {"number": number}
        text = "\n\n".join([_hello(delivery), _("we do not come any more, as you wished.")])
    files = []
    if promise is not None:
        entry = outbox.ToMake(f"{number}.ics", papers.CALENDAR, f"cancelled:{promise.pk}")
        files = [entry, sealing.to_seal(promise)]
    return outbox.queue(
        to=address, subject=subject, text=text, files=files, customer=customer, by=by, now=now
    )


def in_place_of(promise: Promise) -> str:
    """What became of the window that this one replaced, in the reader's language; nothing for a first one."""
    old = promise.replaces
    if old is None or old.starts_at is None or promise.starts_at is None:
        return ""
    windows = {"old": words.say(window_of(old)), "new": words.say(window_of(promise))}
    if old.wish == Wish.OURS:
        return _("It takes the place of %(old)s, at our wish: both windows count as our promise.") % windows
    return _("Your window %(old)s is free again for others; %(new)s is promised.") % windows


def standing_window(delivery: Delivery | None) -> LocalWindow | None:
    """The window that is promised now, if one is."""
    if delivery is None or delivery.promise is None or delivery.promise.settled_at is not None:
        return None
    return window_of(delivery.promise)


def window_of(promise: Promise) -> LocalWindow:
    """A promised window on the clocks of the place that made it."""
    assert promise.starts_at is not None  # a delivery's promise is a window
    opens, closes = (at.astimezone(promise.location.zone) for at in (promise.starts_at, promise.until))
    return LocalWindow(opens.date(), opens.time(), closes.time())


def _hello(delivery: Delivery) -> str:
    return _("Hello %(name)s,") % {"name": delivery.customer.name}
