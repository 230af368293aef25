"""Servers of the world outside, on loopback: they answer as a test tells them, and know what was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    path: str
    agent: str
    body: Any


Answer = bytes | tuple[int, bytes] | Any
"""JSON as values, bytes as they are, or a status with bytes."""


@dataclass
class Fake:
    """A server at ``address``; ``asked`` holds every question."""

    answer: Callable[[Asked], Answer]
    address: str = ""
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def serving(answer: Callable[[Asked], Answer]) -> Iterator[Fake]:
    fake = Fake(answer)

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sent = json.loads(self.rfile.read(length)) if length else None
            asked = Asked(self.path, self.headers.get("User-Agent", ""), sent)
            fake.asked.append(asked)
            said = fake.answer(asked)
            status, body = said if isinstance(said, tuple) else (200, said)
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _serve  # noqa: N815  # the standard library's names

        def log_message(self, *args: Any) -> None:
            """Say nothing: the test asks."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Whoever asked has hung up: that is what the test is about."""

    server = Server(("127.0.0.1", 0), Handler)
    fake.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
