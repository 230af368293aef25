"""What a request may bring and how often: no body that fills the disk, no zero bytes, no flood of letters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

Event = Mapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Pages = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

TOO_LONG = b"This is more than our pages take."


class AtMost:
    """Hands requests on to the pages while their body has at most ``most`` bytes; answers 413 else.

    Django would write the whole body into a file first, before it knows who sends it. A longer body that did
    not say how long it is ends as if its sender had hung up.
    """

    def __init__(self, pages: Pages, *, most: int) -> None:
        self.pages, self.most = pages, most

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.pages(scope, receive, send)
        elif _announced(scope) > self.most:
            await _refuse(send)
        else:
            await self.pages(scope, self._counting(receive), send)

    def _counting(self, receive: Receive) -> Receive:
        came = 0

        async def counted() -> Event:
            nonlocal came
            event = await receive()
            came += len(event.get("body", b""))
            return event if came <= self.most else {"type": "http.disconnect"}

        return counted


class NoZeroBytes:
    """Answers 400 to a field that holds a zero byte: nobody types one, and PostgreSQL keeps none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        typed = [values for given in (request.GET, request.POST) for _name, values in given.lists()]
        if any("\0" in value for values in typed for value in values):
            raise BadRequest("a field holds a zero byte")
        return self.get_response(request)


def too_often(request: HttpRequest, what: str, *, most: int, within: timedelta) -> bool:
    """Whether this network asked for ``what`` more than ``most`` times. Counted in memory, never written.

    The count begins anew when the time is over. ``cache.clear()`` forgets all of it.
    """
    key = f"often:{what}:{_network(request.META.get('REMOTE_ADDR', ''))}"
    cache.add(key, 0, timeout=int(within.total_seconds()))
    try:
        return cache.incr(key) > most
    except ValueError:  # its time ended between the two lines
        return False


def _network(address: str) -> str:
    """Where a request came from; of an IPv6 address its /64, within which everybody has addresses enough."""
    try:
        found = ip_address(address)
    except ValueError:  # a socket of this machine has none
        return address
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else address


def _announced(scope: dict[str, Any]) -> int:
    """The length that the header names, which the server has read as a number; 0 without one."""
    return next((int(value) for name, value in scope["headers"] if name == b"content-length"), 0)


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": TOO_LONG})
