"""Real mail servers on loopback, that take, refuse, or die on purpose."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Server:
    """A server that answers as it is told, and remembers what it took. ``""`` means: hang up."""

    rcpt: str = "250 OK"
    data: str = "250 2.0.0 OK queued as 4bQx7"
    taken: list[bytes] = field(default_factory=list, init=False)
    senders: list[str | None] = field(default_factory=list, init=False)
    is_locked: bool = field(default=False, init=False)
    port: int = field(default=0, init=False)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if self.is_locked and not session.authenticated:
            return "530 5.7.0 log in first"
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # as above
        if not self.data:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "451 gone"
        if self.data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.taken.append(envelope.content)
            self.senders.append(envelope.mail_from)
        return self.data


@contextmanager
def running(server: Server, *, password: str = "") -> Iterator[str]:
    """The server's address for ``KEPT_MAIL`` while it runs. With a password it lets only "ruth" in."""

    def known(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: Any) -> AuthResult:
        return AuthResult(success=given == LoginPassword(b"ruth", password.encode()), handled=False)

    locked: dict[str, Any] = {"authenticator": known, "auth_require_tls": False} if password else {}
    server.is_locked = bool(password)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server.port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **locked)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{server.port}"
    finally:
        controller.stop()
