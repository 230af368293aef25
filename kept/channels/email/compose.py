"""An outbox row as the bytes of a mail: the same row always gives the same bytes."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from django.conf import settings

from kept.business.queries import get_location

if TYPE_CHECKING:
    from kept.outbox.models import Outgoing

POLICY = SMTP.clone(cte_type="7bit")  # every server takes it, and no server has a reason to rewrite it


def compose(outgoing: Outgoing) -> bytes:
    """The mail, with CRLF line ends. Raises ValueError for a header that would break out of its line."""
    mail = EmailMessage(POLICY if outgoing.to_address.isascii() else POLICY.clone(utf8=True))
    mail["Message-ID"] = f"<{outgoing.mail_id}>"
    mail["Date"] = format_datetime(outgoing.queued_at)
    mail["From"] = Address(get_location().name, addr_spec=sender())
    mail["To"] = outgoing.to_address
    mail["Subject"] = outgoing.subject
    if (answers_to := outgoing.reply_to or get_location().mail_address) != sender():
        mail["Reply-To"] = answers_to
    if outgoing.in_reply_to:
        mail["In-Reply-To"] = f"<{outgoing.in_reply_to}>"
    if outgoing.references:
        mail["References"] = " ".join(f"<{one}>" for one in outgoing.references.split())
    if outgoing.automatic:
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
    beneath = f"\n-- \n{outgoing.footer}\n" if outgoing.footer else ""
    mail.set_content(f"{outgoing.text}\n{beneath}")
    if outgoing.html:
        mail.add_alternative(_with_footer(outgoing), subtype="html")
    for file in outgoing.enclosures.all():
        if file.content is None:
            raise ValueError(f"{file.name} is not made yet")
        main, _, sub = file.content_type.partition("/")
        mail.add_attachment(
            bytes(file.content),
            maintype=main or "application",
            subtype=sub or "octet-stream",
            filename=file.name,
            params={"charset": "utf-8"} if main == "text" else {},
        )
    _name_boundaries(mail, outgoing)
    return mail.as_bytes()


def sender() -> str:
    """The address that we send from, without a name around it: the one set for this desk."""
    return str(settings.MAIL_FROM).rpartition("<")[2].strip("> ")


def _with_footer(outgoing: Outgoing) -> str:
    if not outgoing.footer:
        return outgoing.html
    return f"{outgoing.html}\n<hr>\n<p>{escape(outgoing.footer).replace(chr(10), '<br>')}</p>\n"


def _name_boundaries(mail: EmailMessage, outgoing: Outgoing) -> None:
    """Boundaries of our own: the library's are random, and a second sending should be the same mail."""
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{outgoing.pk}-{number}-{outgoing.mail_id.partition('@')[0][-32:]}")
