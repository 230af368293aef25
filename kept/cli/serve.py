"""`kept serve`: the desk's pages and its worker, one process tree."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import click
import uvicorn

import kept.cli

PORT = 8040
SECONDS_TO_STOP = 10  # an open event stream would keep the server up for ever


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the desk and its worker; bring the database up to date first.

    KEPT_DATABASE_URL, KEPT_HOME, KEPT_BASE_URL, KEPT_MAIL and their kin say where things are.

    Example: kept serve --port 8040
    """
    listening = listen(host, port)
    os.environ.setdefault("KEPT_BASE_URL", address(listening))
    kept.cli.setup()
    from kept.cli import mail
    from kept.cli.database import migrate

    mail.check()
    migrate(aloud=True)
    run(listening, ready=welcome)


def welcome() -> None:
    """Say where the desk is, and on the very first day how its owner comes in."""
    from django.conf import settings
    from django.db import connection

    from kept.cli import mail
    from kept.web.house import founding

    click.echo(f"The desk is open at {os.environ['KEPT_BASE_URL']}")
    link = founding.link()
    connection.close()
    if link is not None:
        click.echo(f"Nobody works here yet. Begin at {link}")
    if not mail.is_sent():
        click.echo(
            f"No mail leaves yet: it is written to {settings.MAIL_TRANSPORT}. Set KEPT_MAIL to send it."
        )


def listen(host: str, port: int, *, or_next: int = 0) -> socket.socket:
    """A socket on this port, or on one of the ``or_next`` after it. ClickException when all are taken."""
    for candidate in range(port, port + or_next + 1):
        opened = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((host, candidate))
            opened.listen(256)  # with SO_REUSEADDR two may bind, but only one may listen
        except OSError as trouble:
            opened.close()
            last = trouble
            continue
        return opened
    raise click.ClickException(f"port {port} on {host} cannot be used ({last.strerror}); try --port")


def address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def run(listening: socket.socket, *, ready: Callable[[], None]) -> None:
    """Serve pages on this socket, with a worker beside, until Ctrl-C or SIGTERM; then stop both."""
    config = uvicorn.Config(
        "kept.config.asgi:application",
        lifespan="off",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=SECONDS_TO_STOP,
    )
    signal.signal(signal.SIGTERM, _leave)  # uvicorn raises its signals again when it has stopped
    with _worker_beside(), suppress(KeyboardInterrupt):
        _Server(config, ready).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Says when it is ready to answer."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        await asyncio.to_thread(self._ready)  # it may look into the database


@contextmanager
def _worker_beside() -> Iterator[None]:
    """A `kept work` process for as long as this lasts, started again should it die."""
    leaving = threading.Event()
    workers = [_start_worker()]

    def watch() -> None:
        while not leaving.is_set():
            workers[-1].wait()
            if not leaving.wait(1):
                workers.append(_start_worker())

    threading.Thread(target=watch, name="worker's keeper", daemon=True).start()
    try:
        yield
    finally:
        leaving.set()
        workers[-1].terminate()
        try:
            workers[-1].wait(timeout=SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            workers[-1].kill()  # its lease runs out, and the job is taken over after the next start


def _start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kept.cli", "work", "--stop-with", str(os.getpid())]
    # S603: our own program. In a group of its own, Ctrl-C reaches us alone, and we stop it in order.
    return subprocess.Popen(command, process_group=0)  # noqa: S603


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
