"""`kept serve`: real processes, on a database of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from urllib.parse import urlsplit

import click
import pytest

from kept.cli import serve

PATIENCE = 60  # seconds that a busy machine may take


def start(environment: Mapping[str, str], *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kept.cli", "serve", "--port", "0", *arguments]
    without_address = {name: value for name, value in environment.items() if name != "KEPT_BASE_URL"}
    return subprocess.Popen(command, env=without_address, stdout=subprocess.PIPE, text=True)


def address_of(desk: subprocess.Popen[str]) -> str:
    assert desk.stdout
    return desk.stdout.readline().split()[-1]


def everybody_left(desk: subprocess.Popen[str]) -> bool:
    """Whether server and worker have ended: the worker holds the other end of the pipe too."""
    desk.communicate(timeout=PATIENCE)
    return True


def test_the_desk_answers_and_one_signal_ends_server_and_worker(
    process_environment: Mapping[str, str],
) -> None:
    desk = start(process_environment)
    try:
        address = urlsplit(address_of(desk))
        with urllib.request.urlopen(address.geturl(), timeout=PATIENCE) as page:
            assert page.status == 200
        with socket.create_connection((address.hostname, address.port)):  # a client that never says anything
            desk.send_signal(signal.SIGINT)

            assert everybody_left(desk)
        assert desk.returncode == 0
    finally:
        desk.kill()


def test_the_worker_does_not_outlive_a_server_that_was_killed(
    process_environment: Mapping[str, str],
) -> None:
    desk = start(process_environment)
    address_of(desk)

    os.kill(desk.pid, signal.SIGKILL)

    assert everybody_left(desk)


def test_desks_that_start_at_once_bring_the_tables_up_to_date_once(
    process_environment: Mapping[str, str],
) -> None:
    desks = [start(process_environment) for _ in range(2)]
    try:
        assert len({address_of(desk) for desk in desks}) == 2
    finally:
        for desk in desks:
            desk.send_signal(signal.SIGTERM)
    assert all(everybody_left(desk) for desk in desks)
    assert [desk.returncode for desk in desks] == [0, 0]


def test_a_port_that_is_taken_is_refused_and_the_next_one_is_found() -> None:
    with serve.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(click.ClickException, match=f"port {port}"):
            serve.listen("127.0.0.1", port)
        with serve.listen("127.0.0.1", port, or_next=20) as found:
            assert port < found.getsockname()[1] <= port + 20
