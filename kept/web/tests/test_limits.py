"""What one request may bring, and what a log line may not hold."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client, RequestFactory

from kept.web.limits import AtMost, too_often
from kept.web.logs import WithoutLinks

MOST = 1_000


async def pages(_scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Reads a body to its end, as Django does, and answers how it ended."""
    read = 0
    while True:
        event = await receive()
        read += len(event.get("body", b""))
        if not event.get("more_body"):
            break
    await send({"type": event["type"], "read": read})


def answered(pieces: list[bytes], length: int | None = None) -> list[dict[str, Any]]:
    """What comes back for a body sent in these pieces, with its length announced or not."""
    sent: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = [
        {"type": "http.request", "body": piece, "more_body": True} for piece in pieces
    ]
    waiting = iter([*events, {"type": "http.request", "body": b""}])
    headers = [] if length is None else [(b"content-length", str(length).encode())]

    async def receive() -> dict[str, Any]:
        return next(waiting)

    async def send(event: Mapping[str, Any]) -> None:
        sent.append(dict(event))

    asyncio.run(AtMost(pages, most=MOST)({"type": "http", "headers": headers}, receive, send))
    return sent


def test_a_body_that_fits_comes_through_whole() -> None:
    assert answered([b"x" * 600, b"x" * 400], 1_000) == [{"type": "http.request", "read": 1_000}]


def test_a_body_announced_as_too_long_is_refused_unread() -> None:
    assert answered([], 1_001)[0]["status"] == 413


def test_a_body_that_hides_its_length_is_cut_off() -> None:
    assert answered([b"x" * 600] * 3) == [{"type": "http.disconnect", "read": 600}]


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(signing.dumps({"order": "101"}, salt="s"), id="a link to a page"),
        pytest.param(signing.Signer(salt="s", sep="~").sign("12-1772460000"), id="the way out"),
    ],
)
def test_no_log_line_holds_a_link_that_opens_somebodys_page(token: str) -> None:
    line = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s", ("Gone", f"/p/{token}/x"), None
    )

    assert WithoutLinks().filter(line)
    assert line.getMessage() == "Gone: /p/[signed]/x"


def test_other_log_lines_stay_as_they_are() -> None:
    line = logging.LogRecord("kept", logging.WARNING, "", 0, "mail %s was not taken", (7,), None)

    WithoutLinks().filter(line)

    assert (line.getMessage(), line.args) == ("mail 7 was not taken", (7,))


@pytest.mark.parametrize("address", ["/account/login/?next=%00", "/leave?q=a%00b"])
@pytest.mark.django_db
def test_a_zero_byte_is_refused_before_a_database_sees_it(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400
    assert client.post("/leave", {"address": "a\0b@mail.example"}).status_code == 400


def test_a_network_of_version_6_is_counted_as_one(rf: RequestFactory) -> None:
    cache.clear()
    asked: dict[str, Any] = {"most": 2, "within": timedelta(hours=1)}

    neighbours = [
        too_often(rf.get("/", REMOTE_ADDR=f"2001:db8:0:1::{nth:x}"), "join", **asked) for nth in (1, 2, 3)
    ]

    assert neighbours == [False, False, True]
    assert not too_often(rf.get("/", REMOTE_ADDR="2001:db8:0:2::1"), "join", **asked)
    assert not too_often(rf.get("/", REMOTE_ADDR=""), "join", **asked)
