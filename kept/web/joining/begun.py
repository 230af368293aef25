"""When joining began: carried from the first page to the next, signed, so that nobody can write it anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from kept.base.refusals import NotFound
from kept.desk import links

SALT = "kept.web.joining"
HOLDS = timedelta(days=1)


def mark(request: HttpRequest, *, now: datetime) -> str:
    """What the page carries on: the mark that came with the request, else one of now."""
    return request.POST.get("began") or links.sign({"at": now.isoformat()}, salt=SALT, until=now + HOLDS)


def read(request: HttpRequest, *, now: datetime) -> datetime:
    """When the first step was taken; now, where the request carries no mark that still holds."""
    try:
        return datetime.fromisoformat(links.read(request.POST.get("began", ""), salt=SALT, now=now)["at"])
    except (NotFound, links.LinkExpired):
        return now
