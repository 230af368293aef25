"""The worker's part: send what is due. Safe to run twice, and at the same time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django_tasks import task

from kept.channels.email import transports
from kept.channels.email.compose import compose, sender
from kept.desk import enclose, reply
from kept.outbox import actions as outbox
from kept.outbox import queries
from kept.outbox.rules import Undeliverable

if TYPE_CHECKING:
    from kept.outbox.models import Outgoing

MOST_A_ROUND = 200
log = logging.getLogger(__name__)


@task
def send_due() -> int:
    """Send every mail that is due; answers how many were accepted."""
    return send_all(transports.from_settings(), clock=timezone.now)


def send_all(transport: transports.Transport, *, clock: Callable[[], datetime]) -> int:
    """Send one after the other; what must have left by some time goes first, however many wait."""
    accepted = 0
    for _turn in range(MOST_A_ROUND):
        pk = queries.next_due(now=clock())
        if pk is None:
            break
        accepted += send(pk, transport, clock=clock)
    return accepted


def send(pk: int, transport: transports.Transport, *, clock: Callable[[], datetime]) -> bool:
    """Send one mail, unless somebody else has it in hand; answers whether it was accepted.

    If we die after the server took it and before that is written, it is sent again under the same
    Message-ID when its hold runs out: twice is better than never, and mail programs show one id once.
    Its papers are made and sealed first; what cannot be made keeps it here, with why, until it can.
    """
    outgoing = outbox.take_up(pk, now=clock())
    if outgoing is None:
        return False
    try:
        response = transport(_envelope(enclose.complete(outgoing, now=clock())))
    except Undeliverable as why:
        outbox.put_off(outgoing, why=why, now=clock())
        log.warning("mail %s was not taken (permanent: %s)", pk, why.permanent)
        return False
    except Exception as broken:  # one mail of many: those behind it still leave, and this one is not lost
        log.exception("mail %s could not be made ready", pk)
        ours = Undeliverable(f"{type(broken).__name__}: {broken}", permanent=False, ours=True)
        outbox.put_off(outgoing, why=ours, now=clock())
        return False
    reply.accepted(outgoing, response=response, now=clock())
    return True


def _envelope(outgoing: Outgoing) -> transports.Envelope:
    """The mail as bytes. Raises Undeliverable for a row that no mail can hold: it never will be sent."""
    try:
        content = compose(outgoing)
    except (ValueError, AttributeError, TypeError, IndexError) as unwritable:
        # The standard library has raised each of these on a strange address; the mails behind it still leave.
        raise Undeliverable(f"cannot be written as a mail: {unwritable}", permanent=True) from unwritable
    return transports.Envelope(sender(), outgoing.to_address, outgoing.mail_id, content)
