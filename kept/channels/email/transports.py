"""How a mail leaves: over SMTP, into a folder, or onto the console. Each answers what the other side said."""

from __future__ import annotations

import re
import smtplib
import ssl
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from kept.outbox.rules import Undeliverable

SILENCE_SECONDS = 60
# Refusals that look final and are not about this mail but about our own log-in (RFC 4954 §6).
OUR_OWN_FAULT = {530, 534, 535, 538}


@dataclass(frozen=True)
class Envelope:
    sender: str
    recipient: str
    mail_id: str
    content: bytes


Transport = Callable[[Envelope], str]


def from_settings() -> Transport:
    """The way out that the operator chose, ``KEPT_MAIL``. Raises ValueError for an address we cannot read.

    What only went into a folder or onto the console reached nobody: outside the demo it is not accepted,
    so that it is evidence of nothing (DOMAIN §4, A2).
    """
    address = str(settings.MAIL_TRANSPORT)
    way = transport(address)
    if settings.DEMO or not (address == "-" or address.startswith("folder:")):
        return way

    def written_only(envelope: Envelope) -> str:
        raise Undeliverable(f"{way(envelope)}: nobody received it; set KEPT_MAIL to a server", permanent=True)

    return written_only


def transport(address: str) -> Transport:
    """``smtp://user:password@host:port`` (STARTTLS when offered), ``smtps://…``, ``folder:/path`` or ``-``.

    With ``smtp+tls://`` nothing leaves unless the server offers STARTTLS. A password never goes over a line
    in the clear, except to this machine.
    """
    if address == "-":
        return _to_console
    scheme, _, rest = address.partition(":")
    if scheme == "folder" and rest:
        return lambda envelope: _to_folder(Path(rest), envelope)
    where = urlsplit(address)
    if where.scheme not in ("smtp", "smtps", "smtp+tls") or not where.hostname:
        raise ValueError("KEPT_MAIL is smtp://…, smtps://…, smtp+tls://…, folder:/path or -")
    server = Server(
        host=where.hostname,
        port=where.port or (465 if where.scheme == "smtps" else 587 if where.username else 25),
        user=unquote(where.username or ""),
        password=unquote(where.password or ""),
        tls=where.scheme == "smtps",
        needs_starttls=where.scheme == "smtp+tls",
    )
    return server.send


def _to_console(envelope: Envelope) -> str:
    sys.stdout.write(envelope.content.decode("ascii", "replace") + "\n")
    sys.stdout.flush()
    return "written to the console"


def _to_folder(folder: Path, envelope: Envelope) -> str:
    """One file a mail, named by its Message-ID: sent twice, it is there once."""
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.@+-]", "_", envelope.mail_id)
    unfinished = folder / f".{name}.part"
    unfinished.write_bytes(envelope.content)
    unfinished.replace(folder / f"{name}.eml")
    return f"written to {name}.eml"


@dataclass(frozen=True)
class Server:
    """A mail server that takes our mail."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: bool = False
    needs_starttls: bool = False

    def send(self, envelope: Envelope) -> str:
        """Hand over one mail; answers the server's acceptance, with its queue id.

        Raises Undeliverable: permanent for a 5xx about this mail or its recipient; else worth another try.
        """
        try:
            with self._connect() as smtp:
                return _hand_over(smtp, envelope)
        except smtplib.SMTPResponseException as refused:
            words = f"{refused.smtp_code} {_text(refused.smtp_error)}"
            is_final = 500 <= refused.smtp_code < 600 and refused.smtp_code not in OUR_OWN_FAULT
            raise Undeliverable(words, permanent=is_final) from refused
        except (smtplib.SMTPException, OSError) as broken:  # no connection, a torn one, a bad certificate
            raise Undeliverable(f"{type(broken).__name__}: {broken}", permanent=False) from broken

    def _connect(self) -> smtplib.SMTP:
        secure = ssl.create_default_context()
        if self.tls:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=SILENCE_SECONDS, context=secure
            )
        else:
            smtp = smtplib.SMTP(self.host, self.port, timeout=SILENCE_SECONDS)
        try:
            self._greet(smtp, secure)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _greet(self, smtp: smtplib.SMTP, secure: ssl.SSLContext) -> None:
        smtp.ehlo_or_helo_if_needed()
        is_secure = self.tls
        if not is_secure and smtp.has_extn("starttls"):
            smtp.starttls(context=secure)
            smtp.ehlo()
            is_secure = True
        if self.needs_starttls and not is_secure:
            raise smtplib.SMTPNotSupportedError("the server offers no STARTTLS")
        if self.user:
            if not is_secure and self.host not in ("localhost", "127.0.0.1", "::1"):
                raise smtplib.SMTPNotSupportedError("no password is sent without encryption")
            smtp.login(self.user, self.password)


def _hand_over(smtp: smtplib.SMTP, envelope: Envelope) -> str:
    """MAIL, RCPT, DATA by hand: ``sendmail`` would throw away the answer that holds the queue id."""
    options: list[str] = []
    if not envelope.recipient.isascii():
        if not smtp.has_extn("smtputf8"):
            raise Undeliverable("the server takes no addresses beyond ASCII", permanent=True)
        options = ["SMTPUTF8"]
    code, answer = smtp.mail(envelope.sender, options)
    if code != 250:  # it is our address that they do not want: a setting, and no fault of this mail
        raise Undeliverable(f"{code} {_text(answer)}", permanent=False)
    code, answer = smtp.rcpt(envelope.recipient)
    if code not in (250, 251, 252):
        raise smtplib.SMTPResponseException(code, answer)
    code, answer = smtp.data(envelope.content)
    if code != 250:
        raise smtplib.SMTPResponseException(code, answer)
    with suppress(smtplib.SMTPException, OSError):  # it is accepted: what follows cannot change that
        smtp.quit()
    return f"{code} {_text(answer)}"


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
