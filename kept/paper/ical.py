"""A promised window as an entry for the customer's calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

from kept.paper.kinds import Event


def calendar(event: Event) -> bytes:
    raise NotImplementedError
