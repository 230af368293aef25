"""Mail as customers' programs write it, for tests and for the demo."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP


def letter(
    sender: str,
    text: str,
    *,
    to: str = "desk@hollis.example",
    subject: str = "My sofa",
    mail_id: str = "",
    **headers: str,
) -> bytes:
    """A plain mail. Further headers by name, ``in_reply_to="<a@b>"`` for In-Reply-To."""
    mail = EmailMessage(SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    if mail_id:
        mail["Message-ID"] = f"<{mail_id}>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()
