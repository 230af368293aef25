"""A letter as it came in: the words that a channel made of bytes, before anybody decided anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Written(StrEnum):
    """Who wrote a letter: only what a person wrote may cause an answer."""

    PERSON = "person"
    AUTO_REPLY = "auto_reply"  # an out-of-office note, a receipt: answers one of ours
    MACHINE = "machine"  # a newsletter, a notice: answers nothing
    BOUNCE = "bounce"  # a mail server says that one of ours was not delivered


@dataclass(frozen=True)
class Address:
    """A mailbox: the name shown, and the address in lower case; either may be empty, never None."""

    name: str
    address: str


@dataclass(frozen=True)
class Attachment:
    filename: str
    content_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True)
class Bounced:
    """What a delivery report says: which of our mails, to whom, and whether it is final (RFC 3464)."""

    message_id: str
    recipient: str
    permanent: bool
    words: str


@dataclass(frozen=True)
class Letter:
    """One mail, read. Text is never None; Message-IDs stand without their angle brackets.

    ``delivered_to`` are the envelope's recipients as far as the receiving server wrote them into headers.
    ``claimed_at`` is the sender's own Date, which nothing may rely on.
    """

    sender: Address
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[Address, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    claimed_at: datetime | None = None
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    written: Written = Written.PERSON
    bounced: Bounced | None = None
