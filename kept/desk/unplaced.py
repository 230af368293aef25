"""An address that nobody has found on the map yet: its customer asks for a call, and is promised one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kept.base.refusals import Refused
from kept.conversations import actions as conversations
from kept.conversations.models import Channel, Message
from kept.deliveries.models import Delivery
from kept.ledger.actions import ref
from kept.promises import actions as promises
from kept.promises.models import Promise
from kept.promises.owed import Kind
from kept.promises.queries import open_promise_about


class PlacedMeanwhile(Refused):
    code = "address_placed_meanwhile"


@transaction.atomic
def call_me(delivery: Delivery, said: str, *, now: datetime) -> Promise:
    """They want to be called about where they live: a matter for the desk, with a call promised.

    The call comes by the end of the next working day. Pressed twice, it is promised once; what they say is
    kept each time. Raises PlacedMeanwhile once we know where it is.
    """
    held = Delivery.objects.select_for_update(of=("self",), no_key=True).get(pk=delivery.pk)
    if held.errand is not None:
        raise PlacedMeanwhile(_("We have found your address meanwhile. Open the page again."))
    customer, location = delivery.customer, delivery.depot.location
    standing = call_owed(delivery)
    if standing is None or said.strip():
        subject = _("Where is %(address)s?") % {"address": delivery.address}
        by = customer.actor
        conversation = conversations.start(customer, channel=Channel.PORTAL, subject=subject, by=by, now=now)
        conversations.touch(conversation, conversations.Subject("delivery", ref(delivery)), by=by, now=now)
        text = said.strip() or _("Please call me: you have not found my address on the map.")
        words = conversations.Words(text=text, direction=Message.Direction.IN, said_at=now)
        conversations.add_message(conversation, words, by=by, now=now)
    if standing is not None:
        return standing
    offer = promises.Offer(
        customer=customer,
        location=location,
        kind=Kind.CALL_BACK,
        words=_("We call you about your address by the end of the next working day."),
        until=location.calendar.working_day_end(now, 1),
        about=ref(delivery),
    )
    return promises.make(offer, by=customer.actor, now=now)


def call_owed(delivery: Delivery) -> Promise | None:
    """The call about this delivery that was promised and has not been made."""
    return open_promise_about(ref(delivery), Kind.CALL_BACK)
