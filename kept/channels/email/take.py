"""Mail comes in: its bytes are stored, then read, then handed to the desk."""

from __future__ import annotations

from datetime import datetime

from kept.base.actors import SOFTWARE, Actor
from kept.channels.email.parse import parse
from kept.conversations.actions import store_raw
from kept.desk import receive


def take(raw: bytes, *, came_by: str = "file", by: Actor = SOFTWARE, now: datetime) -> receive.Taken:
    """Take in one mail. Its bytes are stored in a transaction of their own first, so that nothing is lost
    should the reading fail; a mail that was stored and not taken is taken when it comes again.
    """
    kept = store_raw(raw, came_by=came_by, now=now)
    return receive.take(parse(raw), raw=kept, by=by, now=now)
