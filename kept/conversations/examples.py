"""Conversations of the stories: a call while it lasts, a mail that came in."""

from __future__ import annotations

from datetime import datetime

from kept.business.models import Staff
from kept.conversations import actions
from kept.conversations.models import Channel, Conversation, Message
from kept.customers.models import Customer


def call(customer: Customer, *, staff: Staff, said: str = "", now: datetime) -> Conversation:
    """A customer phones; the one who answers has the conversation."""
    conversation = actions.start(
        customer, channel=Channel.PHONE, subject="Phone call", assignee=staff, by=staff.actor, now=now
    )
    if said:
        add(conversation, said, now=now)
    conversation.refresh_from_db()
    return conversation


def mail(customer: Customer, said: str, *, subject: str = "My sofa", now: datetime) -> Conversation:
    """A customer wrote, and nobody has it yet."""
    conversation = actions.start(customer, channel=Channel.EMAIL, subject=subject, by=customer.actor, now=now)
    add(conversation, said, now=now)
    conversation.refresh_from_db()
    return conversation


def add(conversation: Conversation, said: str, *, now: datetime) -> Message:
    """The customer says something more."""
    words = actions.Words(text=said, direction=Message.Direction.IN, said_at=now)
    return actions.add_message(conversation, words, by=conversation.customer.actor, now=now)
