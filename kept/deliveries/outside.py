"""Asking a server outside for JSON: little patience, a limit to what it may say, one kind of trouble."""

from __future__ import annotations

import json
import re
import time
from typing import Any
from urllib.parse import urlsplit

import httpx2

from kept import __version__

USER_AGENT = f"kept/{__version__} (customer-service desk)"
PATIENCE = 10.0  # seconds for all of an answer
MOST_BYTES = 8 * 1024 * 1024
REST = 30.0  # seconds for which a server that failed is left alone: whoever waits for it keeps others waiting

_resting: dict[str, float] = {}  # until when, by host


class NoAnswer(Exception):  # noqa: N818  # said on purpose: the world outside did not help
    """A server gave nothing that can be used; the words say why, for the operator and without addresses.

    ``permanent``: asking the same again gets the same.
    """

    def __init__(self, words: str, *, permanent: bool = False) -> None:
        super().__init__(words)
        self.permanent = permanent


def ask(url: str, *, query: dict[str, str] | None = None, send: Any = None, seconds: float = PATIENCE) -> Any:
    """What the server answers, as JSON; ``send`` is posted as JSON. Raises NoAnswer.

    Nothing is followed elsewhere: an operator names the server, and no other learns where customers live.
    """
    host = urlsplit(url).netloc
    if time.monotonic() < _resting.get(host, 0):
        raise NoAnswer("did not answer a moment ago")
    try:
        return _ask(url, query, send, seconds)
    except NoAnswer as why:
        if not why.permanent:
            _resting[host] = time.monotonic() + REST
        raise


def _ask(url: str, query: dict[str, str] | None, send: Any, seconds: float) -> Any:
    deadline = time.monotonic() + seconds
    asked = {"params": query} if send is None else {"json": send}
    try:
        with (
            httpx2.Client(timeout=httpx2.Timeout(seconds / 2), headers={"User-Agent": USER_AGENT}) as client,
            client.stream("GET" if send is None else "POST", url, **asked) as answer,
        ):
            body = _read(answer, deadline)
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
        raise NoAnswer(f"cannot be reached ({type(error).__name__})") from None
    return _understand(answer.status_code, body)


def _read(answer: httpx2.Response, deadline: float) -> bytes:
    body = b""
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > MOST_BYTES:
            raise NoAnswer("answers more than we take", permanent=True)
        if time.monotonic() > deadline:
            raise NoAnswer("answers too slowly")
    return body


def _understand(status: int, body: bytes) -> Any:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    if status != 200:
        permanent = 400 <= status < 500 and status not in (408, 429)
        raise NoAnswer(f"answers {status} {_code(said)}".strip(), permanent=permanent)
    if said is None:
        raise NoAnswer("answers what is no JSON")
    return said


def _code(said: Any) -> str:
    """The server's name for what went wrong; its sentences may repeat the address that was asked for."""
    code = str(said.get("code") or said.get("error_code") or "") if isinstance(said, dict) else ""
    return code if re.fullmatch(r"\w{1,40}", code) else ""
