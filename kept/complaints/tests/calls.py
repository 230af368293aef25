"""The call in which somebody says the four sentences."""

from __future__ import annotations

from datetime import datetime

from kept.complaints.examples import WORDS
from kept.conversations.models import Channel, Conversation, Message
from kept.customers.models import Customer


def phoned(customer: Customer, *, at: datetime) -> Conversation:
    """They rang, said it, and hung up, all in one moment."""
    call = Conversation.objects.create(
        customer=customer,
        channel=Channel.PHONE,
        opened_at=at,
        opened_by="staff:1",
        last_word_at=at,
        ended_at=at,
    )
    Message.objects.create(
        conversation=call, direction="in", channel=Channel.PHONE, at=at, by=str(customer.actor), text=WORDS
    )
    return call
